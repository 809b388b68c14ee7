"""The figures of a graph as one firm can know them: its own entries, by what others deliver to it to 4 digits.

A firm that is told a figure asks again, with another capacity or another lot, and each answer tells on which side of a
rounding the exact value lies: digit by digit it learns all of them. So what a firm is told of its product is computed
from its own rows, exactly, and from the values of others' goods rounded to 4 digits, which it is told anyway. Whatever
it asks, it learns no more than these.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from ledger.footprint.graph.cells import CellKey
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import round_delivered
from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.tally.recursion import Reading, cited_lines, entry_value
from ledger.footprint.valuation.figure import EntryFigure, Figures, LineFigure, footprint
from ledger.footprint.valuation.filling import Filler
from schemas.calculation import Filling
from schemas.errors import CradleError
from schemas.rulebook import Rulebook

_AS_STATED: Final = Reading[CellKey]()


class ToldFigures:
    """The figures of a graph as the issuer of each entry can know them.

    Args:
        exact: the figures of all entries.
        resolution: the graph.
        table: the factors of the calculation.
        rulebook: its rulebook.
        filling: the gaps that it fills.
    """

    def __init__(
        self,
        exact: Figures,
        resolution: Resolution,
        table: FactorTable,
        rulebook: Rulebook,
        filling: Filling | None = None,
    ) -> None:
        self._exact, self._resolution = exact, resolution
        filler = None if filling is None else Filler(filling, resolution, table, rulebook)
        self._tally = footprint(table, rulebook, filler)

    @cached_property
    def of_makers(self) -> dict[str, EntryFigure]:
        """The figure of each entry as its own issuer can know it."""
        return self._value_again(self._resolution.order)

    def own(self, issuer: str) -> Mapping[str, EntryFigure]:
        """The figures of an issuer's entries as it can know them; the exact ones if nobody else's are behind them."""
        order = self._resolution.order
        own = [node for node in order if self._issuer(node) == issuer]
        return self._exact.entries if len(own) == len(order) else self._value_again(own)

    def of(self, issuer: str) -> Figures:
        """All figures as one issuer can know them; the exact ones if all entries are its own."""
        exact, told = self._exact, self.own(issuer)
        if told is exact.entries:
            return exact
        others = {
            name: _rounded(value)
            for name, value in exact.entries.items()
            if self._issuer(name) != issuer
        }
        return Figures({**others, **told}, exact.problems, exact.remarks)

    def _value_again(self, nodes: Iterable[str]) -> dict[str, EntryFigure]:
        """The values of entries by those of the same issuer before them, and the rounded ones of others."""
        found: dict[str, EntryFigure] = {}
        for node in nodes:
            record = self._resolution.record(node)
            around = self._behind(node, found)
            cited, _ = cited_lines(record, self._resolution, around, _AS_STATED)
            try:
                valued = self._tally.value(record, cited)
                value = entry_value(record, valued, _AS_STATED, found)
            except CradleError:
                continue  # The exact figure overflows too, and that is a problem of its own.
            if value is not None:
                found[node] = value
        return found

    def _behind(self, node: str, found: Mapping[str, EntryFigure]) -> Mapping[str, EntryFigure]:
        """What an entry draws on: of its own issuer as told, of others rounded; what has no figure is left out."""
        record, sources = self._resolution.record(node), self._resolution.sources
        cited = () if record.inventory is None else record.inventory.cited
        makers = {sources[name][1] for name in cited if name in sources}
        own = {maker for maker in makers if self._issuer(maker) == record.entry.issuer}
        others = {
            maker: _rounded(self._exact.entries[maker])
            for maker in makers - own
            if maker in self._exact.entries
        }
        return {**others, **{maker: found[maker] for maker in own if maker in found}}

    def _issuer(self, entry: str) -> str | None:
        record = self._resolution.nodes.get(entry)
        return None if record is None else record.entry.issuer


def told_figures(
    exact: Figures,
    resolution: Resolution,
    table: FactorTable,
    rulebook: Rulebook,
    filling: Filling | None,
    issuer: str,
) -> Figures:
    """The figures of a graph as an issuer can know them; arguments as `ToldFigures`."""
    return ToldFigures(exact, resolution, table, rulebook, filling).of(issuer)


def _rounded(value: EntryFigure) -> EntryFigure:
    lines = {
        name: LineFigure({key: round_delivered(kg) for key, kg in line.cells.items()}, line.own)
        for name, line in value.lines.items()
    }
    return value._replace(lines=lines)
