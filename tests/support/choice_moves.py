"""Legitimate words that lower a figure, each of which the register of choices lists.

A move states something of the honest declaration (`support.rule_battery`) that an honest firm could state too, and that
is false there. Its alternative must bring the figure back, whatever its size, for facts within the rulebook's bounds:
the worst dataset of a product is above its supplier, and recovery is above the rulebook's rate.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from support.chains import factors, ident
from support.declared import Declared
from support.rows import Row, avoided, made, taken, used
from support.rule_battery import MASSES, add, lists_of, recycled_battery, restate, swap

from schemas.entry import Product, ProductLine

PRICES = ("0.0001", "0.01", "0.3", "1", "1.9")
"""kg CO2e per kg of datasets that are cheaper than the suppliers they replace."""
SETS = tuple(
    factors({f"test:{name}{at}": price}, stands_for=f"urn:test:{maker}:main").model_copy(
        update={"id": f"{name}-{at}"}
    )
    for name, maker in (("ore", "mine"), ("salt", "refinery"))
    for at, price in enumerate(PRICES)
)
WORST = tuple(
    factors({f"test:worst-{name}": "900"}, stands_for=f"urn:test:{maker}:main").model_copy(
        update={"id": f"worst-{name}"}
    )
    for name, maker in (("ore", "mine"), ("salt", "refinery"))
)
"""Datasets above each supplier, without which a supplier that left the graph has no image."""
ORE, SALT = ("1000", "1500", "3000", "9000"), ("250", "400", "2000", "9000")
"""kg of lime that the mine and the refinery use, by facts; a kg of nickel costs no less in the salt than as metal."""


@dataclass(frozen=True)
class ChoiceMove:
    """A word that lowers the figure.

    Attributes:
        make: changes statements, by a size from 0 to 8 and a variant.
        kinds: the kinds of choices, any of which lists it.
    """

    make: Callable[[Declared, int, int], None]
    kinds: frozenset[str]


def honest_battery(facts: int = 0) -> Declared:
    """The honest declaration of some facts: what the mine and the refinery use, and how much the plant draws.

    It has no choice that its alternative would raise, so nothing hides what a move gains. Recovery is at the rulebook's
    rate: 15.75 of 17.5 kg of nickel and 4.5 of 5 kg of copper per 100 kg of battery.
    """
    it = recycled_battery()
    it.asserted |= {
        "capacity_kwh": "15",
        "warranties": [],
        "total_energy": {"numerator": "4500", "denominator": "1"},
    }
    it.chain.factor_sets = (*it.chain.factor_sets, *SETS, *(WORST if facts // 64 % 2 else ()))
    swap(it, "mine", "inputs", 0, amount=ORE[facts % 4])
    swap(it, "refinery", "inputs", 0, amount=SALT[facts // 4 % 4])
    swap(it, "plant", "inputs", 0, amount=("300", "60")[facts // 16 % 2])
    swap(it, "plant", "inputs", 1, amount=("60", "20")[facts // 32 % 2])
    add(it, "plant", inputs=used("test:lime", "10", material="Cu"))
    add(it, "recycler", avoided=avoided("4.5", "test:lime", material="Cu"))
    swap(it, "recycler", "avoided", 1, amount="8.25")
    virgin = [
        row for row in lists_of(it, "plant")["inputs"] if getattr(row, "recycled", None) is None
    ]
    restate(it, "plant", inputs=tuple(virgin))
    return it


def _maker(choice: int) -> str:
    return ("mine", "refinery", "plant")[choice % 3]


def _outputs(it: Declared, name: str) -> tuple[Row, list[Row]]:
    """The main output of an entry, and its others."""
    rows = [row.to_json() for row in lists_of(it, name)["outputs"]]
    main = next(row for row in rows if row["role"] == "main")
    return main, [row for row in rows if row is not main]


def _co_product(it: Declared, size: int, choice: int) -> None:
    """Slag, sulfate or water is a co-product, by a basis on which it takes a share."""
    name = _maker(choice)
    basis = ("mass", "energy", "revenue")[choice // 3 % 3]
    main, others = _outputs(it, name)
    slag = made(name, MASSES[size], "slag", role="co_product", allocation_value=MASSES[size])
    sharing = [{**row, "allocation_value": "3"} for row in others if row["role"] == "co_product"]
    free = [row for row in others if row["role"] != "co_product"]
    rows = [{**main, "allocation_value": "3"}, *sharing, *free, slag]
    state_outputs(it, name, rows, basis)


def _burden_free(it: Declared, size: int, choice: int) -> None:
    """The goods delivered are a by-product, or scrap, of a token main product."""
    name = ("mine", "refinery")[choice % 2]
    main, others = _outputs(it, name)
    free = {**main, "role": ("by_product", "scrap")[choice // 2 % 2]}
    free.pop("allocation_value", None)
    token = made(name, MASSES[size], "free-token")
    state_outputs(it, name, [token, free, *_unshared(others)], None)


def _swapped(it: Declared, size: int, choice: int) -> None:
    """Main and co-product change places: the goods that are drawn are the co-product."""
    name = _maker(choice)
    main, others = _outputs(it, name)
    if name == "plant":
        return
    drawn = {**main, "role": "co_product", "allocation_value": "1"}
    token = made(name, "5", "swap-token", allocation_value=MASSES[size])
    state_outputs(it, name, [token, drawn, *_unshared(others)], "revenue")


def _unshared(rows: list[Row]) -> list[Row]:
    """Outputs that share nothing: by-products."""
    plain = [{key: row[key] for key in row if key != "allocation_value"} for row in rows]
    return [{**row, "role": "by_product"} for row in plain]


def state_outputs(it: Declared, name: str, rows: list[Row], basis: str | None) -> None:
    """State the outputs of an entry, sorted by line, and the basis on which they share."""
    ordered = tuple(sorted(rows, key=lambda row: str(row["line"])))
    restate(it, name, outputs=ordered, allocation=basis)
    record = it.chain.entries[ident(name)]
    if record.product is not None:
        stated = {row.line: row for row in record.product.lines}
        lines = tuple(
            stated.get(str(row["line"]), ProductLine(line=str(row["line"]), form="as_is"))
            for row in ordered
        )
        it.chain.entries[ident(name)] = record._replace(product=Product(lines=lines))


def _dataset(it: Declared, size: int, choice: int) -> None:
    """Ore or salt is bought by a dataset, and a part or nothing of it under the delivery."""
    at, name, delivery = ((0, "ore", "ore"), (1, "salt", "salt"))[choice % 2]
    purpose = ("material", "packaging", "processing")[choice // 2 % 3]
    rows = list(lists_of(it, "plant")["inputs"])
    amount = rows[at].amount
    flow = f"test:{name}{size % len(PRICES)}"
    bought = used(flow, amount, purpose=purpose)
    if choice // 6 % 2 and {*WORST} <= {*it.chain.factor_sets}:
        rows[at] = bought
    else:
        rows[at] = taken(delivery, "1")
        rows.append(bought)
    restate(it, "plant", inputs=tuple(rows))


def _credit(it: Declared, size: int, choice: int) -> None:
    """More of a material is recovered; where its A is larger than that of copper, less of the process counts."""
    del choice
    swap(it, "recycler", "avoided", size % 2, amount=MASSES[size])


def _second_credit(it: Declared, size: int, choice: int) -> None:
    """Another line credits a material once more."""
    material = ("Ni", "C", "PP", "Cu")[choice % 4]
    flow = ("test:ni", "test:dirty", "test:lime")[choice // 4 % 3]
    add(it, "recycler", avoided=avoided(MASSES[size], flow, material=material))


def _dearer(it: Declared, size: int, choice: int) -> None:
    """The nickel is credited as the salt, by its mass in nickel."""
    del choice
    swap(it, "recycler", "avoided", 1, flow=None, delivery=ident("salt price"), amount=MASSES[size])


def _energy(it: Declared, size: int, choice: int) -> None:
    """Energy is recovered and credited."""
    flow, unit = (("test:heat", "MJ"), ("test:dirty", "kg"))[choice % 2]
    add(it, "recycler", avoided=avoided(MASSES[size], flow=flow, unit=unit, recovery="energy"))


def _feedstock(it: Declared, size: int, choice: int) -> None:
    """Virgin goods are called recycled, and replace a cheaper supply or themselves."""
    at = choice % 2
    named = ({"flow": "test:ni"}, {"flow": "test:lime"}, {"delivery": ident("salt")})[size % 3]
    swap(it, "plant", "inputs", at, recycled={"material": "Ni", "evidence": "traced", **named})


CHOICE_MOVES: Mapping[str, ChoiceMove] = {
    "a co-product": ChoiceMove(_co_product, frozenset({"allocation.co_product"})),
    "goods without burdens": ChoiceMove(_burden_free, frozenset({"allocation.burden_free"})),
    "main and co-product swapped": ChoiceMove(_swapped, frozenset({"allocation.co_product"})),
    "a dataset": ChoiceMove(
        _dataset, frozenset({"factor.lower", "supplier.dataset", "supplier.processing"})
    ),
    "more recovered": ChoiceMove(_credit, frozenset({"recovery.credit", "recovery.joint_process"})),
    "recovered once more": ChoiceMove(_second_credit, frozenset({"recovery.credit"})),
    "a dearer credit": ChoiceMove(_dearer, frozenset({"recovery.credit"})),
    "recovered energy": ChoiceMove(_energy, frozenset({"recovery.energy"})),
    "feedstock called recycled": ChoiceMove(_feedstock, frozenset({"recovery.feedstock"})),
}
"""The moves by name."""
