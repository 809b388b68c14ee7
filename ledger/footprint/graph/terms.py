"""What the figure of one entry is made of: its own terms, and its draws on the figures of what it took in.

Both are over the whole period or lot and exact; the figure is their sum, divided once. A draw may file all that it
brings under one stage and term, as the rulebook says of recycled feedstock and of what a recycler buys.
"""

from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.cells import CellKey, Cells, add, cell_key
from ledger.footprint.graph.numbers import ONE
from schemas.rows import DeliveryInput, Row
from schemas.vocabulary import CircularTerm, Purpose, Stage


class Place(NamedTuple):
    """Where cells are filed whole, whatever stage they had; without a term they keep their own."""

    stage: Stage
    term: CircularTerm | None = None

    def within(self, outer: "Place | None") -> "Place":
        """The place of what is filed here first and by `outer` after."""
        return self if outer is None else Place(outer.stage, outer.term or self.term)

    def key(self, key: CellKey) -> CellKey:
        """The key of a cell that is filed here."""
        return cell_key(self.stage, key.group, key.sign, self.term or key.term)


class Term(NamedTuple):
    """One row's part of an entry's own figure, in kg CO2e; `purpose` is None for an avoided line.

    `row` is what the entry states, None where no row of it does.
    """

    key: CellKey
    value: Decimal
    source: str
    label: str
    purpose: Purpose | None
    row: Row | None = None


class Draw(NamedTuple):
    """What a row takes of the delivery that it cites, and where all that this brings is filed."""

    row: DeliveryInput
    amount: Decimal
    place: Place | None = None


def refile(cells: Cells, place: Place | None) -> Cells:
    """Cells as they are filed at a place."""
    if place is None:
        return cells
    filed: dict[CellKey, Decimal] = {}
    for key, value in cells.items():
        add(filed, {place.key(key): value}, ONE)
    return filed
