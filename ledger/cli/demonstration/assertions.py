"""The assertions of a case with a battery or another product, and the check that they suffice for a rulebook."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ledger.cli.demonstration.chain import Chain
from ledger.exchange.case import LINE, Case
from ledger.exchange.case_settings import Battery, Declared
from ledger.exchange.case_statements import model_of
from ledger.exchange.case_table import in_folder
from ledger.footprint.battery.functional_unit import ServiceLife, total_energy
from ledger.footprint.graph.numbers import EXACT, format_decimal
from ledger.rulebooks.default import DEFAULT_RULEBOOK
from schemas.errors import CradleError
from schemas.exchanged.calculation_request import CalculationRequest, Treatment
from schemas.signed.calculation import CompositionRow, Warranty
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import CompositionRole, Unit, Use

GATE_RULEBOOK = "study-cradle-to-gate-1"
"""The demo's rulebook for a product, and a battery without a site of end of life; else it is `DEFAULT_RULEBOOK`."""


def default_rulebook(case: Case) -> str:
    """The id of the rulebook that a case is computed under if none is named."""
    to_gate = case.product is not None or (
        case.battery is not None and not case.battery.end_of_life
    )
    return GATE_RULEBOOK if to_gate else DEFAULT_RULEBOOK


def within_boundary(case: Case, rulebook: Rulebook) -> Case:
    """The case without what the rulebook does not count, once it states what the rulebook needs.

    Raises:
        CradleError: `case.end_of_life`, `functional_unit.declared_unit`, and as `total_energy`.
    """
    battery = case.battery
    with in_folder(case.folder):
        if case.product is not None and rulebook.declared_unit is None:
            detail = (
                f"Rulebook {rulebook.id} computes batteries alone; choose --rulebook {GATE_RULEBOOK}, or describe the"
                " product as a battery in a table [battery]."
            )
            raise CradleError("functional_unit.declared_unit", detail, "case.toml, product")
        if battery is None:
            return case
        _require(battery, rulebook)
    if rulebook.boundary == "cradle_to_grave":
        return case
    return replace(case, battery=battery.model_copy(update={"distribution": (), "end_of_life": ()}))


def _require(battery: Battery, rulebook: Rulebook) -> None:
    needs = CompositionRole.END_OF_LIFE in rulebook.required_roles
    if needs and not battery.end_of_life:
        detail = (
            f"Rulebook {rulebook.id} counts end of life; name end_of_life_site in case.toml, or"
        )
        detail += f" choose --rulebook {GATE_RULEBOOK}."
        raise CradleError("case.end_of_life", detail, "case.toml, battery.end_of_life_site")
    kind, kwh = (battery.category, battery.vehicle_category), battery.usable_energy_kwh
    try:
        total_energy(*kind, format_decimal(kwh), service_life(battery), rulebook)
    except CradleError as error:
        place = f"case.toml, battery.{error.place}"
        raise CradleError(error.code, error.detail, place) from None


def service_life(battery: Battery) -> ServiceLife:
    """The service life that the case states."""
    cycles = battery.cycle_life
    return ServiceLife(warranties(battery), None if cycles is None else format_decimal(cycles))


def warranties(battery: Battery) -> tuple[Warranty, ...]:
    """The warranty that the case states, or none."""
    if battery.warranty_years is None:
        return ()
    km = battery.warranty_km
    return (
        Warranty(
            years=format_decimal(battery.warranty_years),
            km=None if km is None else format_decimal(km),
            remaining_energy=battery.warranty_remaining,
        ),
    )


def assertions(chain: Chain, declared: Declared) -> CalculationRequest:
    """The manufacturer's assertions for the case; of a product none but what it is."""
    return CalculationRequest(
        issuer=chain.identities[declared.site].id,
        model=model_of(chain.plan.case, declared.site),
        site=declared.site,
        period=chain.period,
        rulebook=chain.rulebook,
        factor_sets=chain.factor_sets,
        **(_of_battery(chain, declared) if isinstance(declared, Battery) else {}),
    )


def _of_battery(chain: Chain, battery: Battery) -> dict[str, Any]:
    """What the request of a battery asserts beside."""
    life = service_life(battery)
    return {
        "category": battery.category,
        "vehicle_category": battery.vehicle_category,
        "capacity_kwh": format_decimal(battery.usable_energy_kwh),
        "warranties": life.warranties,
        "cycle_life": life.cycle_life,
        "end_of_life": tuple(_treatments(chain, battery)),
        "rows": tuple(_carriage(chain, battery)),
    }


def _carriage(chain: Chain, battery: Battery) -> Iterator[CompositionRow]:
    """The carriers' deliveries, of the tkm of all kg that the plant makes."""
    kg = chain.plan.outputs[battery.site]
    for carrier in battery.distribution:
        yield CompositionRow(
            role=CompositionRole.DISTRIBUTION,
            delivery=chain.deliveries[carrier.site, battery.site, Use.REPRESENTATIVE],
            line=LINE,
            amount=format_decimal(EXACT.multiply(kg, carrier.tkm)),
            unit=Unit.TKM,
        )


def _treatments(chain: Chain, battery: Battery) -> Iterator[Treatment]:
    """The recyclers' deliveries; the case states kg of one battery, a calculation those of all."""
    batteries = Decimal(chain.plan.batteries)
    for recycler in battery.end_of_life:
        kg = None if recycler.kg is None else EXACT.multiply(recycler.kg, batteries)
        yield Treatment(
            delivery=chain.deliveries[recycler.site, battery.site, Use.REPRESENTATIVE],
            kg=None if kg is None else format_decimal(kg),
        )
