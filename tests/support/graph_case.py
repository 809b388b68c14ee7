"""The graph of a published case, and its composition and calculation as the demo makes them."""

from collections.abc import Iterator
from decimal import Decimal

from support.graph import STUDY, Graph, firm, ident
from support.graph_battery import calculation

from ledger.exchange.case import LINE
from ledger.exchange.case_factors import build_factor_set
from ledger.exchange.case_plan import BATTERIES, Plan
from ledger.exchange.case_settings import Battery
from ledger.exchange.case_statements import (
    build_inventory,
    build_product,
    line_of,
    product_id,
)
from ledger.footprint.battery.functional_unit import ServiceLife, total_energy
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import EXACT, format_decimal
from schemas.signed.calculation import Calculation, Composition, Warranty
from schemas.signed.entry import Site
from schemas.vocabulary import Unit


def graph_of(plan: Plan) -> Graph:
    """A planned case as a graph: one entry a site, its deliveries, its factors."""
    case, chain = plan.case, Graph((build_factor_set(plan),))
    for site in plan.order:
        physical, represented = {}, {}
        for output, amount in plan.physical(site).items():
            physical[output] = _case_delivery(chain, plan, output, site, format_decimal(amount))
        for output in plan.credited(site):
            represented[output] = _case_delivery(chain, plan, output, site, None)
        battery = case.battery
        declared = battery is not None and site == battery.site
        row = case.sites[site]
        chain.enter(
            site,
            build_inventory(plan, site, physical, represented),
            build_product(case, site),
            site=Site(code=site, country=row.country),
            process=row.process_code,
            model=battery.model if declared else None,
        )
    return chain


def _case_delivery(chain: Graph, plan: Plan, output: str, site: str, amount: str | None) -> str:
    return chain.deliver(
        f"{output} to {site}, {'physical' if amount else 'representative'}",
        plan.case.maker(output),
        site,
        amount,
        line=line_of(plan.case, output),
        product=product_id(plan.case, output),
        unit=plan.case.lines[output].unit,
    )


def case_figures(plan: Plan) -> dict[str, Decimal]:
    """The net figure of each output of a case, kg CO2e per unit."""
    case, found = plan.case, graph_of(plan).figures(*plan.order)
    assert found.problems == ()
    lines = {name: found.line(ident(case.maker(name)), line_of(case, name)) for name in case.lines}
    return {name: total_of(line.cells) for name, line in lines.items() if line is not None}


def composition_of(chain: Graph, plan: Plan) -> Composition:
    """The pack counted whole, its carriage, and the treatment of its mass under representative deliveries."""
    battery = _battery(plan)
    (recycling,) = battery.end_of_life
    site, recycler = battery.site, recycling.site
    treated = chain.deliver(
        "treatment", recycler, site, None, product=product_id(plan.case, recycler)
    )
    amount = format_decimal(plan.outputs[site])
    mass = plan.case.sites[site].kg_per_unit
    assert mass is not None
    kg = format_decimal(EXACT.multiply(plan.outputs[site], mass))
    rows = [
        *sorted(_carriage(chain, plan, battery), key=lambda row: row["delivery"]),
        {"role": "end_of_life", "delivery": treated, "line": LINE, "amount": kg, "unit": "kg"},
        {"role": "product", "entry": ident(site), "line": LINE, "amount": amount, "unit": "kg"},
    ]
    return Composition.model_validate({"rows": rows}, strict=False)


def _carriage(chain: Graph, plan: Plan, battery: Battery) -> Iterator[dict[str, str]]:
    """The tkm of the pack's whole mass under a representative delivery of each carrier."""
    for carrier in battery.distribution:
        name, product = f"carriage by {carrier.site}", product_id(plan.case, carrier.site)
        delivery = chain.deliver(
            name, carrier.site, battery.site, None, product=product, unit=Unit.TKM
        )
        tkm = format_decimal(EXACT.multiply(plan.outputs[battery.site], carrier.tkm))
        yield {
            "role": "distribution",
            "delivery": delivery,
            "line": LINE,
            "amount": tkm,
            "unit": "tkm",
        }


def calculation_of(plan: Plan) -> Calculation:
    """The manufacturer's assertions; of the derived fields only the total energy."""
    battery = _battery(plan)
    km = battery.warranty_km
    warranty = Warranty(
        years=format_decimal(battery.warranty_years),
        km=None if km is None else format_decimal(km),
        remaining_energy=battery.warranty_remaining,
    )
    capacity = format_decimal(battery.usable_energy_kwh)
    category = battery.category
    energy = total_energy(
        category, battery.vehicle_category, capacity, ServiceLife((warranty,)), STUDY
    )
    return calculation(
        issuer=firm(battery.site),
        model=battery.model,
        site=battery.site,
        category=category,
        vehicle_category=battery.vehicle_category,
        capacity_kwh=capacity,
        warranties=(warranty,),
        batteries=BATTERIES,
        total_energy=energy,
    )


def _battery(plan: Plan) -> Battery:
    assert plan.case.battery is not None
    return plan.case.battery
