"""The content of a declaration, from the statements and the graph behind it: values in, a value out.

The figure and its parts follow from what the calculation's header states, with no more digits than that has. What
nobody states is listed in `not_stated`, never filled: what Article 7(1) asks for first, then the rest of the form.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any, Final

from ledger.disclosure.digits import told_cells
from ledger.documents.declaration.coverage import (
    by_basis,
    by_depth,
    by_statement,
    contributions_of,
    told_of,
)
from ledger.documents.declaration.lots import share_counted, spread_of, told
from ledger.documents.declaration.source import DeclarationSource
from ledger.documents.plausibility import state_plausibility
from ledger.footprint.analysis.unit_of_figure import made, peak_power
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.composition import (
    product_mass,
    product_name,
    product_rows,
)
from ledger.footprint.graph.numbers import EXPLAIN, SHOWN_DIGITS, show_stated
from schemas.signed.calculation import BatteryUnit, Declaration
from schemas.views.declaration_document import (
    Assertion,
    DeclarationDocument,
    DeclaredStage,
    Digests,
    Manufacturer,
    MethodName,
    Plant,
)
from schemas.vocabulary import Sign

ARTICLE_7: Final = frozenset({"address", "contact", "town", "conformity", "study"})
"""The codes of `not_stated` without which the document lacks something that Article 7(1) asks for."""


def build_declaration(source: DeclarationSource) -> DeclarationDocument:
    """Build the declaration of a calculation, or the same content of one that is not declared."""
    calculation = source.calculation
    declared = None if source.declaration is None else source.declaration[1]
    contributions = contributions_of(source)
    manufacturer, plant = _manufacturer(source, declared), _plant(source, declared)
    rulebook, mass = source.rulebook, _mass(source)
    return DeclarationDocument(
        document="declaration",
        standing=source.standing,
        manufacturer=manufacturer,
        model=calculation.model,
        chemistry=None if declared is None else declared.chemistry,
        mass=mass,
        plant=plant,
        period=calculation.period,
        total=told(calculation, Decimal(calculation.total)),
        stages=tuple(_stages(source)),
        performance_class=_class(source),
        conformity=None if declared is None else declared.conformity,
        date=None if declared is None else declared.date,
        signatory=None if declared is None else declared.signatory,
        study=None if declared is None else declared.study,
        page=source.page,
        share_counted=share_counted(source),
        spread=spread_of(source),
        basis=by_basis(contributions, told_of(source)),
        company_specific=by_statement(contributions, told_of(source)),
        depth=by_depth(source, contributions) or None,
        asserted=tuple(_asserted(source)),
        conservative=source.conservative,
        method=MethodName(
            id=rulebook.id,
            version=rulebook.version,
            title=rulebook.title,
            legal_status=rulebook.legal_status,
        ),
        not_stated=tuple(_not_stated(source, manufacturer, plant, mass)),
        supersedes=_supersedes(declared),
        software=calculation.software,
        digests=_digests(source),
        **_unit_members(source),
    )


def _unit_members(source: DeclarationSource) -> dict[str, Any]:
    """What the figure is per: the declared unit of a product, or the members of a battery alone."""
    calculation = source.calculation
    if calculation.declared_unit is not None:
        unit = {"per": "declared_unit", "declared_unit": calculation.declared_unit}
        return {**unit, "name": product_name(product_rows(source.rows)), **_peak_power(source)}
    chemistry = None if source.declaration is None else source.declaration[1].chemistry
    battery, to_gate = calculation.battery, source.rulebook.boundary == "cradle_to_gate"
    return {
        "per": "usable_capacity" if to_gate else "total_energy",
        "category": battery.category,
        "vehicle_category": battery.vehicle_category,
        "per_battery": told(calculation, _per_battery(source, Decimal(calculation.total))),
        "total_energy": show_stated(_energy(source), SHOWN_DIGITS),
        "plausibility": state_plausibility(calculation, partial(told, calculation), chemistry),
        "batteries": battery.batteries,
    }


def _peak_power(source: DeclarationSource) -> dict[str, str]:
    """The kWp of one unit, and the figure as it is told per kWp; empty if a product line states no power."""
    kwp = peak_power(product_rows(source.rows), source.calculation)
    if kwp is None:
        return {}
    total = told(source.calculation, Decimal(source.calculation.total))
    figure = EXPLAIN.divide(Decimal(total), kwp)
    return {"peak_power": show_stated(kwp), "per_kwp": told(source.calculation, figure)}


def _energy(source: DeclarationSource) -> Decimal:
    """The kWh that one battery delivers."""
    energy = source.calculation.battery.total_energy
    return EXPLAIN.divide(Decimal(energy.numerator), Decimal(energy.denominator))


def _mass(source: DeclarationSource) -> str | None:
    """The kg of one battery or declared unit by the product lines; None if one of them does not state its mass."""
    mass = product_mass(product_rows(source.rows))
    if mass is None:
        return None
    return show_stated(EXPLAIN.divide(mass, made(source.calculation)))


def _per_battery(source: DeclarationSource, value: Decimal) -> Decimal:
    """A figure per kWh as kg CO2e of one battery."""
    return EXPLAIN.multiply(value, _energy(source))


def _stages(source: DeclarationSource) -> Iterator[DeclaredStage]:
    calculation = source.calculation
    cells, of_battery = told_cells(calculation), calculation.declared_unit is None
    for row in calculation.stages:
        burdens, taken = (
            exact_sum(v for k, v in cells.items() if k.stage is row.stage and k.sign is sign)
            for sign in (Sign.BURDEN, Sign.CREDIT)
        )
        net = Decimal(row.value)
        yield DeclaredStage(
            stage=row.stage,
            burdens=told(calculation, burdens),
            credits=told(calculation, taken),
            value=told(calculation, net),
            per_battery=told(calculation, _per_battery(source, net)) if of_battery else None,
        )


def _manufacturer(source: DeclarationSource, declared: Declaration | None) -> Manufacturer:
    """The manufacturer; the details of the declaration are newer than those of the registration."""
    own = None if declared is None else declared.details
    return Manufacturer(
        name=source.profile.legal_name,
        country=source.profile.country,
        details=own or source.profile.details,
    )


def _plant(source: DeclarationSource, declared: Declaration | None) -> Plant:
    """The plant; the country is that of the product's entries."""
    site = source.calculation.site
    site_profile = next((row for row in source.profile.sites or () if row.site == site), None)
    countries = {part.record.entry.site.country for part in product_rows(source.rows)}
    town = None if declared is None else declared.town
    return Plant(
        site=site,
        town=town or (None if site_profile is None else site_profile.town),
        region=None if site_profile is None or town is not None else site_profile.region,
        country=countries.pop() if len(countries) == 1 else None,
    )


