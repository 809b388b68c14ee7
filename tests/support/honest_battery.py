"""An honest declaration without a choice, and the facts that it may have, for the laws of the register.

No alternative would raise its figure, so nothing hides what a move gains. All masses balance: 110 kg of ore, 60 of a
salt of a quarter nickel, 20 of nickel and 10 of copper become 200 kg of battery, and all that is delivered is drawn.
The mine takes its ore from nature, the refinery its nickel from an ore whose dataset states it. Recovery is at the
rulebook's rate: 15.75 of 17.5 kg of nickel and 4.5 of 5 kg of copper per 100 kg of battery. The life is the rulebook's
default, and each kg stores 0.3 kWh.
"""

from decimal import Decimal

from support.graph import factors, firm, grids, ident
from support.graph_battery import Declared
from support.graph_recycled import add, lists_of, power, recycled_battery, restate, swap
from support.rows import avoided, emitted, used

from ledger.footprint.graph.numbers import format_decimal
from schemas.signed.entry import Element, Product, ProductLine
from schemas.vocabulary import ProcessCode

PRICES = ("0.0001", "0.01", "0.3", "1", "1.9")
"""kg CO2e per kg of datasets that are cheaper than the suppliers they replace."""
SETS = (
    *(
        factors({f"test:{name}{at}": price}, stands_for=f"urn:test:{maker}:main").model_copy(
            update={"id": f"{name}-{at}"}
        )
        for name, maker in (("ore", "mine"), ("salt", "refinery"))
        for at, price in enumerate(PRICES)
    ),
    factors({"test:steam": "0.001"}, unit="MJ"),
    factors({"test:filler": "0.3"}).model_copy(update={"id": "filler"}),
    grids({"NO": "0.01"}).model_copy(update={"id": "test-other-grids"}),
    factors({"test:nickel-ore": "1.84"}, elements=[{"element": "Ni", "fraction": "0.1"}]),
)
WORST = tuple(
    factors({f"test:worst-{name}": "900"}, stands_for=f"urn:test:{maker}:main").model_copy(
        update={"id": f"worst-{name}"}
    )
    for name, maker in (("ore", "mine"), ("salt", "refinery"))
)
"""Datasets above each supplier, without which a supplier that left the graph has no image."""
ORE, SALT = ("1000", "1500", "3000", "9000"), ("250", "400", "2000", "9000")
"""kg of lime that the mine and the refinery use; a kg of nickel costs no less in the salt than as metal."""
GAS = ("20", "400")
"""kg of carbon dioxide that the plant emits."""
LIMESTONE = Product(
    lines=(
        ProductLine(
            line="main",
            form="as_is",
            kg_per_unit="1",
            elements=tuple(
                Element(element=name, fraction=part)
                for name, part in (("C", "0.12"), ("Ca", "0.4"), ("O", "0.48"))
            ),
        ),
    )
)
"""All of what the mine gives, so that it explains what is made of it."""
CYCLES = {"M1": 60, "M2": 250}
"""Cycles a year of vehicle categories."""
FACTS = 64
"""The number of facts."""


def honest_battery(facts: int = 0) -> Declared:
    """The honest declaration of some facts, from 0 to `FACTS`."""
    it = recycled_battery()
    it.asserted |= {"capacity_kwh": "15", "warranties": [], "total_energy": energy("15", "5")}
    it.chain.factor_sets = (*it.chain.factor_sets, *SETS, *(WORST if facts // 32 % 2 else ()))
    swap(it, "mine", "inputs", 0, amount=ORE[facts % 4])
    swap(it, "refinery", "inputs", 0, amount=SALT[facts // 4 % 4], flow="test:nickel-ore")
    swap(it, "plant", "inputs", 0, amount="110")
    add(it, "refinery", inputs={**power(), "amount": "200", "stage": "raw_material"})
    it.registered = {firm("plant"): "FI"}
    it.reenter("mine", process=ProcessCode.MINING)
    mine = it.chain.entries[ident("mine")]
    it.chain.entries[ident("mine")] = mine._replace(product=LIMESTONE)
    it.chain.deliver("ore", "mine", "plant", "110")
    it.chain.deliver("salt", "refinery", "plant", "60")
    del it.chain.deliveries[ident("leach")]
    add(it, "plant", inputs=used("test:lime", "10", material="Cu"))
    gas = emitted("co2", GAS[facts // 16 % 2], stage="main_production")
    add(it, "plant", emissions=gas)
    add(it, "recycler", avoided=avoided("4.5", "test:lime", material="Cu"))
    swap(it, "recycler", "avoided", 1, amount="8.25")
    rows = lists_of(it, "plant")["inputs"]
    restate(it, "plant", inputs=tuple(row for row in rows if not getattr(row, "recycled", None)))
    return it


def energy(capacity: str, years: str, category: str = "M1") -> dict[str, str]:
    """The total energy of a capacity in kWh over years of a vehicle category's cycles, as a ratio."""
    kwh = Decimal(capacity) * Decimal(years) * CYCLES[category]
    return {"numerator": format_decimal(kwh), "denominator": "1"}
