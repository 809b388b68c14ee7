"""The spread among the entries of a model and plant, so that a choice of good lots shows.

An entry's figure is that of its product line up to the gate, in the unit of the calculation's: end of life and
distribution by others are the same for all and would hide the difference. Entries of the period that are not counted
stand beside the counted ones, with their reason and their own figure. Outliers are those beyond Tukey's fences
(Exploratory Data Analysis, 1977, section 2E): more than 1.5 times the distance of the quartiles outside them.
Quartiles of fewer than four entries say nothing, so those have no outliers.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from ledger.documents.declaration.source import DeclarationSource, MadeEntry
from ledger.footprint.analysis.unit_of_figure import made, made_by, per_unit
from ledger.footprint.graph.cells import exact_sum, total_of
from ledger.footprint.graph.numbers import (
    EXPLAIN,
    ZERO,
    format_decimal,
    format_rounded,
    show_stated,
)
from schemas.signed.calculation import AssertedCalculation, Calculation
from schemas.views.declaration_document import Lot, Spread

FENCE = Decimal("1.5")
LEAST = 4
HALF, QUARTERS = Decimal("0.5"), (Decimal("0.25"), Decimal("0.75"))


class _Made(NamedTuple):
    """An entry, the batteries or declared units that it made, and its figure; None if unknown."""

    entry: MadeEntry
    units: Decimal | None
    value: Decimal | None


def spread_of(source: DeclarationSource) -> Spread | None:
    """The spread of a calculation's entries; None if the figure of a counted one is unknown."""
    calculation = source.calculation
    rows = [_made(row, calculation) for row in source.made]
    counted = [row for row in rows if row.entry.why is None]
    values = sorted(row.value for row in counted if row.value is not None)
    if not values or len(values) < len(counted):
        return None
    low, high = fences(values)
    outliers = [row for row in counted if row.value is not None and not low <= row.value <= high]
    return Spread(
        entries=len(values),
        lowest=told(calculation, values[0]),
        median=told(calculation, quantile(values, HALF)),
        highest=told(calculation, values[-1]),
        outliers=tuple(_lot(row, calculation) for row in outliers),
        left_out=tuple(_lot(row, calculation) for row in rows if row.entry.why is not None),
    )


def share_counted(source: DeclarationSource) -> str | None:
    """The part of what was made in the period that the figure counts; None if a number is not stated.

    A withdrawn entry says nothing about what was made, so it is in neither number.
    """
    numbers = [
        (row.units, row.entry.why is None)
        for row in (_made(entry, source.calculation) for entry in source.made)
        if row.entry.why != "withdrawn"
    ]
    if not numbers or any(count is None for count, _ in numbers):
        return None
    total = exact_sum(count or ZERO for count, _ in numbers)
    counted = exact_sum(count or ZERO for count, is_counted in numbers if is_counted)
    return show_stated(EXPLAIN.divide(counted, total))


def fences(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """The bounds outside which a value is an outlier; those of the values themselves if there are fewer than four."""
    if len(values) < LEAST:
        return values[0], values[-1]
    low, high = (quantile(values, part) for part in QUARTERS)
    reach = EXPLAIN.multiply(FENCE, EXPLAIN.subtract(high, low))
    return EXPLAIN.subtract(low, reach), EXPLAIN.add(high, reach)


def quantile(values: Sequence[Decimal], part: Decimal) -> Decimal:
    """A quantile of ascending values, by linear interpolation (type 7 of Hyndman and Fan, 1996)."""
    place = EXPLAIN.multiply(part, Decimal(len(values) - 1))
    below = int(place)
    if below + 1 >= len(values):
        return values[-1]
    step = EXPLAIN.subtract(values[below + 1], values[below])
    return EXPLAIN.fma(EXPLAIN.subtract(place, Decimal(below)), step, values[below])


def told(calculation: Calculation, value: Decimal) -> str:
    """A part of the figure as the document states it: with no more digits than the calculation's header has."""
    return show_stated(value) if calculation.digits is None else format_rounded(value)


def _made(row: MadeEntry, calculation: AssertedCalculation) -> _Made:
    inventory = row.record.inventory
    output = None if inventory is None else inventory.main
    count = None if output is None else made_by(calculation, output)
    if output is None or count is None:
        return _Made(row, None, None)
    line = row.figures.line(row.record.id, output.line)
    if line is None:
        return _Made(row, count, None)
    kg = EXPLAIN.multiply(total_of(line.cells), Decimal(output.amount))
    whole = EXPLAIN.multiply(per_unit(calculation), made(calculation))
    return _Made(row, count, EXPLAIN.multiply(EXPLAIN.divide(kg, count), whole))


def _lot(row: _Made, calculation: Calculation) -> Lot:
    entry, of_battery = row.entry.record.entry, calculation.declared_unit is None
    units = row.units
    return Lot(
        lot=entry.lot,
        period=entry.period,
        batteries=int(units) if units is not None and of_battery else None,
        amount=None if units is None or of_battery else format_decimal(units),
        value=None if row.value is None else told(calculation, row.value),
        why=row.entry.why,
        reason=row.entry.reason,
    )
