"""One figure for each day, model and plant; a correction covers every day of what it replaces."""

from hypothesis import given
from hypothesis import strategies as st
from support.graph import firm, ident
from support.graph_battery import MODEL, calculation

from ledger.footprint.graph.resolution import Change
from ledger.rules.declarations import (
    DeclaredFigure,
    overlap_problems,
    replacement_problems,
    superseded_calculation_problem,
)
from schemas.values import Period

DAYS = st.integers(0, 27).map(lambda day: f"2025-01-{day + 1:02}")
PERIODS = (
    st.lists(DAYS, min_size=2, max_size=2, unique=True)
    .map(sorted)
    .map(lambda days: Period(start=days[0], end=days[1]))
)
NEW, OLD = ident("new"), ident("old")


def declared(name: str, **asserted: object) -> DeclaredFigure:
    """A declaration of a calculation with these members."""
    return DeclaredFigure(name, calculation(**asserted))


def of(name: str, period: Period) -> DeclaredFigure:
    """A declaration of a period."""
    return declared(name, period=period.to_json())


def overlap_codes(new: DeclaredFigure, *live: DeclaredFigure) -> list[str]:
    """The codes of the overlaps of a new declaration with live ones."""
    return [problem.code for problem in overlap_problems(new, live)]


@given(PERIODS, PERIODS)
def test_two_declarations_share_no_day(one: Period, other: Period) -> None:
    """A day is in both periods if and only if the later declaration is refused, in either order."""
    shared = max(one.start, other.start) < min(one.end, other.end)
    expected = ["declaration.period"] if shared else []
    assert overlap_codes(of(NEW, one), of(OLD, other)) == expected
    assert overlap_codes(of(NEW, other), of(OLD, one)) == expected


@given(PERIODS, PERIODS)
def test_a_successor_covers_each_day_of_its_predecessor(new: Period, old: Period) -> None:
    """Only a period that begins no later and ends no earlier replaces another."""
    codes = [row.code for row in replacement_problems(of(NEW, new), of(OLD, old))]
    covers = new.start <= old.start and new.end >= old.end
    assert codes == ([] if covers else ["supersedes.period"])


def test_another_issuer_model_or_site_is_another_product() -> None:
    """The rule compares declarations of one issuer, model and site."""
    for member in ({"model": f"{MODEL}-2"}, {"site": "P2"}, {"issuer": firm("other")}):
        assert overlap_codes(declared(NEW, **member), declared(OLD)) == []
    assert overlap_codes(declared(NEW), declared(OLD), declared(ident("third"))) == [
        "declaration.period",
        "declaration.period",
    ]
    assert overlap_codes(declared(NEW)) == []


def test_a_successor_keeps_model_and_site() -> None:
    """What is replaced is the declaration of the same product, so it frees no other one's period."""
    for member in ({"model": f"{MODEL}-2"}, {"site": "P2"}):
        found = list(replacement_problems(declared(NEW, **member), declared(OLD)))
        assert [(row.code, row.subject) for row in found] == [("supersedes.identity", NEW)]


def test_a_refusal_names_the_other_declaration_and_the_remedy() -> None:
    """The sentence has the id, the days, and what to do."""
    (problem,) = overlap_problems(declared(NEW), [declared(OLD)])
    assert OLD in problem.detail
    assert "from 2025-01-01 to 2026-01-01; supersede it" in problem.detail


def test_a_calculation_that_was_superseded_is_not_declared() -> None:
    """Its successor is named."""
    assert superseded_calculation_problem(NEW, OLD, None) is None
    problem = superseded_calculation_problem(NEW, OLD, Change("superseded", ident("newer")))
    assert problem is not None
    assert problem.code == "declaration.superseded_calculation"
    assert ident("newer") in problem.detail
