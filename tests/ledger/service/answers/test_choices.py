"""Tests for the choices behind a calculation as a ledger knows them, and what a manufacturer sees of them."""

import pytest
from support.ledger_battery import BatteryChain

from ledger.choices.report import ReportedChoices, choices_for
from ledger.rulebooks.catalog import load_rulebook
from ledger.service.answers.choices import choice_remarks
from ledger.service.answers.study import build_study
from schemas.views.report import ConservativeTotal, ReportedChoice

pytestmark = pytest.mark.traced

OWN, OTHER = ("sha256:" + digit * 64 for digit in "12")


def stated(by: str) -> ReportedChoice:
    """A dataset in place of a supplier."""
    return ReportedChoice(
        code="supplier.dataset",
        subject=by,
        by=by,
        detail="100 kg by test:ore",
        effect="0.1",
        state="documented",
        evidence=("invoice 7",),
    )


BOTH = ReportedChoices((stated(OWN), stated(OTHER)), ConservativeTotal(total="2", interaction="0"))


def test_a_manufacturer_sees_its_own_choices_and_the_number_of_the_others() -> None:
    """A row of a supplier would disclose an entry and amounts that are not open to it."""
    seen = choices_for(BOTH, OWN)
    assert (seen.choices, seen.hidden) == ((stated(OWN),), 1)
    assert seen.conservative == BOTH.conservative
    assert choice_remarks(seen, "1")[-1] == "and 1 choice of another issuer, which an auditor sees"
    assert "issuer" not in choice_remarks(seen._replace(hidden=0), "1")[-1]
    assert "2 choices of other issuers" in choice_remarks(seen._replace(hidden=2), "1")[-1]


def test_without_alternatives_there_is_nothing_to_hide_or_to_say() -> None:
    """The rulebook names none."""
    assert choices_for(ReportedChoices(), OWN) == ReportedChoices()
    assert choice_remarks(ReportedChoices(), "1") == ()


def test_a_draft_shows_its_signer_the_conservative_figure_and_the_choices_worth_most(
    chain: BatteryChain,
) -> None:
    """They are remarks, which the signer reads first."""
    remarks = chain.calculation().remarks
    (line,) = (row for row in remarks if row.startswith("Conservative figure: "))
    assert "above the declared one; " in line
    assert any("unit.category, unevidenced" in row for row in remarks)
    assert any(row.startswith("What moves the figure: ") for row in remarks)


def test_a_draft_under_a_rulebook_without_alternatives_has_no_such_remark(
    chain: BatteryChain,
) -> None:
    """Nothing is computed in its place."""
    rulebook = load_rulebook("study-full-substitution-1").model_copy(
        update={"version": "other", "conservative": None}
    )
    remarks = chain.calculation(rulebook=chain.world.ledger.keep(rulebook)).remarks
    assert not any(row.startswith("Conservative") for row in remarks)


def test_a_study_has_the_choices_of_the_draft(chain: BatteryChain) -> None:
    """The subject of the calculation's own choices is the calculation."""
    calculation = chain.world.submit(chain.calculation(), chain.plant.working).id
    study = build_study(chain.world.ledger, calculation)
    assert study.conservative is not None
    assert study.conservative.policy is None
    subjects = {row.subject for row in study.choices or () if row.code.startswith("unit.")}
    assert subjects == {calculation}
