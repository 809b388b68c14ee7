"""A sample as a page: what it was drawn from and by, its quotas, and each process with its site and depth."""

import pytest
from support.samples import sampled
from support.signed_battery import build
from support.terminal import lines_of

from ledger.audit.bundle.container import pack
from ledger.audit.context import AuditContext
from ledger.audit.report.sample_layout import layout_sample
from ledger.audit.sample.comparison import attested_sample, draw_again
from ledger.audit.verifier import run_steps
from ledger.documents.page import Table
from schemas.signed.sample import Sample


@pytest.fixture(scope="module")
def context() -> AuditContext:
    """The audit of a bundle whose attestation reveals a sample."""
    chain = build(sampled())
    found, _ = run_steps(pack(chain.ledger.files()), chain.ledger.policy())
    return found


@pytest.fixture(scope="module")
def sample(context: AuditContext) -> Sample:
    """The sample, drawn again."""
    stated = attested_sample(context)
    assert stated is not None
    drawn = draw_again(context, stated)
    assert drawn is not None
    return drawn


def test_the_head_says_what_the_list_was_drawn_from(context: AuditContext, sample: Sample) -> None:
    """The verdict, the ids, the leaf of the commitment, the seed, and a line for each quota."""
    lines = lines_of(layout_sample(sample, "verified", context.bundle))
    assert lines[1:5] == [
        "bundle        verified",
        f"calculation   {sample.calculation}",
        f"commitment    {sample.commitment}, leaf {sample.checkpoint.size - 1}",
        f"seed          {sample.seed}",
    ]
    quotas = lines[5 : lines.index("") - 1]
    assert len(quotas) == len(sample.quotas) > 0
    for line, quota in zip(quotas, sample.quotas, strict=True):
        assert f"{quota.drawn} of {quota.processes} processes" in line
        assert f", of {quota.sites} sites" in line
    assert f"drawn         {len(sample.items)} processes, {sample.drawn}" in lines


def test_each_process_has_its_address_site_and_depth(context: AuditContext, sample: Sample) -> None:
    """The site is named with its firm."""
    (_, found) = layout_sample(sample, "verified", context.bundle).blocks
    assert isinstance(found, Table)
    assert len(found.rows) == len(sample.items) > 0
    for cells, item in zip(found.rows, sample.items, strict=True):
        order, place, label, site, _, share, weight, depth = (cell.text for cell in cells)
        assert place == f"{item.entry[7:19]}/{', '.join(item.rows) or 'no row'}"
        assert (order, label, depth) == (str(item.order), item.label, item.depth.replace("_", " "))
        assert (share, weight) == (item.share, str(item.weight))
        assert site.startswith(f"{item.site}, ")


def test_a_site_that_the_bundle_does_not_name_is_its_code(
    context: AuditContext, sample: Sample
) -> None:
    """A sample can be shown beside another bundle; the list stays whole."""
    item = sample.items[0].model_copy(update={"entry": "sha256:" + "0" * 64, "rows": ()})
    other = sample.model_copy(update={"items": (item,)})
    (line,) = lines_of(layout_sample(other, "incomplete", context.bundle))[-1:]
    assert f"{'0' * 12}/no row" in line
    assert f"  {item.site}  " in line
