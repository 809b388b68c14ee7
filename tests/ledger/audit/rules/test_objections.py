"""Objections in a bundle: what may be contested, by whom, who answers, and what is remarked.

The logs are those of an operator that admits anything, so the verifier alone finds what is wrong.
"""

from collections.abc import Callable

import pytest
from support.collusion import act
from support.objections import contest, reply, take_back
from support.signed_battery import build, declare_again, honest
from support.signed_chain import SignedChain
from support.verdicts import found, judge, remarks

from schemas.views.report import Report

NOWHERE = "sha256:" + "9" * 64
Bend = Callable[[SignedChain], object]


def contested(*acts: Bend) -> SignedChain:
    """The chain after these acts, which follow the declaration."""

    def run(chain: SignedChain) -> None:
        for one in acts:
            one(chain)

    return build({"after": act(run)})


def report_of(chain: SignedChain) -> Report:
    """The report on the chain's bundle."""
    return judge(chain.ledger.files(), chain.ledger.policy())


def again(chain: SignedChain) -> None:
    """A second objection of the packer to the refinery's entry."""
    contest(chain, name="second", ground="origin")


BENT: dict[str, tuple[str, str, tuple[Bend, ...]]] = {
    "of one's own statement": ("objection.own", "objection", (lambda it: contest(it, "pack"),)),
    "of a withdrawal": (
        "objection.subject",
        "objection",
        (
            lambda it: contest(it, name="first"),
            lambda it: take_back(it, objection="first"),
            lambda it: contest(it, "withdrawal", by="mine"),
        ),
    ),
    "of a row of a delivery": (
        "objection.row",
        "objection",
        (lambda it: contest(it, "sulfate 2", by="mine", row="inputs/0"),),
    ),
    "of a replaced version": (
        "objection.replaced",
        "objection",
        (lambda it: contest(it, "mine"),),
    ),
    "two open ones of one firm": ("objection.duplicate", "second", (contest, again)),
    "an answer by the objector": (
        "answer.issuer",
        "answer",
        (contest, lambda it: reply(it, by="packer")),
    ),
    "an answer after a withdrawal": ("answer.withdrawn", "answer", (contest, take_back, reply)),
    "two answers": (
        "answer.duplicate",
        "later",
        (contest, reply, lambda it: reply(it, "accepts", name="later")),
    ),
    "a withdrawal by the contested": (
        "withdrawal.issuer",
        "withdrawal",
        (contest, lambda it: take_back(it, by="refinery")),
    ),
}


@pytest.mark.parametrize("name", BENT)
def test_a_bent_objection_is_a_finding(name: str) -> None:
    """Each misuse has one finding, on the statement that is wrong."""
    code, about, acts = BENT[name]
    chain = contested(*acts)
    report = report_of(chain)
    assert found(report) == {(code, chain.ids[about])}, report.findings
    assert report.exit_code == 1


STATES: dict[str, tuple[str, tuple[Bend, ...]]] = {
    "not answered": ("objection.open", (contest,)),
    "rejected": ("objection.answered", (contest, reply)),
    "accepted, and nothing follows": (
        "objection.unmet",
        (contest, lambda it: reply(it, "accepts")),
    ),
}


@pytest.mark.parametrize("name", STATES)
def test_an_objection_is_a_remark_and_changes_nothing(name: str) -> None:
    """Neither the verdict nor the figure depends on an objection, on its answer or on silence."""
    code, acts = STATES[name]
    chain = contested(*acts)
    report = report_of(chain)
    plain = judge(honest().ledger.files())
    assert (report.verdict, report.recomputed_total) == ("verified", plain.recomputed_total)
    assert report.conservative is not None
    assert plain.conservative is not None
    assert report.conservative.total == plain.conservative.total
    assert remarks(report) - remarks(plain) == {(code, chain.ids["objection"])}
    (remark,) = (row for row in report.findings if row.code == code)
    assert remark.effect_kg is None


def test_a_withdrawn_objection_is_no_remark() -> None:
    """It is listed, and the same firm may object again."""
    chain = contested(contest, take_back, again)
    report = report_of(chain)
    assert report.verdict == "verified", report.findings
    about = {row for row in remarks(report) if row[0].startswith("objection.")}
    assert about == {("objection.open", chain.ids["second"])}


def test_after_an_answer_the_same_firm_may_object_again() -> None:
    """An answered objection is closed."""
    assert report_of(contested(contest, reply, again)).verdict == "verified"


def test_another_firm_may_object_to_the_same_statement() -> None:
    """One open objection counts for each issuer."""
    chain = contested(contest, lambda it: contest(it, by="mine", name="other"))
    assert report_of(chain).verdict == "verified"


def test_a_new_version_sheds_no_objection() -> None:
    """A declarer that states its declaration again, and answers nothing, is still contested."""
    chain = contested(lambda it: contest(it, "declaration", by="mine"), declare_again)
    report = report_of(chain)
    assert report.verdict == "verified", report.findings
    assert ("objection.open", chain.ids["objection"]) in remarks(report)
    (row,) = report.objections or ()
    assert row.replaced_by == report.subject != row.subject
    detail = next(one.detail for one in report.findings if one.code == "objection.open")
    assert "since then the statement was superseded" in detail


def test_a_withdrawal_that_is_not_in_the_bundle_is_missed() -> None:
    """An operator in league does not end an objection by a registry leaf alone."""
    chain = contested(contest, take_back, lambda it: it.ledger.admit_foreign())
    files = chain.ledger.files()
    del files[chain.statement("withdrawal")]
    chain.hide("withdrawal")(files)
    report = judge(files, chain.ledger.policy())
    assert ("statement.missing", chain.ids["withdrawal"]) in found(report)
    assert report.exit_code == 2


def test_an_objection_without_its_leaf_is_judged_as_far_as_it_goes() -> None:
    """Without its place the objection may not be the second open one; its own rules are checked."""
    foreign = lambda it: it.ledger.admit_foreign()  # noqa: E731
    chain = contested(contest, again, lambda it: contest(it, "pack", name="own"), foreign)
    files = chain.ledger.files()
    chain.hide("second", "own")(files)
    report = judge(files, chain.ledger.policy())
    own, second = ("proof.missing", chain.ids["own"]), ("proof.missing", chain.ids["second"])
    assert found(report) == {own, second, ("objection.own", chain.ids["own"])}


def test_an_objection_to_a_statement_that_is_missing() -> None:
    """What is contested belongs into the bundle."""
    chain = contested(lambda it: contest(it, NOWHERE), reply)
    codes = found(report_of(chain))
    assert ("statement.missing", NOWHERE) in codes
    assert not {code for code, _ in codes if code.startswith(("objection.", "answer."))}


def test_an_answer_to_something_else_than_an_objection() -> None:
    """An answer is to an objection."""
    chain = contested(lambda it: reply(it, objection="pack"))
    assert ("citation.kind", chain.ids["pack"]) in found(report_of(chain))


def test_without_a_registry_nothing_is_known_to_be_withdrawn() -> None:
    """An objection in a bundle whose registry is missing is shown as open."""
    chain = contested(contest)
    files = chain.ledger.files()
    del files["registry.json"]
    report = judge(files, chain.ledger.policy())
    assert report.exit_code == 2
    assert ("objection.open", chain.ids["objection"]) in remarks(report)
