"""What a figure is worth follows from the events of the log, and from those below a size alone."""

import pytest

from ledger.rulebooks.catalog import load_rulebook, rulebook_ids
from ledger.rules.standing import (
    Attested,
    Contested,
    Declared,
    FigureEvents,
    LogEvent,
    Replaced,
    Touched,
    draft_standing,
    figure_standing,
    legal_standing,
    proposed,
)
from schemas.signed.attestation import Attestation, Depth
from schemas.signed.calculation import Declaration

FIGURE, SECOND, FIRST_DECLARED, NEXT_DECLARED = (
    f"sha256:{name * 32}" for name in ("a1", "a2", "d1", "d2")
)
WORD, LATER_WORD, OBJECTION = (f"sha256:{name * 32}" for name in ("b1", "b2", "c1"))
OTHER = "sha256:" + "ee" * 32


def word(outcome: str = "verified", **members: object) -> Attestation:
    """An attestation of the figure."""
    return Attestation.model_construct(
        **{
            "outcome": outcome,
            "level": "limited",
            "materiality": "5",
            "scope": "all",
            "depth": Depth(default="documents"),
            "date": "2026-02-01",
            **dict.fromkeys(("valid_until", "standard", "accreditation", "notified_body")),
            **members,
        }
    )


def attested(name: str, at: int, outcome: str = "verified") -> Attested:
    """An attestation as an event."""
    return Attested(LogEvent(name, at), word(outcome), "Audit SE")


def events(**parts: object) -> FigureEvents:
    """The events of a figure that stands at entry 10."""
    about = {"figure": LogEvent(FIGURE, 10), "law": "declared", "registry_at": lambda at: at * 2}
    return FigureEvents(**{**about, **parts})  # type: ignore[arg-type]


def touch(at: int, kind: str = "superseded") -> Touched:
    """A change behind the figure."""
    return Touched(LogEvent(OTHER, at), at * 2, kind, OTHER, "Mine Ltd", "correction")  # type: ignore[arg-type]


DECLARED = {
    "declarations": (Declared(LogEvent(FIRST_DECLARED, 12), WORD, "2026-02-03"),),
    "attested": (attested(WORD, 11), attested(LATER_WORD, 20, "refused")),
}


def test_a_figure_alone_is_in_force_and_is_declared_by_nobody() -> None:
    """It has one step, and its position is its own."""
    found = figure_standing(events())
    assert (found.state, found.declaration, found.audit, found.is_declared) == (
        "in_force",
        None,
        None,
        False,
    )
    assert (found.as_of.entries, found.as_of.registry) == (11, 20)
    assert [step.event for step in found.life] == ["calculated"]


def test_a_declaration_counts_with_the_attestation_that_it_names() -> None:
    """A later refusal by another auditor takes nothing from it; without a declaration the newest word counts."""
    found = figure_standing(events(**DECLARED))
    assert found.is_declared
    assert found.audit is not None
    assert (found.audit.attestation, found.audit.auditor) == (WORD, "Audit SE")
    assert [(step.event, step.day) for step in found.life] == [
        ("calculated", None),
        ("attested", "2026-02-01"),
        ("declared", "2026-02-03"),
    ]
    undeclared = figure_standing(events(attested=DECLARED["attested"]))
    assert undeclared.audit is not None
    assert (undeclared.audit.outcome, undeclared.life[-1].event) == ("refused", "refused")


def test_a_replaced_declaration_names_the_one_that_counts_now() -> None:
    """Along the whole line of replacements, with the reason of the first."""
    replaced = (
        (FIRST_DECLARED, Replaced(LogEvent(SECOND, 30), 61, "correction")),
        (SECOND, Replaced(LogEvent(OTHER, 40), 81, "new_data")),
    )
    found = figure_standing(events(**DECLARED, replaced=replaced), FIRST_DECLARED)
    assert (found.state, found.is_declared) == ("superseded", False)
    assert found.replaced is not None
    assert (found.replaced.by, found.replaced.newest) == (SECOND, OTHER)
    assert (found.replaced.index, found.replaced.registry_index) == (30, 61)
    assert (found.replaced.reason, found.life[-1].event) == ("correction", "superseded")
    assert figure_standing(events(**DECLARED, replaced=replaced), until=30).is_declared


def test_a_replaced_calculation_takes_its_declaration_with_it() -> None:
    """Its issuer says that the figure is another; the declaration states this one still."""
    replaced = ((FIGURE, Replaced(LogEvent(SECOND, 30), 61, "correction")),)
    found = figure_standing(events(**DECLARED, replaced=replaced))
    assert (found.state, found.declaration) == ("superseded", FIRST_DECLARED)


