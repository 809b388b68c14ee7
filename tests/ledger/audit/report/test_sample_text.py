"""A sample as text: what it was drawn from and by, its quotas, and each process with its site and depth."""

import pytest
from support.samples import sampled
from support.signed_battery import build

from ledger.audit.bundle.container import pack
from ledger.audit.context import AuditContext
from ledger.audit.report.sample_text import format_sample
from ledger.audit.sample.comparison import attested_sample, draw_again
from ledger.audit.verifier import run_steps
from schemas.signed.sample import Sample, SampleItem


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


def block(item: SampleItem, text: str) -> str:
    """The two lines of a process."""
    lines = text.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith(f"{item.order:>4}  "))
    return "\n".join(lines[at : at + 2])


def test_the_head_says_what_the_list_was_drawn_from(context: AuditContext, sample: Sample) -> None:
    """The verdict, the ids, the leaf of the commitment, the seed, and a line for each quota."""
    lines = format_sample(sample, "verified", context.bundle).splitlines()
    assert lines[:4] == [
        "bundle       verified",
        f"calculation  {sample.calculation}",
        f"commitment   {sample.commitment}, leaf {sample.checkpoint.size - 1}",
        f"seed         {sample.seed}",
    ]
    quotas = lines[4 : lines.index("")]
    assert len(quotas) == len(sample.quotas) > 0
    for line, quota in zip(quotas, sample.quotas, strict=True):
        assert f"{quota.drawn} of {quota.processes} processes" in line
        assert f", of {quota.sites} sites" in line
    assert lines[-1] == f"drawn        {len(sample.items)} processes, {sample.drawn}"


def test_each_process_has_its_address_site_and_depth(context: AuditContext, sample: Sample) -> None:
    """The site is named with its firm."""
    text = format_sample(sample, "verified", context.bundle)
    assert sample.items
    for item in sample.items:
        lines = block(item, text)
        assert f"{item.entry[7:19]}/{', '.join(item.rows) or 'no row'}  {item.label}" in lines
        assert f"share {item.share}, weight {item.weight}" in lines
        assert lines.endswith(item.depth.replace("_", " "))
        assert f"      {item.site}, " in lines


def test_a_site_that_the_bundle_does_not_name_is_its_code(
    context: AuditContext, sample: Sample
) -> None:
    """A sample can be shown beside another bundle; the list stays whole."""
    item = sample.items[0].model_copy(update={"entry": "sha256:" + "0" * 64, "rows": ()})
    other = sample.model_copy(update={"items": (item,)})
    lines = block(item, format_sample(other, "incomplete", context.bundle))
    assert f"{'0' * 12}/no row" in lines
    assert f"      {item.site}; " in lines
