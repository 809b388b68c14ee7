"""Convert a planned case to inventories and product sections; `case_factors` makes its factor set.

A row keeps its purpose, stated or by its kind; kind `declared` also sets the source, and kind `emission` is a gas. A
negative row is a waste sent to treatment: its amount and its factor both change sign. A credit is an avoided line.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError

from ledger.exchange.case import LINE, Case
from ledger.exchange.case_border import carbon_prices, good_of
from ledger.exchange.case_plan import Flow, Plan
from ledger.exchange.case_rows import CREDIT, EMISSION, Fraction, FurtherOutput, Site
from ledger.footprint.graph.goods import GOODS
from ledger.footprint.graph.numbers import EXACT, ZERO, format_decimal
from ledger.trust.leaves import digest
from schemas.base import refusal
from schemas.errors import CradleError
from schemas.gases import Gas
from schemas.signed.entry import Element, Product, ProductLine
from schemas.signed.inventory import Inventory, LoopCut, Output
from schemas.signed.rows import (
    ActivityInput,
    Avoided,
    DeliveryInput,
    ElectricitySupply,
    Emission,
    Row,
    Waste,
)
from schemas.vocabulary import (
    OutputRole,
    Purpose,
    Source,
    Stage,
    Supply,
    Unit,
)

SYMBOLS = frozenset({"Al", "C", "Co", "Cu", "Fe", "Li", "Mn", "Ni", "P", "Pb"})
_FORMULA = re.compile(r"^(?=.*[A-Z])[A-Za-z0-9().]{1,64}$")
_WATER = re.compile(r"\.[0-9]*H2O$")


def product_id(case: Case, line: str) -> str:
    """The id of the product that is an output of the case."""
    return f"urn:cradle:case:{case.slug}:{line}"


def model_of(case: Case, site: str) -> str | None:
    """The model that a site's entry names: of the battery, or the id of the product; None for any other site."""
    if case.declared is None or case.declared.site != site:
        return None
    return product_id(case, site) if case.battery is None else case.battery.model


def line_of(case: Case, line: str) -> str:
    """The line of an entry on which an output of the case is."""
    return LINE if line in case.sites else line


def build_inventory(
    plan: Plan,
    site: str,
    physical: Mapping[str, str],
    representative: Mapping[str, str],
    cuts: tuple[LoopCut, ...] = (),
) -> Inventory:
    """Build the inventory of a site.

    Args:
        plan: the case with its volumes.
        site: of the case.
        physical: the id of the delivery received of each output that the site uses.
        representative: the id of the one received of each output that its credits name.
        cuts: what the site uses and no row states, because a loop was cut there.

    Raises:
        CradleError: `quantity.*` or another rule of the model that the case's values break.
    """
    rows = _Rows(plan, site, physical, representative)
    flows = plan.flows[site]
    credited = [flow for flow in flows if flow.kind == CREDIT]
    bought = [flow for flow in flows if flow.kind != CREDIT and flow.input in plan.case.factors]
    with refusing(f"{plan.case.folder}/activities.csv, site {site}"):
        return Inventory(
            outputs=tuple(sorted(_outputs(plan, site), key=lambda output: output.line)),
            allocation=plan.case.sites[site].allocation,
            inputs=(
                *rows.deliveries(),
                *(rows.build(rows.activity, flow) for flow in bought if flow.amount > 0),
            ),
            wastes=tuple(rows.build(rows.waste, flow) for flow in bought if flow.amount < 0),
            emissions=tuple(
                rows.build(rows.emission, flow) for flow in flows if flow.kind == EMISSION
            ),
            avoided=tuple(rows.build(rows.avoided, flow) for flow in credited),
            carbon_prices=carbon_prices(plan, site),
            cuts=cuts or None,
        )


@contextmanager
def refusing(place: str) -> Iterator[None]:
    """Turn a model's refusal into a refusal at a place of the case."""
    try:
        yield
    except ValidationError as error:
        refused = refusal(error)
        where = f"{place}, {refused.place}" if refused.place else place
        raise CradleError(refused.code, refused.detail, where) from None


def _outputs(plan: Plan, site: str) -> Iterator[Output]:
    """The main output of a site and its further ones."""
    row, battery, volume = plan.case.sites[site], plan.case.battery, plan.outputs[site]
    yield _output(plan.case, row, OutputRole.MAIN, volume, volume).model_copy(
        update={
            "batteries": plan.batteries if battery is not None and battery.site == site else None
        }
    )
    for further in plan.case.further(site):
        amount = EXACT.multiply(volume, further.amount)
        yield _output(plan.case, further, further.role, amount, volume)


def _output(
    case: Case, row: Site | FurtherOutput, role: OutputRole, amount: Decimal, volume: Decimal
) -> Output:
    """An output; its value is stated per unit of the main output as the case writes it."""
    value, per = row.allocation_value, case.sites[case.maker(row.id)].word
    with refusing(f"{case.folder}/{row.place}"):
        return Output(
            line=line_of(case, row.id),
            product=product_id(case, row.id),
            name=row.output,
            amount=format_decimal(amount),
            unit=row.unit,
            role=role,
            allocation_value=None if value is None else _total(per.per_unit(value), volume),
        )


def _total(per_unit: Decimal, output: Decimal) -> str:
    return format_decimal(EXACT.multiply(per_unit.copy_abs(), output))


def flow_id(case: Case, factor: str) -> str:
    """The flow that a factor of the case values."""
    return f"case:{case.slug}:{factor}"


