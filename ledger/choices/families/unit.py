"""Choices in the functional unit: service life, cycle life, capacity, vehicle category and number of batteries.

They divide the whole figure, so each has the rulebook's least favourable value as its alternative until it is settled:

    service life        the rulebook's default
    cycle life          the least of batteries with that carrier of charge; of any, if none is known
    capacity            what the carriers of charge store in the least favourable battery in use, or what the mass does
    vehicle category    the one with the fewest cycles a year whose batteries are as large as this one's least capacity

The capacity's alternative is of all batteries together, by what they hold and weigh. Their number is a choice where a
line is neither in pieces nor states its kWh (`rules.batteries`), and has the same alternative: so few batteries of the
stated capacity may be what weighs that much. Both are one coordinate: to settle one of them leaves the other.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.choices.battery import Battery, battery_of
from ledger.choices.choice import Choice
from ledger.choices.context import CalculationContext
from ledger.choices.coordinates import EnergyChange
from ledger.footprint.battery.functional_unit import ServiceLife, total_energy
from ledger.footprint.graph.composition import Part, product_rows
from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.numbers import EXPLAIN, ONE, format_rounded
from ledger.rules.batteries import PIECES, battery_count
from schemas.errors import CradleError
from schemas.signed.calculation import Ratio, Warranty


def unit_choices(context: CalculationContext) -> Iterator[Choice]:
    """The assertions of a battery's calculation on its functional unit; another product has none."""
    if context.calculation.declared_unit is not None:
        return
    yield _capacity(context)
    yield from _service_life(context)
    yield from _cycle_life(context)
    yield from _category(context)
    yield from _batteries(context)


def _capacity(context: CalculationContext) -> Choice:
    """The asserted capacity, and that of the least favourable battery of its content or mass."""
    calculation = context.calculation.battery
    capacity, least = Decimal(calculation.capacity_kwh), _least_capacity(context)
    detail, changes = f"a usable capacity of {calculation.capacity_kwh} kWh is asserted", []
    if least is not None and least < capacity:
        detail += (
            f"; the least favourable battery of this content and mass has {format_rounded(least)}"
        )
        changes = [EnergyChange(EXPLAIN.divide(capacity, least), "capacity")]
    return context.on_calculation("unit.capacity", detail, changes, [calculation.capacity_evidence])


def _least_capacity(context: CalculationContext) -> Decimal | None:
    """The kWh of one battery at least, by the content or the mass of all; None if neither is known."""
    bounds = (_least_of(context, part) for part in product_rows(context.rows))
    return min((bound for bound in bounds if bound), default=None)


def _least_of(context: CalculationContext, part: Part) -> Decimal | None:
    """The kWh of one battery of a product row at least; None if neither its content nor its mass is known."""
    rule = context.rule
    battery = None if rule is None else battery_of(context, part, rule)
    if rule is None or battery is None:
        return None
    stored = [
        EXPLAIN.divide(battery.content[row.element], Decimal(row.most_kg_per_kwh.value))
        for row in rule.charge_carriers
        if row.most_kg_per_kwh is not None and row.element in battery.content
    ]
    if battery.kg is not None and rule.least_specific_energy is not None:
        each = Decimal(rule.least_specific_energy.value)
        stored.append(EXPLAIN.multiply(battery.kg, each))
    return max(stored, default=None)


def _cycle_life(context: CalculationContext) -> Iterator[Choice]:
    """A declared cycle life, and the least of batteries with these carriers of charge."""
    calculation, rule = context.calculation, context.rule
    if calculation.cycle_life is None:
        return
    rows = () if rule is None else tuple(row for row in rule.charge_carriers if row.least_cycles)
    held = {name for battery in _batteries_of(context) for name in battery.content}
    of_these = [row for row in rows if row.element in held] or rows
    cycles = [Decimal(row.least_cycles.value) for row in of_these if row.least_cycles is not None]
    detail = f"a cycle life of {calculation.cycle_life} is declared"
    if not cycles:
        yield context.on_calculation("unit.cycle_life", detail)
        return
    least = min(cycles)
    factor = EXPLAIN.divide(Decimal(calculation.cycle_life), least)
    if factor > ONE:
        detail += f"; the least of such batteries is {format_rounded(least)}"
        yield context.on_calculation("unit.cycle_life", detail, [EnergyChange(factor, "life")])


