"""Objections in a report: the state of each, and the figure at the rulebook's alternative beside the declared one.

The refinery's third output is allocated by revenue beside a co-product; if it carried all, the figure would be 0.02073.
"""

from collections.abc import Callable

import pytest
from support import signed_delivery
from support.collusion import act
from support.objections import AFTER_DUE, contest, reply, take_back, witnessed
from support.signed_battery import build
from support.signed_chain import SignedChain
from support.verdicts import judge, words_of

from schemas.views.report import Report, ReportedObjection

AT_ALTERNATIVE = "0.02073"


def report_of(*acts: Callable[[SignedChain], object]) -> Report:
    """The report on the chain after these acts, which follow the declaration."""

    def run(chain: SignedChain) -> None:
        for one in acts:
            one(chain)

    chain = build({"after": act(run)})
    return judge(chain.ledger.files(), chain.ledger.policy())


def only(report: Report) -> ReportedObjection:
    """The one objection of a report."""
    (row,) = report.objections or ()
    return row


def test_a_report_without_objections_has_no_such_part() -> None:
    """The member is absent, and so are the lines."""
    report = report_of()
    assert report.objections is None
    assert "Objections" not in words_of(report)


def test_a_contested_row_stands_beside_the_declared_figure() -> None:
    """The contested line at its alternative is above the declared figure, which stays as it is."""
    report = report_of(lambda it: contest(it, row="outputs/2", claimed_kg="1250.5"))
    row = only(report)
    assert (row.state, row.row, row.claimed_kg) == ("open", "outputs/2", "1250.5")
    assert (row.total, row.without) == (AT_ALTERNATIVE, None)
    assert report.declared_total is not None
    assert report.declared_total.startswith("0.01837")
    words = words_of(report)
    assert "Objections: 1; none of them changes the figure" in words
    assert "row outputs/2, claims 1250.5 kg CO2e" in words
    assert f"at the rulebook's alternative {AT_ALTERNATIVE}, declared 0.0183701" in words
    assert "without a witnessed time it is unknown whether that has passed" in words


@pytest.mark.parametrize(
    ("about", "row", "why"),
    [
        ("refinery", "inputs/0", "no_alternative"),
        ("refinery", "wastes/3", "no_alternative"),
        ("sulfate 2", None, "no_row"),
        ("attestation", None, "no_row"),
    ],
)
def test_the_report_says_why_there_is_no_other_figure(
    about: str, row: str | None, why: str
) -> None:
    """A row without an alternative, one that the entry lacks, a delivery and an attestation have none."""
    members = {} if row is None else {"row": row}
    report = report_of(lambda it: contest(it, about, by="mine", **members))
    assert (only(report).total, only(report).without) == (None, why)
    assert "no other figure beside it" in words_of(report)


@pytest.mark.parametrize("about", ["calculation", "declaration"])
def test_an_objection_to_the_figure_itself_has_its_own_choices(about: str) -> None:
    """An excluded entry, the capacity and the service life are choices of the calculation."""
    assert only(report_of(lambda it: contest(it, about, by="mine"))).total == "0.652"


def test_an_earlier_version_is_contested_at_the_same_place() -> None:
    """A correction by the same rows does not take the contested row out of sight."""

    def early(chain: SignedChain) -> None:
        contest(chain, "mine", row="outputs/0", by="packer")

    report = judge(build({"early": act(early)}).ledger.files())
    assert {row.code for row in report.findings} >= {"objection.replaced"}
    assert only(report).total == "0.01866"
    assert "was replaced or withdrawn by" in words_of(report)


def test_a_delivery_has_its_contested_rows_too() -> None:
    """In a bundle about a delivery the figure beside it is per unit of the goods."""
    chain = signed_delivery.build({"after": act(lambda it: contest(it, row="inputs/0"))})
    row = only(judge(signed_delivery.whole(chain), chain.ledger.policy()))
    assert (row.total, row.without) == (None, "no_alternative")


def test_silence_is_overdue_by_the_witnesses_time() -> None:
    """The text says that the day has passed, or that an answer is asked for by then."""
    chain = build({"after": act(contest)})
    before, after = (witnessed(chain, AFTER_DUE - 1), witnessed(chain, AFTER_DUE))
    assert (only(before).overdue, only(after).overdue) == (False, True)
    assert "not answered (asked for by 2026-03-01)" in words_of(before)
    assert "which has not passed by the witnesses' time" in words_of(before)
    assert "not answered (overdue since 2026-03-01)" in words_of(after)
    assert "which has passed by the witnesses' time" in words_of(after)
    codes = {row.code for row in after.findings}
    assert "objection.overdue" in codes
    assert "objection.open" not in codes
    assert after.verdict == before.verdict == "verified"


def test_an_accepted_objection_is_unmet_until_the_statement_changes() -> None:
    """The figure at the alternative is shown until then, with the answer."""
    report = report_of(contest, lambda it: reply(it, "accepts"))
    row = only(report)
    assert (row.state, row.total, row.replaced_by) == ("accepted", AT_ALTERNATIVE, None)
    assert "accepted, and the contested statement still counts as it was" in words_of(report)
    assert "The meter was read by a third party" in words_of(report)


def test_a_rejected_objection_keeps_its_figure() -> None:
    """A rejection is the issuer's word, and clears nothing."""
    row = only(report_of(contest, reply))
    assert (row.state, row.total) == ("rejected", AT_ALTERNATIVE)


def test_a_withdrawn_objection_is_listed_without_a_figure() -> None:
    """It contests nothing any more."""
    report = report_of(contest, take_back)
    row = only(report)
    assert (row.state, row.total, row.without) == ("withdrawn", None, None)
    assert "withdrawn: amount of" in words_of(report)


def test_a_figure_that_is_not_recomputed_has_no_other_beside_it() -> None:
    """Without a recipe neither figure is known."""
    chain = build({"after": act(contest)})
    files = chain.ledger.files()
    del files[chain.section("mine 2", "inventory")]
    assert only(judge(files, chain.ledger.policy())).without == "not_recomputed"


def test_without_a_graph_no_row_is_contested() -> None:
    """A bundle without its registry shows the objection alone."""
    chain = build({"after": act(contest)})
    files = chain.ledger.files()
    del files["registry.json"]
    assert only(judge(files, chain.ledger.policy())).without == "not_recomputed"


def test_many_objections_do_not_bury_the_one_that_matters() -> None:
    """Of more than five the text names those with the largest figure, and counts the others."""
    names = ["mine", "recycler", "sulfate 2", "ore", "pack", "attestation", "ore price"]

    def flood(chain: SignedChain) -> None:
        for name in names:
            contest(chain, name, by="auditor" if name != "attestation" else "mine", name=name + "!")

    report = report_of(flood, lambda it: contest(it, row="outputs/2", reason="It is this row"))
    words = words_of(report)
    assert "Objections: 8" in words
    assert "and 3 more, which the JSON lists" in words
    assert "It is this row" in words
