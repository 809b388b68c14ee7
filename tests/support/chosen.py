"""The register of choices behind a declaration of a test, under a rulebook with alternatives."""

from decimal import Decimal

from support.graph import STUDY, ident
from support.graph_battery import Declared, declared
from support.rows import inventory, made, used

from ledger.choices.choice import NOT_EXAMINED, Choice, Examined
from ledger.choices.conservative import ConservativeFigure, WeighedChoice, conservative_figure
from ledger.choices.context import CalculationContext
from ledger.choices.log import LogWord
from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.homes import Home
from ledger.footprint.plausibility.context import PlausibilityContext
from schemas.signed.calculation import Filling
from schemas.signed.conservative import ElementPrice
from schemas.signed.constants import Constant
from schemas.signed.entry import Element, Product, ProductLine
from schemas.signed.rulebook import Rulebook
from schemas.signed.settled import ChoiceId
from schemas.vocabulary import ProcessCode


class _Every(Examined):
    """An auditor that settled every choice."""

    def settles(self, choice: Choice) -> bool:
        """True: it went to every site, and explained every mass."""
        del choice
        return True


class Settled(Examined):
    """An auditor that settled the choices with some ids, and explained each mass."""

    def __init__(self, ids: frozenset[ChoiceId]) -> None:
        super().__init__(dict.fromkeys(ids, ()))

    def settles(self, choice: Choice) -> bool:
        """True for one of them."""
        return choice.id in self.settled


VISITED = _Every()
"""An auditor settled every choice, on site."""

OF_ALL_BATTERIES = {"unit.batteries", "unit.capacity", "unit.category"}
"""Kinds whose alternative moves every battery of a test."""

NO_TABLES = {"element_prices": (), "goods_prices": (), "freight": None, "unknown_grid": None}
"""The tables of a rulebook, each empty: what is missing has the prices of the chain alone."""


def without_tables(rulebook: Rulebook) -> Rulebook:
    """A rulebook without the tables that would hide a chain's own prices, or alternatives for all batteries."""
    rule = rulebook.conservative
    assert rule is not None
    named = tuple(row for row in rule.alternatives if row.choice not in OF_ALL_BATTERIES)
    bare = rule.model_copy(update={**NO_TABLES, "least_yield": None, "alternatives": named})
    return rulebook.model_copy(update={"conservative": bare})


BARE = without_tables(STUDY)
"""The study's method; what is missing has the prices of the chain alone."""


def stated(value: str) -> Constant:
    """A constant of a test."""
    return Constant(value=value, source="OWN", confidence="inferred")


def ruled(rulebook: Rulebook = BARE, **members: object) -> Rulebook:
    """A rulebook whose alternatives have other members."""
    assert rulebook.conservative is not None
    rule = rulebook.conservative.model_copy(update=members)
    return rulebook.model_copy(update={"conservative": rule})


def priced(**elements: str) -> Rulebook:
    """The bare rulebook with prices of elements, in kg CO2e per kg."""
    rows = (ElementPrice(element=name, kg=stated(kg)) for name, kg in sorted(elements.items()))
    return ruled(element_prices=tuple(rows))


BATTERY = Decimal(4 * 4500)
"""kWh of total energy of the four batteries of `modest`."""


def modest() -> Declared:
    """A declaration with nothing chosen: the default life, 0.3 kWh in each kg, a recycler that is one."""
    it = declared()
    it.reenter("recycler", process=ProcessCode.SHREDDING)
    energy = {"numerator": "4500", "denominator": "1"}
    it.asserted |= {"capacity_kwh": "15", "warranties": [], "total_energy": energy}
    return it


def choice_context(it: Declared, rulebook: Rulebook = BARE) -> CalculationContext:
    """The context of a declaration's choices."""
    filling: Filling | None = it.calculation.filling
    graph = PlausibilityContext(
        it.resolve(),
        it.figures(rulebook),
        FactorTable(it.chain.factor_sets, rulebook),
        rulebook,
        filling=filling,
    )
    log = LogWord.read(graph, it.chain.records())
    return CalculationContext(
        subject=ident("calculation"),
        graph=graph,
        log=log,
        rows=it.parts(),
        calculation=it.calculation,
        homes={name: Home(country) for name, country in it.registered.items()},
    )


def conservative(
    it: Declared, rulebook: Rulebook = BARE, examined: Examined = NOT_EXAMINED
) -> ConservativeFigure:
    """The conservative figure of a declaration that has one."""
    found = conservative_figure(choice_context(it, rulebook), examined)
    assert found is not None
    return found


def chosen(it: Declared, code: str, rulebook: Rulebook = BARE) -> list[WeighedChoice]:
    """The choices of one kind."""
    return [row for row in conservative(it, rulebook).choices if row.choice.kind.code == code]


def declared_total(it: Declared, rulebook: Rulebook = STUDY) -> Decimal:
    """The declared figure."""
    cells = declared_cells(it.parts(), it.figures(rulebook), it.calculation, rulebook)
    assert cells is not None
    return total_of(cells)


def shared_mine(role: str = "co_product") -> Declared:
    """The mine, whose 2,000 kg CO2e fall on 1,000 kg of iron ore and 3,000 kg of another line."""
    it = modest()
    main, other = {}, {"role": role}
    lists = {"inputs": [used("test:lime", "1000")]}
    if role == "co_product":
        main, other = {"allocation_value": "1"}, {"allocation_value": "3", **other}
        lists["allocation"] = "mass"
    outputs = (made("mine", "1000", **main), made("mine", "3000", "slag", **other))
    assay = (Element(element="Fe", fraction="0.3"), Element(element="O", fraction="0.7"))
    lines = ("main", "slag") if role == "co_product" else ("main",)
    product = Product(
        lines=tuple(
            ProductLine(line=line, form="as_is", kg_per_unit="1", elements=assay) for line in lines
        )
    )
    it.chain.enter("mine", inventory(*outputs, **lists), product, process="raw_material.mining")
    return it
