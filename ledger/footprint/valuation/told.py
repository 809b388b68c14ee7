"""The figures of a graph as one firm can know them: its own entries, by what others deliver to it to 4 digits."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from ledger.footprint.graph.cells import Cells
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import round_delivered
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.tally.recursion import run
from ledger.footprint.tally.told import rounded_of_others, rounded_value
from ledger.footprint.valuation.figure import EntryFigure, Figures, footprint
from ledger.footprint.valuation.filling import Filler
from schemas.signed.calculation import Filling
from schemas.signed.rulebook import Rulebook


class ToldFigures:
    """The figures of a graph as the issuer of each entry can know them (`ledger.footprint.tally.told`).

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
    def of_makers(self) -> Mapping[str, EntryFigure]:
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
            name: rounded_value(value, self._resolution.record(name), _to_four_digits)
            for name, value in exact.entries.items()
            if self._issuer(name) != issuer
        }
        return Figures({**others, **told}, exact.problems, exact.remarks)

    def cells(self, issuer: str, line: tuple[str, str]) -> Cells:
        """The figure of one unit of a line of a valued entry as an issuer can know it."""
        entry, name = line
        if self._issuer(entry) == issuer:
            return self.of_makers[entry].lines[name].cells
        cells = self._exact.entries[entry].lines[name].cells
        return {key: round_delivered(kg) for key, kg in cells.items()}

    def _value_again(self, nodes: Iterable[str]) -> Mapping[str, EntryFigure]:
        """The values of entries by those of the same issuer before them, and the rounded ones of others."""
        graph = replace(self._resolution, order=tuple(nodes))
        drawn = rounded_of_others(self._exact.entries, graph, _to_four_digits)
        return run(self._tally, graph, drawn=drawn).entries

    def _issuer(self, entry: str) -> str:
        return self._resolution.record(entry).entry.issuer


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


def _to_four_digits(record: EntryRecord, line: str) -> Callable[[Decimal], Decimal]:
    del record, line
    return round_delivered