def _bought_material(flow: Flow) -> str | None:
    """The material of goods bought by mass, if the factor's id is a material symbol."""
    symbol = flow.input.capitalize()
    return symbol if flow.purpose in GOODS and flow.unit is Unit.KG and symbol in SYMBOLS else None


_RowModel = TypeVar("_RowModel", bound=Row)


@dataclass(frozen=True)
class _Rows:
    """The rows of a site's inventory, made from its flows; amounts are totals of the period."""

    plan: Plan
    site: str
    physical: Mapping[str, str]
    representative: Mapping[str, str]

    def deliveries(self) -> Iterator[DeliveryInput]:
        """The goods that the site uses from others: one row for each output, purpose and document."""
        taken: dict[Flow, Decimal] = {}
        for flow in self.plan.flows[self.site]:
            if flow.input in self.plan.case.lines and flow.kind != CREDIT:
                key = replace(flow, kind="", stage="", amount=ZERO)
                taken[key] = EXACT.add(taken.get(key, ZERO), flow.amount)
        for flow, amount in taken.items():
            yield self.build(self.delivery, replace(flow, amount=amount))

    def build(self, make: Callable[[Flow], _RowModel], flow: Flow) -> _RowModel:
        """Make the row of a flow; a refusal names its rows in the file."""
        with refusing(f"{self.plan.case.folder}/{flow.place}"):
            return make(flow)

    def delivery(self, flow: Flow) -> DeliveryInput:
        """Goods from another site."""
        return DeliveryInput(
            type="delivery",
            delivery=self.physical[flow.input],
            purpose=flow.purpose,
            **self._amount(flow),
        )

    def activity(self, flow: Flow) -> ActivityInput:
        """Goods that a factor values."""
        supply = flow.supply
        if supply is None and flow.purpose is Purpose.ENERGY and flow.unit is Unit.KWH:
            supply = Supply.GRID
        return ActivityInput(
            type="activity",
            flow=flow_id(self.plan.case, flow.input),
            purpose=flow.purpose,
            stage=Stage(flow.stage),
            source=Source.DECLARED if flow.kind == "declared" else Source.DATASET,
            material=_bought_material(flow),
            electricity=None if supply is None else ElectricitySupply(supply=supply),
            **self._amount(flow),
        )

    def waste(self, flow: Flow) -> Waste:
        """Waste sent to treatment."""
        return Waste(
            flow=flow_id(self.plan.case, flow.input),
            purpose=flow.purpose,
            stage=Stage(flow.stage),
            **self._amount(flow),
        )

    def emission(self, flow: Flow) -> Emission:
        """A gas that the site itself emits or takes up."""
        assert flow.origin is not None  # noqa: S101 - `case_folder` requires it
        return Emission(
            gas=Gas(flow.input),
            origin=flow.origin,
            stage=Stage(flow.stage),
            **self._amount(flow),
        )

    def avoided(self, flow: Flow) -> Avoided:
        """Production that the site replaced elsewhere."""
        case = self.plan.case
        on_site = flow.input in case.lines
        return Avoided(
            delivery=self.representative[flow.input] if on_site else None,
            flow=None if on_site else flow_id(case, flow.input),
            material=recovered_material(case, flow.input),
            stage=Stage(flow.stage),
            **self._amount(flow),
        )

    def _amount(self, flow: Flow) -> dict[str, Any]:
        """The amount of a row, the way it is known, and its evidence."""
        name = flow.evidence
        return {
            "amount": _total(flow.amount, self.plan.outputs[self.site]),
            "unit": flow.unit,
            "known": flow.known,
            "document": flow.document,
            "evidence": () if name is None else (digest(self.plan.case.documents[name]),),
        }


def recovered_material(case: Case, name: str) -> str | None:
    """The material that a credit recovers: the site's only element, or a factor id that is a chemical symbol."""
    elements = {
        row.element
        for row in case.fractions
        if row.site == name and row.fraction and row.element in SYMBOLS
    }
    if len(elements) == 1:
        return elements.pop()
    symbol = name.capitalize()
    return symbol if name in case.factors and symbol in SYMBOLS else None


def build_product(case: Case, site: str) -> Product:
    """Build the product section of a site: for each output its mass and energy per unit, and the elements stated."""
    with refusing(f"{case.folder}/{case.sites[site].place}"):
        lines = (_product_line(case, row) for row in case.made(site))
        return Product(lines=tuple(sorted(lines, key=lambda line: line.line)))


def _product_line(case: Case, row: Site | FurtherOutput) -> ProductLine:
    contents = (f for f in case.fractions if f.site == row.id and f.fraction)
    fractions = sorted(contents, key=lambda f: f.element)
    formula = next((f.formula for f in fractions if _FORMULA.match(f.formula)), None)
    mass, energy, power = row.kg_per_unit, row.kwh_per_unit, row.kwp_per_unit
    return ProductLine(
        line=line_of(case, row.id),
        name=row.output,
        form="hydrate" if formula is not None and _WATER.search(formula) else "as_is",
        formula=formula,
        kg_per_unit=None if mass is None else format_decimal(mass),
        kwh_per_unit=None if energy is None else format_decimal(energy),
        kwp_per_unit=None if power is None else format_decimal(power),
        elements=tuple(_element(case, fraction) for fraction in fractions),
        cbam=good_of(row),
    )


def _element(case: Case, row: Fraction) -> Element:
    with refusing(f"{case.folder}/{row.place}"):
        return Element(element=row.element, fraction=format_decimal(row.fraction))
