"""A battery that uses nickel as a salt and as a flow, and a recycler of it, for tests of the circular formula.

Per 200 kg of battery: 60 kg of a salt of a quarter nickel at 8 kg CO2e a kg, 20 kg of nickel as a flow at 20, 300 kg of
ore at 2. The recycler's entry is of 100 kg of battery, by 50 kg of a process at 1 kg CO2e.

For parts of the formula: a cell maker of two nickel salts, and a recycler alone.
"""

from fractions import Fraction

from support.graph import Graph, factors, firm, ident, weighing
from support.graph_battery import Declared, declared
from support.rows import Row, avoided, emitted, inventory, made, taken, used, wasted

from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.valuation.figure import figures
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.circular import CircularFootprint, CircularRule, Sentence
from schemas.signed.entry import Element, Product, ProductLine
from schemas.signed.rulebook import Rulebook

DRAFT, PEF = load_rulebook("eu-ev-draft-2024"), load_rulebook("pef-2021")
SETS = (
    factors({"test:ni": "20", "test:melt": "1", "test:dirty": "500", "test:gone/fossil": "-3"}),
    factors({"test:slag/fossil": "-2"}, direction="treatment"),
    factors({"test:heat": "0.1"}, unit="MJ"),
)
NICKEL = used("test:ni", "20", material="Ni")
FACTORS = factors({"test:recycling": "3", "test:lorry": "0.5", "test:ni": "20", "test:pp": "2"})
END = {"stage": "end_of_life"}
SHREDDING = "end_of_life.shredding"


def holding(nickel: str, recycled: str | None = None, kg: str | None = "1") -> Product:
    """A line of so much nickel, with a stated recycled share."""
    element = Element(element="Ni", fraction=nickel, recycled=recycled)
    return Product(
        lines=(ProductLine(line="main", form="as_is", kg_per_unit=kg, elements=(element,)),)
    )


def nickel_graph(*rows: Row, product: Product | None = None, recycled: str | None = "0.9") -> Graph:
    """A cell maker that uses a virgin and a recycled salt, each 100 kg of a quarter nickel."""
    it = Graph()
    for name, share in (("virgin", None), ("second", recycled)):
        it.enter(
            name, inventory(made(name, "100"), inputs=[used("test:a", "1")]), holding("0.25", share)
        )
        it.deliver(name, name, "cell", "100")
    it.enter("cell", inventory(made("cell", "50"), inputs=list(rows)), product)
    return it


def formula_of(rulebook: Rulebook) -> CircularFootprint:
    """The formula of a rulebook that has one."""
    assert rulebook.circular_footprint is not None
    return rulebook.circular_footprint


def following(*rules: Sentence, rulebook: Rulebook = DRAFT, **members: object) -> Rulebook:
    """A rulebook whose formula follows these sentences alone, and has these members."""
    stated = tuple(CircularRule(rule=rule, source="PEF", confidence="text") for rule in rules)
    formula = formula_of(rulebook).model_copy(update={"rules": stated, **members})
    return rulebook.model_copy(update={"circular_footprint": formula})


def battery(*lines: Row, inputs: tuple[Row, ...] = (NICKEL,), **lists: object) -> Declared:
    """The battery, with further inputs, and its recycler, with these avoided lines and further lists."""
    it = declared()
    it.chain = Graph((*it.chain.factor_sets, *SETS), it.chain.entries, it.chain.deliveries)
    it.chain.enter(
        "refinery",
        inventory(made("refinery", "100"), inputs=[used("test:lime", "400")]),
        holding("0.25"),
    )
    it.chain.deliver("salt", "refinery", "plant", "80")
    it.chain.deliver("salt price", "refinery", "recycler", None)
    plant = it.chain.entries[ident("plant")]
    assert plant.inventory is not None
    packs = plant.inventory.model_copy(
        update={
            "inputs": inventory(
                made("plant", "200"), inputs=[taken("ore", "300"), taken("salt", "60"), *inputs]
            ).inputs
        }
    )
    it.chain.enter("plant", packs, holding("0.175"), model=plant.entry.model)
    rows = [used("test:melt", "50", stage="end_of_life"), *lists.pop("melted", ())]
    treated = inventory(made("recycler", "100"), inputs=rows, avoided=list(lines), **lists)
    it.chain.enter("recycler", treated, process="end_of_life.hydrometallurgy")
    return it


def recycled(name: str, amount: str = "10", **said: object) -> Row:
    """Nickel under a delivery of that name, stated as traced recycled feedstock."""
    return taken(name, amount, recycled={"material": "Ni", "evidence": "traced", **said})


def leach(it: Declared, name: str = "leach", **entry: object) -> None:
    """A recycler that makes 50 kg of nickel salt at 1 kg CO2e a kg and delivers 10 to the plant."""
    work = [used("test:melt", "50", stage="end_of_life")]
    process = {"process": "end_of_life.hydrometallurgy", **entry}
    it.chain.enter(name, inventory(made(name, "50"), inputs=work), holding("0.25"), **process)
    it.chain.deliver(name, name, "plant", "10", issuer=process.get("issuer", firm(name)))


def read(it: Declared, rulebook: Rulebook = DRAFT) -> PlausibilityContext:
    """A context of the battery's graph."""
    resolution = it.resolve()
    table = FactorTable(it.chain.factor_sets, rulebook)
    found = figures(resolution, table, rulebook)
    assert found.problems == ()
    return PlausibilityContext(resolution, found, table, rulebook)


def recycler(*lines: dict[str, object], **lists: object) -> Graph:
    """A recycler of 100 kg by 3 kg CO2e a kg of process, with these avoided lines."""
    chain = Graph((FACTORS,))
    rows = [
        used("test:recycling", "100", **END),
        used("test:lorry", "40", purpose="transport", **END),
    ]
    treated = inventory(made("plant", "100"), inputs=rows, avoided=list(lines), **lists)
    chain.enter("plant", treated, process=SHREDDING)
    return chain


def treated_total(chain: Graph, rulebook: Rulebook = DRAFT) -> Fraction:
    """The figure of what the recycler treats."""
    found = chain.figures("plant", rulebook=rulebook)
    assert found.problems == ()
    return Fraction(total_of(found.entries[ident("plant")].lines["main"].cells))


def bought() -> Graph:
    """A recycler that also buys a reagent from a signed supplier, gives off a gas, and has waste."""
    chain = Graph((FACTORS, factors({"test:slag": "1"}, "treatment")))
    chain.enter("mill", inventory(made("mill", "10"), inputs=[used("test:pp", "10")]))
    chain.deliver("reagent", "mill", "plant", "10")
    rows = [taken("reagent", "10"), used("test:lorry", "40", purpose="transport", **END)]
    lines = [avoided("10", "test:ni", material="Ni")]
    treated = inventory(
        made("plant", "100"),
        inputs=rows,
        avoided=lines,
        wastes=[wasted("test:slag", "5", **END)],
        emissions=[emitted("co2", "7", **END)],
    )
    chain.enter("plant", treated, weighing("1"), process=SHREDDING)
    return chain
