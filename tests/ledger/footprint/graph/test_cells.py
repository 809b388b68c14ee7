"""Cells: exact sums, and rows of a document that state them."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ledger.footprint.graph.cells import (
    CellKey,
    add,
    exact_sum,
    format_cells,
    format_stages,
    groups_of,
    parse_cells,
    stages_of,
    total_of,
)
from ledger.footprint.graph.numbers import EXACT
from schemas.signed.delivery import Cell, require_cells
from schemas.vocabulary import Group, Sign, Stage

KEYS = st.builds(CellKey, st.sampled_from(Stage), st.sampled_from(Group), st.sampled_from(Sign))
LARGEST = 10**90
VALUES = st.integers(-LARGEST, LARGEST).map(lambda n: Decimal(n).scaleb(-60, EXACT))
CELLS = st.dictionaries(KEYS, VALUES, max_size=9)


@given(CELLS)
def test_stages_sum_to_the_total(cells: dict[CellKey, Decimal]) -> None:
    """The four stages sum to the total, to the last digit."""
    stages = stages_of(cells)
    assert tuple(stages) == tuple(Stage)
    assert exact_sum(stages.values()) == total_of(cells)
    assert Fraction(total_of(cells)) == sum(map(Fraction, cells.values()))


@given(CELLS)
def test_rows_state_the_cells(cells: dict[CellKey, Decimal]) -> None:
    """Cells written as rows and read again are the same cells, sorted and without zeros."""
    rows = format_cells(cells)
    require_cells(rows)
    assert parse_cells(rows) == {key: value for key, value in cells.items() if value}
    assert all(Cell.model_validate(row.to_json(), strict=False) == row for row in rows)


@given(CELLS)
def test_stage_rows_stand_in_the_order_of_the_life_cycle(cells: dict[CellKey, Decimal]) -> None:
    """A document lists all four stages in order, each with its net value."""
    rows = format_stages(cells)
    assert [row.stage for row in rows] == list(Stage)
    assert [Decimal(row.value) for row in rows] == list(stages_of(cells).values())


@given(CELLS)
def test_groups_sum_to_the_total(cells: dict[CellKey, Decimal]) -> None:
    """The net values of the groups sum to the total, and each is the sum of its own cells."""
    groups = groups_of(cells)
    assert exact_sum(groups.values()) == total_of(cells)
    for group in Group:
        own = exact_sum(value for key, value in cells.items() if key.group is group)
        assert groups.get(group, Decimal(0)) == own


@given(CELLS, CELLS, st.integers(1, 10**40))
def test_adding_is_linear(
    first: dict[CellKey, Decimal], second: dict[CellKey, Decimal], n: int
) -> None:
    """Adding n times the cells adds n times their total."""
    total = dict(first)
    add(total, second, Decimal(n))
    assert Fraction(total_of(total)) == Fraction(total_of(first)) + n * Fraction(total_of(second))