def test_of_several_declarations_the_named_one_counts_else_the_one_in_force() -> None:
    """The first was replaced by the second."""
    both = (*DECLARED["declarations"], Declared(LogEvent(NEXT_DECLARED, 30), WORD, None))
    gone = ((FIRST_DECLARED, Replaced(LogEvent(NEXT_DECLARED, 30), 61, None)),)
    of_both = events(**{**DECLARED, "declarations": both}, replaced=gone)
    assert figure_standing(of_both).declaration == NEXT_DECLARED
    assert figure_standing(of_both, FIRST_DECLARED).state == "superseded"
    assert figure_standing(of_both, until=20).declaration == FIRST_DECLARED


def test_a_change_behind_it_is_counted_and_a_withdrawal_leaves_it_without_ground() -> None:
    """Each has its cause, and the first one is a step of its life."""
    changed = figure_standing(events(touches=(touch(15), touch(25, "added"))))
    assert changed.changed is not None
    assert (changed.state, changed.changed.count, changed.changed.withdrawn) == ("in_force", 2, 0)
    causes = changed.changed.causes or ()
    assert [(row.event, row.firm, row.reason) for row in causes] == [
        ("superseded", "Mine Ltd", "correction"),
        ("added", "Mine Ltd", "correction"),
    ]
    assert [(step.event, step.index) for step in changed.life] == [
        ("calculated", 10),
        ("changed", 15),
    ]
    assert changed.as_of.entries == 26
    gone = figure_standing(events(touches=(touch(15), touch(25, "withdrawn"))))
    assert (gone.state, gone.changed and gone.changed.withdrawn) == ("withdrawn", 1)
    assert figure_standing(events(touches=(touch(15), touch(25, "withdrawn"))), until=25) == (
        figure_standing(events(touches=(touch(15),)))
    )


@pytest.mark.parametrize(("until", "count"), [(14, 0), (15, 0), (16, 1), (20, 1), (21, 0)])
def test_an_objection_is_open_until_it_is_answered(until: int, count: int) -> None:
    """It counts from its own entry to that of the answer."""
    contested = (Contested(LogEvent(OBJECTION, 15), 20),)
    assert figure_standing(events(contested=contested), until=until).objections == count


def test_an_answer_changes_the_position_as_of_which_it_stands() -> None:
    """So a reader sees that something happened since, though nothing is open."""
    contested = (Contested(LogEvent(OBJECTION, 15), 20),)
    assert figure_standing(events(contested=contested)).as_of.entries == 21


def test_a_draft_is_in_no_log() -> None:
    """Neither is what follows from it; a declaration that is drafted would come next."""
    assert draft_standing("study").state == figure_standing(events(figure=None)).state == "draft"
    next_one = Declaration.model_construct(attestation=WORD, date="2026-03-01")
    found = figure_standing(proposed(events(**DECLARED), NEXT_DECLARED, next_one), NEXT_DECLARED)
    assert (found.declaration, found.audit and found.audit.attestation) == (NEXT_DECLARED, WORD)
    assert (found.life[-1].index, found.life[-1].day) == (21, "2026-03-01")


@pytest.mark.parametrize("name", rulebook_ids())
def test_no_rulebook_here_makes_a_declaration(name: str) -> None:
    """No act was in force when the rulebooks were written."""
    assert legal_standing(load_rulebook(name), is_product=False) == "study"


@pytest.mark.parametrize(
    ("declarable", "status", "law"),
    [
        ("article_7", "in_force", "declared"),
        ("article_7", "adopted", "example"),
        ("article_7", "draft", "example"),
        ("article_7", "repealed", "example"),
        ("demo", "in_force", "study"),
        ("demo", "study", "study"),
        ("no", "in_force", "study"),
    ],
)
def test_both_statements_of_a_rulebook_decide(declarable: str, status: str, law: str) -> None:
    """A method in force that may not declare, such as PEF, gives a study."""
    rulebook = load_rulebook(rulebook_ids()[0])
    update = {"declarable": declarable, "legal_status": status}
    assert legal_standing(rulebook.model_copy(update=update), is_product=False) == law


def test_a_product_is_never_declared_under_the_law_of_batteries() -> None:
    """Not even under a rulebook that may declare batteries."""
    for name in ("study-cradle-to-gate-1", "eu-ev-draft-2024"):
        assert legal_standing(load_rulebook(name), is_product=True) == "product"
