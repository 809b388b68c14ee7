"""The composition and calculation of a case with a battery, as the demo makes them."""

from support.chains import STUDY, Chain, firm, ident
from support.declared import calculation

from ledger.exchange.case_plan import BATTERIES, Plan
from ledger.exchange.case_settings import Battery
from ledger.exchange.case_statements import LINE, product_id
from ledger.footprint.battery.functional_unit import ServiceLife, total_energy
from ledger.footprint.graph.numbers import EXACT, format_decimal
from schemas.calculation import Calculation, Composition, Warranty


def composition_of(chain: Chain, plan: Plan) -> Composition:
    """The pack counted whole, and the treatment of its mass under a representative delivery."""
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
        {"role": "end_of_life", "delivery": treated, "line": LINE, "amount": kg, "unit": "kg"},
        {"role": "product", "entry": ident(site), "line": LINE, "amount": amount, "unit": "kg"},
    ]
    return Composition.model_validate({"rows": rows}, strict=False)


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
