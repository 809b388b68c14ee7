"""The parts of an entry's value: its own terms, and its draws on the values of the goods it uses.

Both are over the whole period or lot and exact; the figure is their sum, divided once. A draw may assign all its cells
to one stage and term, as the rulebook requires for recycled feedstock and for purchases of a recycler.
"""

from collections.abc import Hashable
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from ledger.footprint.graph.cells import CellKey, Cells, add, cell_key
from ledger.footprint.graph.numbers import ONE
from schemas.signed.rows import DeliveryInput, Row
from schemas.vocabulary import CircularTerm, Purpose, Stage


class Assignment(NamedTuple):
    """The stage and term that cells are assigned to, whatever stage they had; without a term they keep their own."""

    stage: Stage
    term: CircularTerm | None = None

    def within(self, outer: "Assignment | None") -> "Assignment":
        """The assignment of cells that are assigned here first and by `outer` after."""
        return self if outer is None else Assignment(outer.stage, outer.term or self.term)

    def key(self, key: CellKey) -> CellKey:
        """The key of a cell under this assignment."""
        return cell_key(self.stage, key.group, key.sign, self.term or key.term)


K = TypeVar("K", bound=Hashable)


class OwnTerm(NamedTuple, Generic[K]):
    """One row's part of an entry's own value, under a key; `purpose` is None for an avoided line.

    `row` is the entry's row, None if the term has no row.
    """

    key: K
    value: Decimal
    source: str
    label: str
    purpose: Purpose | None
    row: Row | None = None


Term = OwnTerm[CellKey]
"""A part of a carbon footprint, in kg CO2e."""


class Draw(NamedTuple):
    """The amount that a row draws on the delivery it cites, and the stage and term that its cells are assigned to."""

    row: DeliveryInput
    amount: Decimal
    assignment: Assignment | None = None


def reassign(cells: Cells, assignment: Assignment | None) -> Cells:
    """The cells under an assignment."""
    if assignment is None:
        return cells
    filed: dict[CellKey, Decimal] = {}
    for key, value in cells.items():
        add(filed, {assignment.key(key): value}, ONE)
    return filed
