"""The list that an attestation states is the one that its seed draws."""

import pytest
from support.collusion import Row
from support.samples import sampled
from support.signed_battery import build
from support.verdicts import found, judge

from ledger.audit.bundle.container import pack
from ledger.audit.sample.comparison import attested_sample, draw_again, population_in
from ledger.audit.verifier import run_steps

ROWS = {
    "a list that was chosen": Row(
        "sample.drawn", "attestation", sampled(lambda _, it: {**it, "drawn": "sha256:" + "3" * 64})
    ),
    "a shorter list": Row(
        "sample.drawn", "attestation", sampled(lambda _, it: {**it, "processes": 1})
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_list_that_the_seed_does_not_draw_is_a_finding(name: str) -> None:
    """An auditor that examined other processes than those drawn cannot state the digest of the draw."""
    ROWS[name].check()


def test_a_reader_of_the_bundle_draws_the_same_list() -> None:
    """From the attestation alone: seed, quotas and items, to the digest."""
    chain = build(sampled())
    context, _ = run_steps(pack(chain.ledger.files()), chain.ledger.policy())
    sample = attested_sample(context)
    assert sample is not None
    drawn = draw_again(context, sample)
    assert drawn is not None
    assert (len(drawn.items), drawn.drawn) == (sample.processes, sample.drawn)


def test_an_unknown_figure_has_no_population() -> None:
    """Without the inventories nothing can be drawn."""
    chain = build(sampled())
    files = chain.ledger.files()
    del files[chain.section("mine 2", "inventory")]
    context, _ = run_steps(pack(files), chain.ledger.policy())
    sample = attested_sample(context)
    assert sample is not None
    assert population_in(context) is None
    assert draw_again(context, sample) is None


def test_a_calculation_without_attestation_states_no_sample() -> None:
    """The bundle of a calculation alone has nothing to compare."""
    chain = build()
    files = chain.ledger.files()
    for name in ("attestation", "declaration"):
        del files[chain.statement(name)]
        chain.hide(name)(files)
    context, _ = run_steps(pack(files), chain.ledger.policy())
    assert attested_sample(context) is None


def test_an_unreadable_bundle_states_no_sample() -> None:
    """No subject, no sample."""
    context, _ = run_steps(pack({}), build().ledger.policy())
    assert attested_sample(context) is None


def test_a_view_that_cannot_be_built_is_not_compared() -> None:
    """Without the composition there is no graph, so the list is not judged."""
    chain = build(sampled())
    files = chain.ledger.files()
    del files[chain.section("calculation", "composition")]
    report = judge(files, chain.ledger.policy())
    assert "sample.drawn" not in {code for code, _ in found(report)}
    assert report.exit_code == 2
