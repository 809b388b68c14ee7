"""The figures of a graph as one firm can know them: its own entries, by what others deliver to it to 4 digits.

A firm that is told a figure asks again, with another capacity or another lot, and each answer tells on which side of a
rounding the exact value lies: digit by digit it learns all of them. So what a firm is told of its product is computed
from its own rows, exactly, and from the values of others' goods rounded to 4 digits, which it is told anyway. Whatever
it asks, it learns no more than these.
"""

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import round_delivered
from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.valuation.figure import EntryFigure, Figures, LineFigure, figures
from schemas.calculation import Filling
from schemas.rulebook import Rulebook


def told_figures(
    exact: Figures,
    resolution: Resolution,
    table: FactorTable,
    rulebook: Rulebook,
    filling: Filling | None,
    issuer: str,
) -> Figures:
    """The figures of a graph as an issuer can know them.

    Args:
        exact: the figures of all entries.
        resolution: the graph.
        table: the factors of the calculation.
        rulebook: its rulebook.
        filling: the gaps that it fills.
        issuer: whose entries are valued again; those of others are rounded.
    """
    others = {
        name: _rounded(value)
        for name, value in exact.entries.items()
        if resolution.record(name).entry.issuer != issuer
    }
    return figures(resolution, table, rulebook, filling, others) if others else exact


def _rounded(value: EntryFigure) -> EntryFigure:
    lines = {
        name: LineFigure({key: round_delivered(kg) for key, kg in line.cells.items()}, line.own)
        for name, line in value.lines.items()
    }
    return value._replace(lines=lines)
