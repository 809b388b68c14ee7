"""The demo's result as values, and as JSON for `--json` and `--out`: unrounded, as strings."""

from collections.abc import Mapping
from decimal import Decimal

from ledger.cli.demonstration.chain import Chain
from ledger.cli.demonstration.outcome import Outcome
from ledger.exchange.case_settings import Battery
from ledger.exchange.case_statements import line_of
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import EXPLAIN, format_decimal
from ledger.footprint.valuation.figure import Figures
from ledger.service.answers.origin import origin_of
from schemas.signed.calculation import Calculation


def intensities(chain: Chain, figures: Figures) -> dict[str, Decimal]:
    """kg CO2e per unit of each output of each site, net of avoided lines."""
    intensity_by_output, case = {}, chain.plan.case
    for site, entry in chain.entries.items():
        for output in case.made(site):
            line = figures.line(entry, line_of(case, output.id))
            if line is not None:
                intensity_by_output[output.id] = total_of(line.cells)
    return intensity_by_output


def per_kg_of(battery: Battery, calculation: Calculation) -> Decimal:
    """A calculation's figure per kg of the battery, by the mass that the case states."""
    energy = calculation.battery.total_energy
    kg = EXPLAIN.multiply(Decimal(calculation.total), Decimal(energy.numerator))
    return EXPLAIN.divide(kg, EXPLAIN.multiply(Decimal(energy.denominator), battery.mass_kg))


def result_to_json(
    chain: Chain, values: Mapping[str, Decimal], outcome: Outcome | None
) -> dict[str, object]:
    """The demo's result for a program."""
    result: dict[str, object] = {
        "entries": len(chain.entries),
        "sites": len(chain.plan.case.sites),
        "intensities": {site: format_decimal(value) for site, value in sorted(values.items())},
        "findings": [],
    }
    if outcome is None:
        return result
    calculation, report = outcome.calculation, outcome.report
    of_battery = calculation.declared_unit is None
    origin = origin_of(chain.ledger, outcome.calculation_id) if of_battery else None
    return result | {
        "declaration": {
            "id": outcome.declaration or outcome.calculation_id,
            "total": calculation.total,
            "stages": {row.stage.value: row.value for row in calculation.stages},
        }
        | _unit_fields(calculation)
        | _study_fields(outcome)
        | _gate_fields(chain, outcome),
        "bundle": str(outcome.bundle.resolve()),
        "policy": str(outcome.policy.resolve()),
        "verified": report.exit_code == 0,
        "tampered_refused": outcome.tampered_report.exit_code != 0,
        **({} if origin is None else {"origin": origin.to_json()["elements"]}),
        "findings": [
            {"code": row.code, "subject": row.subject}
            | ({"effect_kg": row.effect_kg} if row.effect_kg is not None else {})
            for row in report.findings
        ],
    }


def _unit_fields(calculation: Calculation) -> dict[str, object]:
    """The kWh that one battery delivers, or the declared unit of a product and the amount in it."""
    declared = calculation.declared_unit
    if declared is not None:
        return {"unit": declared.unit.value, "amount": declared.amount}
    energy = calculation.battery.total_energy
    kwh = EXPLAIN.divide(Decimal(energy.numerator), Decimal(energy.denominator))
    return {"total_energy_kwh": format_decimal(kwh)}


def _gate_fields(chain: Chain, outcome: Outcome) -> dict[str, object]:
    """The figure per kg of product, of a case that ends at the gate."""
    battery = chain.plan.case.battery
    if battery is None or battery.end_of_life:
        return {}
    return {"per_kg": format_decimal(per_kg_of(battery, outcome.calculation))}


def _study_fields(outcome: Outcome) -> dict[str, object]:
    """The terms of end of life per kg of pack; marked as a study if nothing may be declared."""
    terms = {term.name: term.value for term in outcome.study.end_of_life}
    if outcome.declaration is not None:
        return {"terms": terms}
    return {"study": True, "terms": terms, "missing": list(outcome.study.standing.bars or ())}
