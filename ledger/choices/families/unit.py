"""Choices in the functional unit: service life, capacity, vehicle category and number of batteries.

They divide the whole figure. A service life above the rulebook's default has the default as its alternative; a
declared cycle life has none, for no method gives a default. A capacity is asserted by every calculation, and bounded
by physics alone (`physics`). The number of batteries is checked where a line is in pieces or states its kWh
(`rules.batteries`), and the vehicle category matters only if another one has fewer cycles a year.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.choices.choice import Choice
from ledger.choices.context import CalculationContext
from ledger.choices.coordinates import EnergyChange
from ledger.footprint.battery.functional_unit import ServiceLife, total_energy
from ledger.footprint.graph.composition import product_rows
from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.numbers import EXPLAIN, ONE, format_rounded
from ledger.rules.batteries import PIECES
from schemas.calculation import Ratio
from schemas.errors import CradleError


def unit_choices(context: CalculationContext) -> Iterator[Choice]:
    """The assertions of the calculation on its functional unit."""
    stated = context.calculation
    detail = f"a usable capacity of {stated.capacity_kwh} kWh is asserted"
    yield context.on_calculation("unit.capacity", detail, evidence=[stated.capacity_evidence])
    yield from _service_life(context)
    yield from _category(context)
    yield from _batteries(context)


def _service_life(context: CalculationContext) -> Iterator[Choice]:
    stated = context.calculation
    energy, changes = _kwh(stated.total_energy), []
    words = f"it gives {format_rounded(energy)} kWh, and the rulebook has no default"
    default = _default_energy(context)
    if default is None and not stated.warranties and stated.cycle_life is None:
        return
    if default is not None:
        factor = EXPLAIN.divide(energy, default)
        if factor <= ONE:
            return
        changes = [EnergyChange(factor, "life")]
        words = f"it gives {format_rounded(energy)} kWh, the default {format_rounded(default)}"
    life = [f"a warranty of {row.years} years" for row in stated.warranties]
    if stated.cycle_life is not None:
        life.append(f"a cycle life of {stated.cycle_life}")
    evidence = [row.evidence for row in stated.warranties]
    detail = f"{', '.join(life)}: {words}"
    yield context.on_calculation("unit.service_life", detail, changes, evidence)


def _default_energy(context: CalculationContext) -> Decimal | None:
    """The total energy over the rulebook's default life; None if it has none."""
    stated = context.calculation
    try:
        default = total_energy(
            stated.category,
            stated.vehicle_category,
            stated.capacity_kwh,
            ServiceLife(),
            context.graph.rulebook,
        )
    except CradleError:
        return None
    return _kwh(default)


def _kwh(energy: Ratio) -> Decimal:
    return EXPLAIN.divide(Decimal(energy.numerator), Decimal(energy.denominator))


def _category(context: CalculationContext) -> Iterator[Choice]:
    stated = context.calculation
    cycles = {
        row.vehicle_category: Decimal(row.cycles.value)
        for unit in context.graph.rulebook.functional_units
        if unit.category is stated.category
        for row in unit.cycles_per_year
    }
    own = cycles.get(stated.vehicle_category or "")
    fewer = [name for name, count in cycles.items() if own is not None and count < own]
    if fewer:
        detail = (
            f"vehicle category {stated.vehicle_category} has {format_rounded(cycles[stated.vehicle_category or ''])}"
            f" cycles a year, {', '.join(fewer)} fewer"
        )
        yield context.on_calculation("unit.category", detail)


def _batteries(context: CalculationContext) -> Iterator[Choice]:
    for part in product_rows(context.rows):
        output = part.output
        if output is None or output.unit in PIECES:
            continue
        line = product_line(part.record, output.line)
        if line is None or line.kwh_per_unit is None:
            detail = (
                f"{output.batteries} batteries are stated for a line in {output.unit.value}"
                " that states no kWh per unit"
            )
            yield context.on_calculation("unit.batteries", detail)
