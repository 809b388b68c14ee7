"""The state of a choice for a reader: what settles it, and what does not."""

from decimal import Decimal

import pytest
from support.attesting import attestation
from support.chosen import conservative, modest
from support.graph import firm, ident
from support.rows import inventory, made, used

from ledger.choices.choice import AuditWord, Choice, Examined
from ledger.choices.kinds import KINDS
from schemas.signed.settled import ChoiceId, Settled

MINE = ident("mine")
PAPER = ident("paper")


def named(**members: object) -> dict[str, object]:
    """A row of an attestation that settles the carbon gap of the mine."""
    usual: dict[str, object] = {
        "choice": "mass.element_gap",
        "statement": MINE,
        "coordinate": "C",
        "depth": "documents",
        "evidence": [PAPER],
        "explained": [
            {"substance": "Petroleum coke", "kg": "9"},
            {"substance": "Pitch", "kg": "1"},
        ],
    }
    return {**usual, **members}


def settled_by(rows: list[dict[str, object]], **members: object) -> Examined:
    """What an attestation with these rows settles."""
    section = Settled.model_validate({"choices": rows}, strict=False)
    return Examined.by(AuditWord(attestation(**members), section))


def settles(it: Choice, /, **members: object) -> bool:
    """True if an attestation with that row settles a choice."""
    return settled_by([named(**members)]).settles(it)


def chosen(code: str, coordinate: str = "", kg: str | None = None) -> Choice:
    """A choice of the mine."""
    mass = None if kg is None else Decimal(kg)
    return Choice(KINDS[code], MINE, firm("mine"), "words", coordinate=coordinate, kg=mass)


def test_a_gap_is_settled_by_substances_that_reach_it() -> None:
    """10 kg are explained, and 10 are missing; a document that was read explains none of them."""
    gap = chosen("mass.element_gap", "C", "10")
    assert settles(gap)
    assert not settles(gap, explained=None)
    assert not settles(chosen("mass.element_gap", "C", "10.0001"))


@pytest.mark.parametrize(
    "other", [{"coordinate": "Ni"}, {"statement": PAPER}, {"choice": "mass.gap"}]
)
def test_another_id_settles_nothing(other: dict[str, object]) -> None:
    """The kind, the statement and the coordinate are all part of a choice's id."""
    assert not settles(chosen("mass.element_gap", "C", "10"), **other)


def test_a_kind_that_asks_for_a_visit_is_settled_by_no_document() -> None:
    """Nobody reads from a bill what a furnace does."""
    floor = chosen("physics.process_floor")
    at = {"choice": "physics.process_floor", "coordinate": None, "explained": None}
    assert not settles(floor, **at)
    assert settles(floor, **at, depth="site_visit")


def test_a_refusal_settles_nothing() -> None:
    """Nor does no attestation."""
    gap = chosen("mass.element_gap", "C", "10")
    assert not settled_by([named()], outcome="refused").settles(gap)
    assert not Examined.by(None, AuditWord(attestation(), None)).settles(gap)


def test_what_no_choice_has_is_absent() -> None:
    """It is listed by its id, as text of two or three parts."""
    examined = settled_by([named(), named(coordinate="Ni")])
    (absent,) = examined.absent([chosen("mass.element_gap", "C", "10")])
    assert str(absent) == f"mass.element_gap/{MINE}/Ni"
    assert str(ChoiceId("mass.gap", MINE)) == f"mass.gap/{MINE}"


def test_a_statement_beside_the_figure_is_settled_by_its_own_name() -> None:
    """A withdrawn entry that nothing draws on is a choice too."""
    it = modest()
    dear = inventory(made("mine", "1000"), inputs=[used("test:lime", "3000")])
    it.chain.enter("earlier", dear, issuer=firm("mine"))
    it.chain.change("withdrawn", "earlier", "withdrawal")
    (found,) = (row for row in conservative(it).choices if row.choice.subject == ident("earlier"))
    assert found.choice.kind.code == "history.withdrawn"
    row = named(choice="history.withdrawn", statement=ident("earlier"), coordinate=None)
    examined = settled_by([{**row, "explained": None}])
    whole = conservative(it, examined=examined)
    assert {row.state for row in whole.choices if row.choice == found.choice} == {"settled"}
