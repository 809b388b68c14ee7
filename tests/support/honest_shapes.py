"""Honest declarations of different shape: true co-products, scrap that is used, power on site, datasets, corrections.

Each statement is true here, and most of them are choices: the register lists them, and an auditor can settle them.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import combinations

from support.choice_moves import CHOICE_MOVES
from support.graph import ident
from support.graph_battery import Declared
from support.graph_recycled import lists_of, restate, swap
from support.honest_battery import honest_battery
from support.rows import made

from ledger.footprint.graph.numbers import format_decimal
from schemas.signed.entry import Element, Product, ProductLine

Shape = Callable[[Declared], None]


def _corrected(it: Declared) -> None:
    """The refinery corrected its entry, upwards."""
    before = it.chain.entries[ident("refinery")]
    it.chain.entries[ident("first refinery")] = before._replace(id=ident("first refinery"))
    it.chain.change("superseded", "first refinery", "refinery")
    swap(it, "refinery", "inputs", 0, amount="260")


def _two_lots(it: Declared) -> None:
    """The plant states the ore of two deliveries as two rows."""
    rows = list(lists_of(it, "plant")["inputs"])
    ore = rows[0].to_json()
    restate(it, "plant", inputs=({**ore, "amount": "60"}, {**ore, "amount": "50"}, *rows[1:]))


def _acid(it: Declared) -> None:
    """The mine sells acid by the m3, and states its mass, by which it shares, and an assay of both."""
    (main,) = [row.to_json() for row in lists_of(it, "mine")["outputs"]]
    acid = made("mine", "2", "acid", unit="m3", role="co_product", allocation_value="3600")
    shared = (acid, {**main, "allocation_value": main["amount"]})
    restate(it, "mine", outputs=shared, allocation="mass")
    lime = {"C": "0.12", "Ca": "0.4", "O": "0.48"}
    assays = {
        "acid": ("1800", {"H": "0.02", "O": "0.65", "S": "0.33"}),
        str(main["line"]): ("1", lime),
    }
    lines = (
        ProductLine(
            line=line,
            form="as_is",
            kg_per_unit=kg,
            elements=tuple(Element(element=one, fraction=part) for one, part in held.items()),
        )
        for line, (kg, held) in sorted(assays.items())
    )
    record = it.chain.entries[ident("mine")]
    it.chain.entries[ident("mine")] = record._replace(product=Product(lines=tuple(lines)))


def played(name: str, size: int) -> Shape:
    """A move as a true statement."""
    return lambda it: CHOICE_MOVES[name].make(it, size)


SHAPES: dict[str, Shape] = {
    "gypsum is a co-product of the refinery": played("a co-product of the refinery by revenue", 3),
    "acid of the mine by the m3 is a co-product by mass": _acid,
    "power from the plant's own roof": played("power by on_site", 0),
    "some ore by dataset": played("some ore by dataset as material", 4),
    "a warranty of eight years": played("a warranty of 8 years", 0),
    "biogenic carbon": played("carbon of origin biogenic", 0),
    "ore in two lots": _two_lots,
    "an entry of the refinery that was corrected upwards": _corrected,
}


def _delivered_as_drawn(it: Declared) -> None:
    """Nothing is received that nobody uses: each delivery has the amount that is drawn of it."""
    drawn: dict[str, Decimal] = {}
    for record in it.chain.entries.values():
        for row in () if record.inventory is None else record.inventory.delivery_inputs:
            drawn[row.delivery] = drawn.get(row.delivery, Decimal(0)) + Decimal(row.amount)
    for name, record in list(it.chain.deliveries.items()):
        if record.delivery.amount is not None and name in drawn:
            amount = {"amount": format_decimal(drawn[name])}
            stated = record.delivery.model_copy(update=amount)
            it.chain.deliveries[name] = record._replace(delivery=stated)


def honest_shapes() -> Iterator[tuple[str, Declared]]:
    """Declarations with every combination of up to three shapes, each on other facts; salt costs as much as metal."""
    number = 0
    for count in range(4):
        for names in combinations(SHAPES, count):
            it = honest_battery(number % 4 + 16 * (number // 4 % 2))
            for name in names:
                SHAPES[name](it)
            _delivered_as_drawn(it)
            number += 1
            yield ", ".join(names) or "nothing chosen", it