def _batteries_of(context: CalculationContext) -> Iterator[Battery]:
    rule = context.rule
    for part in product_rows(context.rows) if rule is not None else ():
        battery = None if rule is None else battery_of(context, part, rule)
        if battery is not None:
            yield battery


def _service_life(context: CalculationContext) -> Iterator[Choice]:
    calculation = context.calculation.battery
    energy, changes = kwh_of(calculation.total_energy), []
    words = f"it gives {format_rounded(energy)} kWh, and the rulebook has no default"
    default = energy_of_life(context, ())
    if default is None and not calculation.warranties:
        return
    if default is not None:
        factor = EXPLAIN.divide(energy, default)
        if factor <= ONE:
            return
        changes = [EnergyChange(factor, "life")]
        words = f"it gives {format_rounded(energy)} kWh, the default {format_rounded(default)}"
    life = [f"a warranty of {row.years} years" for row in calculation.warranties]
    evidence = [row.evidence for row in calculation.warranties]
    detail = f"{', '.join(life)}: {words}"
    yield context.on_calculation("unit.service_life", detail, changes, evidence)


def energy_of_life(context: CalculationContext, warranties: tuple[Warranty, ...]) -> Decimal | None:
    """The kWh of total energy by some warranties, or by the rulebook's default without any; None if it takes none."""
    calculation = context.calculation.battery
    try:
        energy = total_energy(
            calculation.category,
            calculation.vehicle_category,
            calculation.capacity_kwh,
            ServiceLife(warranties),
            context.graph.rulebook,
        )
    except CradleError:
        return None
    return kwh_of(energy)


def kwh_of(energy: Ratio) -> Decimal:
    """A total energy, an exact ratio, in kWh."""
    return EXPLAIN.divide(Decimal(energy.numerator), Decimal(energy.denominator))


def _category(context: CalculationContext) -> Iterator[Choice]:
    calculation = context.calculation.battery
    cycles = {
        row.vehicle_category: Decimal(row.cycles.value)
        for unit in context.graph.rulebook.functional_units
        if unit.category is calculation.category
        for row in unit.cycles_per_year
    }
    own = cycles.get(calculation.vehicle_category or "")
    fewer = {
        name: count
        for name, count in cycles.items()
        if own is not None and count < own and _may_be(context, name)
    }
    if own is not None and fewer:
        least = min(fewer.values())
        detail = (
            f"vehicle category {calculation.vehicle_category} has {format_rounded(own)} cycles a year,"
            f" {', '.join(fewer)} fewer"
        )
        change = EnergyChange(EXPLAIN.divide(own, least), "category")
        yield context.on_calculation("unit.category", detail, [change])


def _may_be(context: CalculationContext, category: str) -> bool:
    """True unless the batteries of a vehicle category are smaller than the least that this one may be."""
    limits = () if context.rule is None else context.rule.category_limits
    most = [Decimal(row.kwh.value) for row in limits if row.vehicle_category == category]
    capacity = Decimal(context.calculation.battery.capacity_kwh)
    least = min(capacity, _least_capacity(context) or capacity)
    return all(least <= bound for bound in most)


def _batteries(context: CalculationContext) -> Iterator[Choice]:
    calculation = context.calculation.battery
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
            least, changes = _least_of(context, part), []
            if least:
                factor = EXPLAIN.divide(Decimal(calculation.capacity_kwh), least)
                fewest = EXPLAIN.divide(battery_count(output), factor)
                detail += (
                    f"; of the least favourable ones of this content and mass, {format_rounded(fewest)}"
                    " of the stated capacity"
                )
                changes = [EnergyChange(factor, "capacity")]
            at = f"{part.record.id} {output.line}"
            evidence = [calculation.batteries_evidence]
            yield context.on_calculation("unit.batteries", detail, changes, evidence, at)
