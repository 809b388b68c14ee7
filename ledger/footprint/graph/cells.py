"""Cells: a figure broken down by stage, group, burden or credit, and term of the circular formula, in kg CO2e.

Cells are exact Decimals under a key; an absent key is zero. All sums here are exact, so their order does not matter;
this module does not round. The figure with A = 1 and the one with the rulebook's A are two sums over the same cells:
`cut_off` leaves three of the terms out.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from ledger.footprint.graph.numbers import EXACT, ZERO, can_sum_to, format_decimal, round_delivered
from schemas.signed.calculation import StageValue
from schemas.signed.delivery import Cell
from schemas.vocabulary import CircularTerm, Group, Sign, Stage


class CellKey(NamedTuple):
    """The stage, group, sign and term of a part of a figure."""

    stage: Stage
    group: Group
    sign: Sign
    term: CircularTerm | None = None


Cells = Mapping[CellKey, Decimal]

cell_key = cache(CellKey)
"""The key of a cell, one object for each: graphs hold millions of references to some forty keys."""


def add(total: dict[CellKey, Decimal], cells: Cells, amount: Decimal) -> None:
    """Add `amount` times `cells` to `total`, exactly."""
    for key, value in cells.items():
        total[key] = EXACT.fma(amount, value, total.get(key, ZERO))


def exact_sum(values: Iterable[Decimal]) -> Decimal:
    """The sum without rounding."""
    total = ZERO
    for value in values:
        total = EXACT.add(total, value)
    return total


def total_of(cells: Cells) -> Decimal:
    """The net total: burdens and credits of all stages and groups."""
    return exact_sum(cells.values())


def term_total(cells: Cells, term: CircularTerm | None) -> Decimal:
    """The net value of one term of the circular formula."""
    return exact_sum(value for key, value in cells.items() if key.term is term)


def stages_of(cells: Cells) -> dict[Stage, Decimal]:
    """The net value of each of the four stages; their sum is the total, exactly."""
    return {stage: exact_sum(v for k, v in cells.items() if k.stage is stage) for stage in Stage}


def stages_follow(stages: Iterable[StageValue], cells: Cells) -> bool:
    """True if each stated stage can be the sum of its cells, both of them rounded."""
    return all(
        can_sum_to(Decimal(row.value), [v for k, v in cells.items() if k.stage is row.stage])
        for row in stages
    )


def groups_of(cells: Cells) -> dict[Group, Decimal]:
    """The net value of each group that a cell is in; their sum is the total, exactly."""
    groups: dict[Group, Decimal] = {}
    for key, value in cells.items():
        groups[key.group] = EXACT.add(groups.get(key.group, ZERO), value)
    return groups


_SHARED = frozenset(
    {CircularTerm.RECYCLED_CONTENT, CircularTerm.RECYCLING, CircularTerm.SUBSTITUTION}
)
"""The terms that A divides between the supplier of recyclate and its user; with A = 1 each is zero."""


def cut_off(cells: Cells) -> Cells:
    """The cells of the figure with A = 1: the user of the recyclate carries all of recycling."""
    return {key: value for key, value in cells.items() if key.term not in _SHARED}


def sort_key(key: CellKey) -> tuple[str, str, str, str]:
    """The order of cells in a document: by stage, group, sign and term."""
    return key.stage.value, key.group.value, key.sign.value, key.term or ""


def format_cells(cells: Cells) -> tuple[Cell, ...]:
    """Cells as rows of a document: sorted, none of them zero."""
    return tuple(
        Cell(**key._asdict(), value=format_decimal(cells[key]))
        for key in sorted(cells, key=sort_key)
        if cells[key]
    )


class StatedCells(NamedTuple):
    """A figure as rows of a document: its cells, its stages and its total."""

    cells: tuple[Cell, ...]
    stages: tuple[StageValue, ...]
    total: str


def state_cells(cells: Cells, *, rounded: bool) -> StatedCells:
    """A figure as a document states it: with all digits, or each value rounded to 4 significant ones.

    A stage and the total are rounded from their exact sums, not summed from rounded cells.
    """
    kept: Callable[[Decimal], Decimal] = round_delivered if rounded else Decimal
    return StatedCells(
        format_cells({key: kept(value) for key, value in cells.items()}),
        format_stages(cells, kept),
        format_decimal(kept(total_of(cells))),
    )


def parse_cells(rows: Iterable[Cell]) -> dict[CellKey, Decimal]:
    """The cells that rows of a document state."""
    return {CellKey(row.stage, row.group, row.sign, row.term): Decimal(row.value) for row in rows}


def format_stages(
    cells: Cells, kept: Callable[[Decimal], Decimal] = Decimal
) -> tuple[StageValue, ...]:
    """The net stages as rows of a document, in the order of the life cycle, each as it is `kept`."""
    return tuple(
        StageValue(stage=stage, value=format_decimal(kept(value)))
        for stage, value in stages_of(cells).items()
    )
