"""Convert a planned case to inventories, product sections and a factor set.

A row keeps its purpose, stated or by its kind; kind `declared` also sets the source. A negative row
is a waste sent to treatment: its amount and its factor both change sign. A credit is an avoided line.
Factors have group `unspecified`, because a case does not state groups of gases.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Literal

from pydantic import ValidationError

from ledger.exchange.case_folder import Case
from ledger.exchange.case_plan import Flow, Plan
from ledger.exchange.case_rows import MIX, CaseFactor
from ledger.footprint.graph.goods import GOODS
from ledger.footprint.graph.numbers import EXACT, ZERO, format_decimal
from schemas.base import refusal
from schemas.entry import Element, Product, ProductLine
from schemas.errors import CradleError
from schemas.inventory import Inventory, Output
from schemas.rows import ActivityInput, Avoided, DeliveryInput, ElectricitySupply, Waste
from schemas.rulebook import Factor, FactorSet, GroupValue
from schemas.vocabulary import (
    Group,
    Known,
    OutputRole,
    ProcessCode,
    Purpose,
    Source,
    Stage,
    Supply,
    Unit,
)

LINE = "main"
SYMBOLS = frozenset({"Al", "C", "Co", "Cu", "Fe", "Li", "Mn", "Ni", "P", "Pb"})
_FORMULA = re.compile(r"^(?=.*[A-Z])[A-Za-z0-9().]{1,64}$")
_WATER = re.compile(r"\.[0-9]*H2O$")


def product_id(case: Case, site: str) -> str:
    """The id of a site's product."""
    return f"urn:cradle:case:{case.slug}:{site}"


def process_code(stage: Stage) -> ProcessCode:
    """The process code for a site with a known stage and an unknown process."""
    return ProcessCode(f"{stage.value}.unspecified")


def build_inventory(
    plan: Plan,
    site: str,
    physical: Mapping[str, str],
    representative: Mapping[str, str],
) -> Inventory:
    """Build the inventory of a site; the mappings give the id of the delivery received from each supplier.

    Raises:
        CradleError: `quantity.*` or another rule of the model that the case's values break.
    """
    case, output, flows = plan.case, plan.outputs[site], plan.flows[site]
    credited = [flow for flow in flows if flow.kind == "credit"]
    bought = [flow for flow in flows if flow.kind != "credit" and flow.input in case.factors]
    with _refusing(f"site {site}"):
        return Inventory(
            outputs=(_output(plan, site),),
            inputs=(
                *_deliveries(plan, site, physical),
                *(_activity(case, flow, output) for flow in bought if flow.amount > 0),
            ),
            wastes=tuple(_waste(case, flow, output) for flow in bought if flow.amount < 0),
            avoided=tuple(_avoided(case, flow, output, representative) for flow in credited),
        )


@contextmanager
def _refusing(place: str) -> Iterator[None]:
    """Turn a model's refusal into a refusal at a place of the case."""
    try:
        yield
    except ValidationError as error:
        refused = refusal(error)
        raise CradleError(refused.code, refused.detail, f"{place}: {refused.place}") from None


def _output(plan: Plan, site: str) -> Output:
    row, battery = plan.case.sites[site], plan.case.battery
    return Output(
        line=LINE,
        product=product_id(plan.case, site),
        name=row.output,
        amount=format_decimal(plan.outputs[site]),
        unit=row.unit,
        role=OutputRole.MAIN,
        batteries=plan.batteries if battery is not None and battery.site == site else None,
    )


def _deliveries(plan: Plan, site: str, physical: Mapping[str, str]) -> Iterator[DeliveryInput]:
    """The goods that a site uses from others: one row for each supplier and purpose."""
    taken: dict[tuple[str, Purpose], Decimal] = {}
    for flow in plan.flows[site]:
        if flow.input in plan.case.sites and flow.kind != "credit":
            key = (flow.input, flow.purpose)
            taken[key] = EXACT.add(taken.get(key, ZERO), flow.amount)
    for (supplier, purpose), amount in taken.items():
        yield DeliveryInput(
            type="delivery",
            delivery=physical[supplier],
            amount=_total(amount, plan.outputs[site]),
            unit=plan.case.sites[supplier].unit,
            purpose=purpose,
            known=Known.CALCULATED,
        )


def _flow_id(case: Case, factor: str) -> str:
    return f"case:{case.slug}:{factor}"


def _total(per_unit: Decimal, output: Decimal) -> str:
    return format_decimal(EXACT.multiply(per_unit.copy_abs(), output))


