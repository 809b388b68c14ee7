"""A battery that uses nickel as a salt and as a flow, and a recycler of it, for tests of the circular formula.

Per 200 kg of battery: 60 kg of a salt of a quarter nickel at 8 kg CO2e a kg, 20 kg of nickel as a flow at 20, 300 kg of
ore at 2. The recycler's entry is of 100 kg of battery, by 50 kg of a process at 1 kg CO2e.
"""

from support.chains import Chain, factors, firm, ident
from support.declared import Declared, declared
from support.nickel import holding
from support.rows import Row, inventory, made, taken, used

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.valuation.figure import figures
from ledger.rulebooks.catalog import load_rulebook
from schemas.circular import CircularFootprint, CircularRule, Sentence
from schemas.rulebook import Rulebook

DRAFT, PEF = load_rulebook("eu-ev-draft-2024"), load_rulebook("pef-2021")
SETS = (
    factors({"test:ni": "20", "test:melt": "1", "test:dirty": "500", "test:gone/fossil": "-3"}),
    factors({"test:slag/fossil": "-2"}, direction="treatment"),
    factors({"test:heat": "0.1"}, unit="MJ"),
)
NICKEL = used("test:ni", "20", material="Ni")


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
    it.chain = Chain((*it.chain.factor_sets, *SETS), it.chain.entries, it.chain.deliveries)
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
