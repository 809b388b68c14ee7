"""The coordinates of a figure that an alternative may raise.

    f(line) = share / output x (sum of rows + sum of gaps),    declared figure = sum of rows / total energy

An alternative gives other values of some coordinates. A coordinate counts at the largest of its stated value and all
alternatives that touch it, so a change never lowers a figure: a row's contribution, the share of a line, the figure of
a line, or one over the total energy. Where an option rests on what lies upstream, that is taken from the same pass.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol

from ledger.footprint.analysis.contributions import Line
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ONE, ZERO
from ledger.footprint.tally.recursion import Ratio
from ledger.footprint.valuation.figure import EntryFigure
from schemas.signed.rows import Row

RowKey = Row | str
"""A row of an entry, or the name of an amount that no row states."""


Contributions = Mapping[int | str, Decimal]
"""The kg CO2e of each row over its entry's period, by the identity of the row."""

NO_ROWS: Contributions = MappingProxyType({})


class Known(Protocol):
    """The figures of entries that are known so far, by id."""

    def get(self, entry: str, /) -> EntryFigure | None:
        """The figure of an entry; None if it is not known."""
        ...


class Option(NamedTuple):
    """A contribution over an entry's whole period.

    Attributes:
        kg: kg CO2e of its own.
        draws: amounts drawn on lines.
        rows: shares of the contributions of other rows of the entry, which may have alternatives too.
    """

    kg: Decimal = ZERO
    draws: tuple[tuple[Line, Decimal], ...] = ()
    rows: tuple[tuple[Row, Decimal], ...] = ()

    def worth(self, done: Known, rows: Contributions = NO_ROWS) -> Decimal | None:
        """The kg CO2e with the figures of the lines and the contributions of the rows; None if a line is unknown."""
        total = self.kg
        for row, share in self.rows:
            total = EXPLAIN.fma(rows.get(id(row), ZERO), share, total)
        for (entry, line), amount in self.draws:
            figure = done.get(entry)
            if figure is None or line not in figure.lines:
                return None
            total = EXACT.fma(amount, total_of(figure.lines[line].cells), total)
        return total


class RowChange(NamedTuple):
    """Other contributions of a row, or of an amount that no row states."""

    entry: str
    key: RowKey
    options: tuple[Option, ...]


class LoopChange(NamedTuple):
    """Contributions of an amount that no row states, whose lines may rest on the entry: `solved_loops` finds them."""

    entry: str
    key: str
    options: tuple[Option, ...]


class ShareChange(NamedTuple):
    """Another share of a line in the burdens of its entry."""

    entry: str
    line: str
    share: Ratio = (ONE, ONE)


class LineChange(NamedTuple):
    """Another line whose figure, times a factor, a line's figure is at least."""

    entry: str
    line: str
    instead: Line
    factor: Decimal = ONE


class EnergyChange(NamedTuple):
    """The ratio of the stated total energy to another one, by another capacity, service life or vehicle category.

    They multiply; of two alternatives to one of them the larger counts.
    """

    factor: Decimal
    of: Literal["capacity", "life", "category"] = "capacity"


class UnknownChange(NamedTuple):
    """Goods that count and that nothing prices: no figure of theirs is known, and no mass.

    As long as it is not settled there is no conservative figure, for it would count them as nothing.
    """

    entry: str


PricedChange = RowChange | LoopChange | ShareChange | LineChange | EnergyChange
Change = PricedChange | UnknownChange


def key_of(key: RowKey) -> int | str:
    """The identity of a coordinate: two equal rows of an entry are two."""
    return key if isinstance(key, str) else id(key)
