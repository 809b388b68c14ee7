"""The assertions of documents that cannot be recomputed from a bundle, as rows of the report.

A figure is recomputed; a model, a capacity, a warranty, an amount in a composition, an exclusion, the mix of a grid,
or an auditor's account of its own work is an assertion. The report lists each of them, so that readers do not mistake
them for checked.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ledger.audit.subject.method import Method
from ledger.audit.subject.subject import Subject
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.composition import Part
from ledger.footprint.graph.factors import group_values
from ledger.footprint.graph.numbers import format_decimal, format_rounded
from ledger.footprint.valuation.figure import Figures
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import AssertedCalculation, BatteryUnit, Composition
from schemas.signed.rows import ActivityInput, Avoided, DeliveryInput
from schemas.views.report import Asserted
from schemas.vocabulary import CircularTerm, Unit

ROW = "composition row"
"""The name of an asserted composition row, with the value `role, entry or delivery, line, amount`."""

CREDIT = "avoided production"
"""The name of an asserted avoided line, with the value `entry: amount of the replaced flow, as material`."""

VIRGIN = "recycled feedstock"
"""The name of asserted recycled feedstock, with the value `entry: amount of it, in place of its virgin counterpart`."""

CUSTODY = "custody of a key"
"""The name of the asserted custody of a key, with the value `participant: key, place`."""


def _unit(calculation: AssertedCalculation) -> Iterator[Asserted]:
    """The functional unit of a battery, or the declared unit of another product and the amount that was made."""
    declared = calculation.declared_unit
    if declared is not None:
        yield Asserted(name="declared unit", value=f"1 {declared.unit.value}")
        made = f"{declared.amount} {declared.unit.value}"
        yield Asserted(name="amount of the product", value=made)
        return
    battery = calculation.battery
    yield Asserted(name="capacity", value=f"{battery.capacity_kwh} kWh")
    yield from _service_life(battery)
    vehicle = battery.vehicle_category or "none"
    yield Asserted(name="category", value=f"{battery.category.value}, vehicle {vehicle}")
    yield Asserted(name="number of batteries", value=str(battery.batteries))


def _service_life(calculation: BatteryUnit) -> Iterator[Asserted]:
    assertions = [
        ("capacity evidence", calculation.capacity_evidence, ""),
        ("evidence of the number of batteries", calculation.batteries_evidence, ""),
    ]
    for row in calculation.warranties:
        assertions += [
            ("warranty", row.years, " years"),
            ("warranty distance", row.km, " km"),
            ("warranted share of usable energy", row.remaining_energy or "not stated", ""),
            ("warranty evidence", row.evidence, ""),
        ]
    assertions.append(("cycle life", calculation.cycle_life, " cycles"))
    for name, value, unit in assertions:
        if value is not None:
            yield Asserted(name=name, value=f"{value}{unit}")


def _rows(composition: Composition | None, rows: Sequence[Part]) -> Iterator[Asserted]:
    """The amount of each row; for a representative one also the multiple of its line's output."""
    times = {part.row: part.outputs_counted for part in rows}
    for row in () if composition is None else composition.rows:
        source = f"entry {row.entry}" if row.delivery is None else f"delivery {row.delivery}"
        counted = times.get(row)
        often = (
            "" if counted is None else f", {format_rounded(counted)} times the output of the line"
        )
        value = f"{row.role.value}, {source}, line {row.line}, {row.amount} {row.unit.value}{often}"
        yield Asserted(name=ROW, value=value)


def assert_documents(
    subject: Subject, rows: Sequence[Part] = (), km: Decimal | None = None
) -> Iterator[Asserted]:
    """The assertions of a calculation, its attestation and its declaration.

    Args:
        subject: the documents.
        rows: of the composition, as far as they could be resolved.
        km: the transport distance of the product by the rows in tkm; None if unknown.
    """
    calculation = subject.calculation
    if calculation is not None:
        period = calculation.period
        yield Asserted(name="model", value=calculation.model)
        yield Asserted(name="site", value=calculation.site)
        yield Asserted(name="period", value=f"{period.start} to {period.end}, end excluded")
        yield from _unit(calculation)
        if calculation.filling is not None:
            yield Asserted(name="gaps filled", value=", ".join(calculation.filling.to_json()))
        yield Asserted(name="software", value=calculation.software)
    yield from _rows(subject.composition, rows)
    if km is not None:
        yield Asserted(name="distribution distance", value=f"{format_rounded(km)} km")
    for row in subject.composition.exclusions if subject.composition is not None else ():
        yield Asserted(name="exclusion", value=f"{row.entry}: {row.reason}")
    attestation = subject.attestation
    if attestation is not None:
        yield from assert_attestation(attestation)
    if subject.declaration is not None:
        if subject.declaration.conformity is not None:
            yield Asserted(name="declaration of conformity", value=subject.declaration.conformity)
        yield Asserted(name="public study", value=subject.declaration.study)


def assert_attestation(attestation: Attestation, of: str = "") -> Iterator[Asserted]:
    """An auditor's account of its own work; `of` names the delivery if there may be several."""
    for name in ("bundle", "policy", "findings"):
        yield Asserted(name=f"attested {name}", value=f"{of}{getattr(attestation, name)}")
    outcome = f"{of}{attestation.outcome}, {attestation.level}"
    yield Asserted(name="attested outcome", value=outcome)
    yield Asserted(name="attested scope", value=f"{of}{attestation.scope}")
    for delivery in attestation.rests_on:
        yield Asserted(name="attested by another auditor", value=f"{of}{delivery}")


def assert_mixes(method: Method | None, figures: Figures | None) -> Iterator[Asserted]:
    """The grid mixes that value electricity in the figures, each once, by grid."""
    if method is None or figures is None:
        return
    terms = (term for figure in figures.entries.values() for term in figure.terms)
    labels = {term.label for term in terms if term.row and term.row.unit is Unit.KWH}
    used = (method.table.factor(label, Unit.KWH, "product") for label in labels)
    mixes = [row for row in used if row is not None and row.grid is not None]
    for row in sorted(mixes, key=lambda row: (row.grid, row.mix, row.year, row.flow)):
        kg = format_decimal(exact_sum(group_values(row).values()))
        detail = (
            f"{row.grid} {row.mix} {row.year}, {row.boundary}: {kg} kg CO2e per kWh, {row.source}"
        )
        yield Asserted(name="electricity mix", value=detail)


def assert_recycling(figures: Figures) -> Iterator[Asserted]:
    """The materials that recyclers say they replace, and the virgin materials that recycled feedstock replaces."""
    for entry, figure in figures.entries.items():
        listed: dict[int, Asserted] = {}
        for term in figure.terms:
            row = term.row
            said = (
                None if row is None else f"{entry}: {row.amount} {row.unit.value} of {term.label}"
            )
            if isinstance(row, Avoided):
                material = row.recovery or row.material or "no material"
                listed[id(row)] = Asserted(name=CREDIT, value=f"{said} as {material}")
            elif term.key.term is CircularTerm.RECYCLED_CONTENT and isinstance(row, _FEEDSTOCK):
                replaced = row.recycled and (row.recycled.delivery or row.recycled.flow)
                value = f"{said}, in place of {replaced or 'the virgin dataset'}"
                listed[id(row)] = Asserted(name=VIRGIN, value=value)
        yield from listed.values()


_FEEDSTOCK = (ActivityInput, DeliveryInput)