def _class(source: DeclarationSource) -> str | None:
    """The performance class; None until an act sets limits."""
    total = Decimal(source.calculation.total)
    limits = sorted(source.rulebook.classes, key=lambda row: Decimal(row.at_most))
    return next((row.label for row in limits if total <= Decimal(row.at_most)), None)


def _asserted(source: DeclarationSource) -> Iterator[Assertion]:
    """The inputs that nobody recomputes, as they are stated, with their unit."""
    calculation = source.calculation
    if calculation.declared_unit is None:
        yield from _asserted_of_battery(calculation.battery)
    elif (kwp := peak_power(product_rows(source.rows), calculation)) is not None:
        yield Assertion(code="peak_power", value=f"{show_stated(kwp)} kWp")
    if source.composition.exclusions:
        yield Assertion(code="exclusions", value=str(len(source.composition.exclusions)))
    if calculation.filling is not None:
        yield Assertion(code="filling", value=", ".join(calculation.filling.to_json()))


def _asserted_of_battery(battery: BatteryUnit) -> Iterator[Assertion]:
    yield Assertion(code="capacity", value=f"{battery.capacity_kwh} kWh")
    for row in battery.warranties:
        yield Assertion(code="warranty_years", value=row.years)
        if row.km is not None:
            yield Assertion(code="warranty_distance", value=f"{row.km} km")
        if row.remaining_energy is not None:
            yield Assertion(code="warranty_energy", value=row.remaining_energy)
    if battery.cycle_life is not None:
        yield Assertion(code="cycle_life", value=battery.cycle_life)
    yield Assertion(code="batteries", value=str(battery.batteries))


def _not_stated(
    source: DeclarationSource, manufacturer: Manufacturer, plant: Plant, mass: str | None
) -> Iterator[str]:
    """The codes of what nobody states: `ARTICLE_7` first, then what the form has beside it; less of a product."""
    declared = None if source.declaration is None else source.declaration[1]
    of_battery = source.calculation.declared_unit is None
    if manufacturer.details is None:
        yield from ("address", "contact")
    if plant.town is None:
        yield "town"
    if declared is None and of_battery:
        yield from ("conformity", "study")
    if mass is None:
        yield "mass"
    on_form = () if declared is None else ("date", "signatory")
    for name in ("chemistry", "date", "signatory") if of_battery else on_form:
        if declared is None or getattr(declared, name) is None:
            yield name


def _supersedes(declared: Declaration | None) -> str | None:
    return None if declared is None or declared.supersedes is None else declared.supersedes.id


def _attestation(source: DeclarationSource) -> str | None:
    audit = source.standing.audit
    return None if audit is None else audit.attestation


def _digests(source: DeclarationSource) -> Digests:
    calculation = source.calculation
    return Digests(
        calculation=source.id,
        declaration=None if source.declaration is None else source.declaration[0],
        attestation=_attestation(source),
        rulebook=calculation.rulebook,
        factor_sets=calculation.factor_sets,
        origin=calculation.origin,
        as_of=calculation.as_of,
    )
