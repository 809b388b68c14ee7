"""The carbon footprint as a tally: kg CO2e per unit of each output line, by stage, group, sign and term.

The recursion is `tally.recursion`, the value of a row `valuation.rows`.
"""

from collections.abc import Mapping
from typing import Final

from ledger.footprint.graph.cells import CellKey
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.tally.recursion import (
    EntryValue,
    GraphValues,
    LineValue,
    Reading,
    Tally,
    run,
)
from ledger.footprint.tally.valuation import CitedLine
from ledger.footprint.valuation.filling import Filler
from ledger.footprint.valuation.rows import Valuation, value
from schemas.signed.calculation import Filling
from schemas.signed.rulebook import Rulebook

LineFigure = LineValue[CellKey]
"""kg CO2e per unit of one output line: the total, and the part that the entry itself caused."""

EntryFigure = EntryValue[CellKey]
"""The figures of an entry's lines; the terms and draws of the whole entry, too large by the divisor."""

Figures = GraphValues[CellKey]
"""The figures of a graph; an entry without one is absent, and a problem says why."""

NAME: Final = "carbon_footprint"


def footprint(
    table: FactorTable, rulebook: Rulebook, filler: Filler | None = None
) -> Tally[CellKey]:
    """The tally of the carbon footprint by a rulebook and its factors.

    Args:
        table: the factors of the calculation.
        rulebook: the stages of rows, and the treatment of avoided lines.
        filler: fills the gaps of entries, if the calculation requests it.
    """

    def valued(record: EntryRecord, cited: Mapping[str, CitedLine[CellKey]]) -> Valuation:
        return value(record, cited, table, rulebook, filler)

    return Tally(NAME, "kg CO2e", valued)


def figures(
    resolution: Resolution,
    table: FactorTable,
    rulebook: Rulebook,
    filling: Filling | None = None,
    done: Mapping[str, EntryFigure] | None = None,
    reading: Reading[CellKey] | None = None,
) -> Figures:
    """The figures of all entries of a graph, and all problems, those of the graph included.

    Args:
        resolution: the graph.
        table: the factors of the calculation.
        rulebook: its rulebook.
        filling: the gaps that it fills.
        done: figures of a part of the graph that are known, which are not computed again.
        reading: of the entries; without one as stated, and another one gives no declared figure.
    """
    filler = None if filling is None else Filler(filling, resolution, table, rulebook)
    return run(footprint(table, rulebook, filler), resolution, done, reading)