def _activity(case: Case, flow: Flow, output: Decimal) -> ActivityInput:
    electricity = flow.purpose is Purpose.ENERGY and flow.unit is Unit.KWH
    return ActivityInput(
        type="activity",
        flow=_flow_id(case, flow.input),
        amount=_total(flow.amount, output),
        unit=flow.unit,
        purpose=flow.purpose,
        stage=Stage(flow.stage),
        source=Source.DECLARED if flow.kind == "declared" else Source.DATASET,
        material=_bought_material(flow),
        electricity=ElectricitySupply(supply=Supply.GRID) if electricity else None,
        known=Known.CALCULATED,
    )


def _bought_material(flow: Flow) -> str | None:
    """The material of goods bought by mass, if the factor's id is a material symbol."""
    symbol = flow.input.capitalize()
    return symbol if flow.purpose in GOODS and flow.unit is Unit.KG and symbol in SYMBOLS else None


def _waste(case: Case, flow: Flow, output: Decimal) -> Waste:
    return Waste(
        flow=_flow_id(case, flow.input),
        amount=_total(flow.amount, output),
        unit=flow.unit,
        purpose=flow.purpose,
        stage=Stage(flow.stage),
        known=Known.CALCULATED,
    )


def _avoided(case: Case, flow: Flow, output: Decimal, representative: Mapping[str, str]) -> Avoided:
    on_site = flow.input in case.sites
    return Avoided(
        delivery=representative[flow.input] if on_site else None,
        flow=None if on_site else _flow_id(case, flow.input),
        material=recovered_material(case, flow.input),
        amount=_total(flow.amount, output),
        unit=flow.unit,
        stage=Stage(flow.stage),
        known=Known.CALCULATED,
    )


def recovered_material(case: Case, name: str) -> str | None:
    """The material that a credit recovers: the site's only element, or a factor id that is a chemical symbol."""
    stated = {
        row.element
        for row in case.fractions
        if row.site == name and row.fraction and row.element in SYMBOLS
    }
    if len(stated) == 1:
        return stated.pop()
    symbol = name.capitalize()
    return symbol if name in case.factors and symbol in SYMBOLS else None


def build_product(case: Case, site: str) -> Product:
    """Build the product section of a site: mass per unit, and the elements if the case states them."""
    row = case.sites[site]
    stated = (f for f in case.fractions if f.site == site and f.fraction)
    fractions = sorted(stated, key=lambda f: f.element)
    formula = next((f.formula for f in fractions if _FORMULA.match(f.formula)), None)
    mass = row.kg_per_unit
    with _refusing(f"site {site}"):
        line = ProductLine(
            line=LINE,
            name=row.output,
            form="hydrate" if formula is not None and _WATER.search(formula) else "as_is",
            formula=formula,
            kg_per_unit=None if mass is None else format_decimal(mass),
            elements=tuple(
                Element(element=f.element, fraction=format_decimal(f.fraction)) for f in fractions
            ),
        )
        return Product(lines=(line,))


def build_factor_set(plan: Plan) -> FactorSet:
    """Build the case's factor set: each factor as a product, and with changed sign as a treatment of a waste."""
    case = plan.case
    flows = [f for rows in plan.flows.values() for f in rows if f.input in case.factors]
    treated = {f.input for f in flows if f.amount < 0 and f.kind != "credit"}
    bought = {f.input for f in flows if f.amount > 0 or f.kind == "credit"}
    rows = [_factor(case, case.factors[name], "treatment") for name in treated]
    rows += [
        _factor(case, factor, "product")
        for factor in case.factors.values()
        if factor.id in bought or factor.id not in treated
    ]
    rows.sort(key=lambda row: (row.flow, row.unit.value, row.direction))
    with _refusing("factors.csv"):
        return FactorSet(
            id=f"case-{case.slug}"[:64],
            version="1",
            title=f"Factors of the case {case.name}",
            method=case.method,
            licence="open",
            rows=tuple(rows),
        )


def _factor(case: Case, factor: CaseFactor, direction: Literal["product", "treatment"]) -> Factor:
    value = factor.value if direction == "product" else factor.value.copy_negate()
    facts = factor.carrier_or_mix
    if direction == "treatment":  # a mix is of what is supplied
        facts = {name: word for name, word in facts.items() if name not in MIX}
    with _refusing(f"factors.csv, {factor.id}"):
        return Factor.model_validate(
            {
                "flow": _flow_id(case, factor.id),
                "unit": factor.unit,
                "direction": direction,
                "name": factor.name,
                "values": (GroupValue(group=Group.UNSPECIFIED, value=format_decimal(value)),),
                "source": factor.source,
                **facts,
            }
        )
