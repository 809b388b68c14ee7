"""Lots averaged by product and year: the goods of one product that an issuer made at a site in a year, in one unit.

A lot belongs to the year of its entry's last day, as a calculation counts it (decision 0026), and weighs as much as it
made. Only lots behind the portfolio's calculations are known here: one that no calculation rests on is in no average.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.tally.valuation import K
from ledger.footprint.valuation.grid_mix import last_year
from ledger.portfolio.coefficients import Coefficients, Line
from ledger.portfolio.what_if import averaged


class Product(NamedTuple):
    """The goods that have one average."""

    issuer: str
    country: str
    site: str
    product: str
    unit: str
    year: int


class Lot(NamedTuple):
    """An output line: its goods, and the amount made."""

    product: Product
    amount: float


def lots(resolution: Resolution) -> dict[Line, Lot]:
    """The output lines of all entries whose inventory is available."""
    lots_by_line: dict[Line, Lot] = {}
    for record in resolution.nodes.values():
        entry = record.entry
        for output in () if record.inventory is None else record.inventory.outputs:
            product = Product(
                entry.issuer,
                entry.site.country,
                entry.site.code,
                output.product,
                output.unit.value,
                last_year(entry),
            )
            lots_by_line[Line(record.id, output.line)] = Lot(product, float(output.amount))
    return lots_by_line


def by_year(given: Coefficients[K], lots_by_line: Mapping[Line, Lot]) -> Coefficients[K]:
    """The averages of the lots, each named by its first one in the order of `given`.

    A line that is no lot, as a calculation, stands for itself.
    """
    numbers: dict[Product | Line, int] = {}
    groups: list[int] = []
    outputs: list[float] = []
    lines: list[Line] = []
    for line in given.lines:
        lot = lots_by_line.get(line)
        number = numbers.setdefault(line if lot is None else lot.product, len(numbers))
        if number == len(lines):
            lines.append(line)
        groups.append(number)
        outputs.append(1.0 if lot is None else lot.amount)
    return averaged(given, np.array(groups), np.array(outputs), lines)
