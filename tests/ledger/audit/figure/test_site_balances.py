"""Site balances in an audit: the audit finds collusion of firms and changes by a thief."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from support.bundles import Json, Members
from support.collusion import act, leave_out
from support.edits import Files, drop, put, swap
from support.misdeeds import out_of_turn
from support.signed_battery import build
from support.signed_chain import Alter, SignedChain
from support.site_balances import power_row, state_balance
from support.verdicts import found, judge, remarks

from schemas.signed.statement import Kind
from schemas.views.report import Report

GRID = {"flow": "db:grid"}
ENERGY = 75 * 60 * Decimal("6.5") * 100
"""The total energy of the hundred packs: 130 000 km end their warranty after six and a half years."""


def whole(chain: SignedChain, pack: str = "33333.3", **members: Json) -> Members:
    """Power of the packer: the packs and the trial production take 33333.3 kWh each."""
    shares = {chain.ids["pack"]: pack, chain.ids["trial"]: "33333.3"}
    return {**power_row("66666.6", shares), **GRID, **members}


def judged(*moments: Callable[[SignedChain], object], **plan: Alter) -> tuple[SignedChain, Report]:
    """The chain with these actions before the calculation, and the report on it."""

    def all_of_it(chain: SignedChain) -> None:
        for moment in moments:
            moment(chain)

    chain = build({"early": act(all_of_it), **plan})
    return chain, judge(chain.ledger.files())


def honest(chain: SignedChain) -> None:
    """The packer states its true use."""
    state_balance(chain, "balance", whole(chain))


def test_a_true_balance_is_verified_with_the_rest() -> None:
    """A signed, logged and shown balance that agrees with the entries of its site leads to no finding."""
    _, report = judged(honest)
    assert report.verdict == "verified", report.findings
    assert not [row for row in report.findings if row.code.startswith("site_balance.")]


def test_power_listed_for_the_other_product_contradicts_the_entries() -> None:
    """The packs state 33 kWh, and the balance lists them with 333.3 kWh less than that."""
    chain, report = judged(lambda made: state_balance(made, "balance", whole(made, "33000")))
    assert found(report) == {("site_balance.differs", chain.ids["balance"])}
    (row,) = [row for row in report.findings if row.code == "site_balance.differs"]
    effect = Decimal("333.3") * Decimal("0.4377") / ENERGY
    assert float(row.effect_kg or 0) == pytest.approx(float(effect), rel=1e-3)
    assert (row.step, report.exit_code) == (15, 1)


MISDEEDS: dict[str, tuple[Callable[[SignedChain], object], str]] = {
    "another site's entry": (
        lambda made: state_balance(
            made, "balance", {**power_row("9", {made.ids["mine 2"]: "25000.5"}), **GRID}
        ),
        "site_balance.entry",
    ),
    "a span too short": (
        lambda made: state_balance(
            made, "balance", whole(made), period={"start": "2025-01-01", "end": "2025-12-01"}
        ),
        "site_balance.period",
    ),
    "two of one thing": (
        lambda made: (
            state_balance(made, "first", whole(made)),
            state_balance(made, "balance", whole(made)),
        ),
        "site_balance.duplicate",
    ),
    "another site in a version": (
        lambda made: (
            state_balance(made, "first", whole(made), site="packer-2"),
            state_balance(made, "balance", whole(made), **made.correct("first")),
        ),
        "supersedes.identity",
    ),
    "listed before it was logged": (
        lambda made: (honest(made), out_of_turn(made, "trial")),
        "citation.forward",
    ),
}


@pytest.mark.parametrize("name", MISDEEDS)
def test_a_balance_that_no_honest_ledger_takes_is_found(name: str) -> None:
    """Signed by the packer and logged by an operator who colludes; one finding, about the balance."""
    misdeed, code = MISDEEDS[name]
    chain, report = judged(misdeed)
    subjects = {subject for told_code, subject in found(report) if told_code == code}
    assert {told_code for told_code, _ in found(report)} == {code}, report.findings
    assert subjects <= {chain.ids["balance"], chain.ids.get("first")}
    assert report.exit_code == 1


def test_a_balance_is_issued_by_who_produces() -> None:
    """An auditor has no site: its balance has the wrong issuer, and no entry names it."""
    chain, report = judged(lambda made: state_balance(made, "balance", whole(made), by="auditor"))
    assert ("issuer.role", chain.ids["balance"]) in found(report)
    assert ("file.unreferenced", chain.section("balance", "balance")) in found(report)


def test_a_balance_of_another_site_is_a_file_that_nothing_names() -> None:
    """Nothing in the graph was made there."""
    chain, report = judged(
        lambda made: state_balance(made, "balance", power_row("1", {}), site="packer-2")
    )
    files = {chain.statement("balance"), chain.section("balance", "balance")}
    assert found(report) == {("file.unreferenced", path) for path in files}


def test_what_was_replaced_is_not_judged_again() -> None:
    """A superseded version and a withdrawn balance are followed, but not compared."""
    wrong = lambda made: state_balance(made, "first", whole(made, "1"))  # noqa: E731
    right = lambda made: state_balance(made, "balance", whole(made), **made.correct("first"))  # noqa: E731
    _, report = judged(wrong, right)
    assert report.verdict == "verified", report.findings

    def withdraw(made: SignedChain) -> None:
        members = {"withdraws": made.ids["first"], "reason": "entered_in_error"}
        made.ids["withdrawal"] = made.ledger.state(Kind.WITHDRAWAL, "packer", members)

    _, report = judged(wrong, withdraw)
    assert report.verdict == "verified", report.findings


def test_remarks_leave_the_verdict_as_it_is() -> None:
    """The trial is not listed, and its power is missed; the packs' share of it is the effect."""
    alone = lambda made: {**power_row("66666.6", {made.ids["pack"]: "33333.3"}), **GRID}  # noqa: E731
    chain, report = judged(lambda made: state_balance(made, "balance", alone(made)))
    assert report.verdict == "verified", report.findings
    balance = chain.ids["balance"]
    assert {row for row in remarks(report) if row[0].startswith("site_balance.")} == {
        ("site_balance.missing_entry", balance),
        ("site_balance.remainder", balance),
    }
    (row,) = [row for row in report.findings if row.code == "site_balance.remainder"]
    effect = -Decimal("33333.3") * Decimal("0.4377") / ENERGY
    assert float(row.effect_kg or 0) == pytest.approx(float(effect), rel=1e-3)


