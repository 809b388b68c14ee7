"""A flow of another ledger's list is the same flow where it can be no other."""

from dataclasses import replace

from support.differing import Recipe

from ledger.documents.difference.attribution import attribute
from ledger.documents.difference.flow_lists import with_flows_of
from ledger.documents.difference.state import FigureState, compute
from schemas.signed.rulebook import Factor

BASE = Recipe()
THERE = Recipe(
    binder={"there:binder": "20"},
    power={"there:power": "1000"},
)


def listed(state: FigureState, name: str) -> FigureState:
    """The state with the factors of the rows of `THERE` under another list."""

    def moved(row: Factor) -> Factor:
        last = row.flow.rpartition(":")[2]
        return (
            row.model_copy(update={"flow": f"{name}:{last}"})
            if last in {"binder", "power"}
            else row
        )

    sets = tuple(
        one.model_copy(update={"rows": tuple(map(moved, one.rows))}) for one in state.factor_sets
    )
    return replace(state, factor_sets=sets)


def flows(state: FigureState) -> set[str]:
    """All flows of a state's factor sets."""
    return {row.flow for one in state.factor_sets for row in one.rows}


def test_the_same_flows_under_another_list_make_no_difference() -> None:
    """Two ledgers name their lists otherwise; the figure, and the difference of nothing, stay."""
    here, there = BASE.state(), listed(THERE.state(), "there")
    renamed = with_flows_of(here, there)
    assert flows(renamed) == flows(here)
    assert compute(renamed).total == compute(there).total
    assert attribute(here, there).steps == ()


def test_another_value_under_another_list_is_of_the_factor_set() -> None:
    """The binder weighs more there: the flow is the same, its value is not."""
    there = listed(replace(THERE, values={"test:binder": "9"}).state(), "there")
    names = {step.exchange.cause for step in attribute(BASE.state(), there).steps}
    assert names == {"factor_set"}


def test_a_flow_with_two_candidates_keeps_its_name() -> None:
    """Nothing says which of both it is, so nothing is guessed."""
    here = BASE.state()
    twice = here.factor_sets[0].rows
    other = next(row for row in twice if row.flow == "test:binder")
    more = here.factor_sets[0].model_copy(
        update={"rows": (*twice, other.model_copy(update={"flow": "more:binder"}))}
    )
    ambiguous = replace(here, factor_sets=(more, *here.factor_sets[1:]))
    there = listed(THERE.state(), "there")
    assert "there:binder" in flows(with_flows_of(ambiguous, there))


def test_a_state_of_the_same_lists_is_left_alone() -> None:
    """The state itself comes back."""
    here = BASE.state()
    assert with_flows_of(here, here) is here