def apportioned(inventory: Members) -> Members:
    """The packer's power is a part of the plant's."""
    rows = [
        {**row, "known": "apportioned"} if row.get("flow") == "db:grid" else row
        for row in inventory["inputs"]
    ]
    return {**inventory, "inputs": rows}


def test_an_apportioned_row_wants_a_balance() -> None:
    """The remark is made without a balance, but not with one, nor with a withheld one."""
    chain, report = judged(pack=apportioned)
    assert ("site_balance.not_stated", chain.ids["pack"]) in remarks(report)
    chain, report = judged(honest, pack=apportioned)
    assert not [row for row in remarks(report) if row[0].startswith("site_balance.")]
    files = chain.ledger.files()
    del files[chain.section("balance", "balance")]
    report = judge(files)
    assert found(report) == {("section.withheld", chain.ids["balance"])}
    assert report.exit_code == 2
    assert not [row for row in remarks(report) if row[0].startswith("site_balance.")]


CHAIN = build({"early": act(honest)})
BALANCE = CHAIN.section("balance", "balance")
TAMPERED: dict[str, tuple[Callable[[Files], None], str, int]] = {
    "amount": (put(BALANCE, swap("66666.6", "99999.9")), "section.digest", 1),
    "section": (drop(BALANCE), "section.withheld", 2),
    "proof": (CHAIN.hide("balance"), "proof.missing", 2),
    "statement": (drop(CHAIN.statement("balance")), "statement.missing", 2),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_balance_that_was_tampered_with_is_found(name: str) -> None:
    """A balance that was changed in transit or shown in part is found."""
    change, code, exit_code = TAMPERED[name]
    files = CHAIN.ledger.files()
    change(files)
    report = judge(files)
    assert code in {told_code for told_code, _ in found(report)}, report.findings
    assert report.exit_code == exit_code


def test_a_balance_that_is_left_out_whole_cannot_be_missed() -> None:
    """Without statement, section and proof, the bundle does not show that there was a balance."""
    files = CHAIN.ledger.files()
    leave_out("balance")(CHAIN, files)
    assert judge(files).verdict == "verified"


def test_without_the_whole_figure_contradictions_are_reported_and_effects_are_not() -> None:
    """A withheld inventory upstream does not affect the balance of the packer."""
    chain, _ = judged(lambda made: state_balance(made, "balance", whole(made, "33000")))
    files = chain.ledger.files()
    del files[chain.section("mine 2", "inventory")]
    (row,) = [row for row in judge(files).findings if row.code == "site_balance.differs"]
    assert row.effect_kg is None
