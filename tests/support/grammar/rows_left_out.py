"""Mutations of rows: goods and legs left out, rows of next to nothing, rows split, and power under another flow.

Numbers are only ever rewritten exactly.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

from support.grammar.fields import Value
from support.grammar.mutation import Mutation
from support.grammar.world import World
from support.graph import ident

from ledger.footprint.graph.numbers import format_decimal

CHEAP = (
    ("t:gravel", "kg", "material"),
    ("t:water", "kg", "material"),
    ("t:cardboard", "kg", "packaging"),
    ("t:service", "h", "material"),
    ("t:screw", "piece", "material"),
    ("pef:rail", "tkm", "packaging"),
)
REAGENTS = {"t:naoh"}
"""Flows that leave as waste, so that no balance has them: leaving them out is a blind spot, and no breach."""

AT_FLOOR = {"carbon"}
"""Entries whose honest energy is the floor of their process: above it, energy left out is a blind spot."""

SIZES = ("0.001", "1", "1000", "50000", "2000000")


def rows_of(world: World) -> Iterator[tuple[str, int, dict[str, Value]]]:
    """The inputs of all entries, each with its entry and place."""
    for name, stated in world.entries.items():
        for index, row in enumerate(stated.inventory["inputs"]):  # type: ignore[arg-type]
            yield name, index, row


def with_rows(world: World, name: str, rows: list[dict[str, Value]]) -> World:
    """The world with other inputs of an entry."""
    stated = world.entries[name]
    return world.with_entry(name, replace(stated, inventory={**stated.inventory, "inputs": rows}))


def inputs_of(world: World, name: str) -> list[dict[str, Value]]:
    """The inputs of an entry."""
    return list(world.entries[name].inventory["inputs"])  # type: ignore[call-overload]


def dropped(world: World, random: Random) -> Iterator[Mutation]:
    """Goods left out, and the leg or only its statement."""
    del random
    for name, index, row in rows_of(world):
        flow = row.get("flow") or row.get("delivery")
        is_balanced = flow not in REAGENTS and row["purpose"] == "material"
        if is_balanced and (row["unit"] == "kg" or row["type"] == "delivery"):
            yield Mutation("drop inputs", f"{name} {flow}", without(name, index))
        if row["purpose"] == "transport" and row["unit"] == "tkm" and row["type"] == "activity":
            yield Mutation("drop leg", f"{name} {row['flow']}", without(name, index))


def without(name: str, index: int) -> Callable[[World], World]:
    """The change that leaves out a row of an entry, and its delivery out of the legs."""

    def make(world: World) -> World:
        rows = inputs_of(world, name)
        gone = rows.pop(index)
        cited = gone.get("delivery")
        rows = [_uncarried(row, cited) for row in rows] if cited else rows
        return with_rows(world, name, rows)

    return make


def _uncarried(row: dict[str, Value], cited: str) -> dict[str, Value]:
    """A row whose leg no longer names a delivery."""
    leg = row.get("leg")
    if leg is None or cited not in leg["deliveries"]:
        return row
    left = [name for name in leg["deliveries"] if name != cited]
    return {**row, "leg": {**leg, "deliveries": left}}


def undelivered(world: World, random: Random) -> Iterator[Mutation]:
    """A delivery that is received and not drawn stays; its draw goes, and a cheap flow weighs as much.

    Not of goods of which no mass is known, made of others: their own balance is open, which is a blind spot.
    """
    for name, index, row in rows_of(world):
        if row["type"] == "delivery" and not _is_open(world, row["delivery"]):
            flow, unit, purpose = random.choice(CHEAP)

            def make(
                world: World,
                name: str = name,
                index: int = index,
                flow: str = flow,
                unit: str = unit,
                purpose: str = purpose,
            ) -> World:
                amount = inputs_of(world, name)[index]["amount"]
                emptied = without(name, index)(world)
                return with_rows(
                    emptied, name, [*inputs_of(emptied, name), cheap(flow, unit, purpose, amount)]
                )

            yield Mutation("replace draw", f"{name} by {flow}", make)


def _is_open(world: World, cited: str) -> bool:
    """True if goods are made of others, and no mass of them is known."""
    for name, sent in world.deliveries.items():
        if ident(name) == cited:
            maker = str(sent["from"])
            line, *_ = world.entries[maker].product["lines"]  # type: ignore[misc]
            uses = any(row["purpose"] == "material" for row in inputs_of(world, maker))
            return uses and sent.get("unit", "kg") != "kg" and line.get("kg_per_unit") is None
    return False


def cheap(flow: str, unit: str, purpose: str, amount: str) -> dict[str, Value]:
    """A row that counts next to nothing."""
    return {
        "type": "activity",
        "flow": flow,
        "amount": amount,
        "unit": unit,
        "purpose": purpose,
        "stage": "raw_material",
        "source": "dataset",
        "known": "weighed",
    }


def added(world: World, random: Random) -> Iterator[Mutation]:
    """Rows of next to nothing, in any unit and for any purpose."""
    for name in world.entries:
        flow, unit, own = random.choice(CHEAP)
        purpose = random.choice(["material", "packaging", "processing", "energy", "direct"])
        if own == "packaging":  # As a material it would be goods that the plant did not use.
            purpose = own
        row = cheap(flow, unit, purpose, random.choice(SIZES))

        def make(world: World, name: str = name, row: dict[str, Value] = row) -> World:
            return with_rows(world, name, [*inputs_of(world, name), row])

        yield Mutation("add row", f"{name} {row['flow']} {row['amount']} {purpose}", make)


def split(world: World, random: Random) -> Iterator[Mutation]:
    """A row as two rows of half the amount.

    Not of goods beside a reagent: what leaves as waste leaves room in the balance, and half of the goods could go
    unseen, which is a blind spot.
    """
    del random
    for name, index, row in rows_of(world):
        has_room = any(one.get("flow") in REAGENTS for one in inputs_of(world, name))
        if row.get("leg") is None and not (has_room and row["purpose"] == "material"):
            half = format_decimal(Decimal(row["amount"]) / 2)

            def make(world: World, name: str = name, index: int = index, half: str = half) -> World:
                rows = inputs_of(world, name)
                rows[index : index + 1] = [{**rows[index], "amount": half}] * 2
                return with_rows(world, name, rows)

            yield Mutation("split row", f"{name} {index}", make)


def energy(world: World, random: Random) -> Iterator[Mutation]:
    """Power in MJ, and power by another flow of energy."""
    for name, index, row in rows_of(world):
        if row["unit"] == "kWh":
            other = random.choice(["t:hydro", "grid:NO.average.2025"])

            def make(
                world: World, name: str = name, index: int = index, other: str = other
            ) -> World:
                rows = inputs_of(world, name)
                supply = {"supply": random.choice(["on_site", "direct_line", "contract", "grid"])}
                rows[index] = {**rows[index], "flow": other, "electricity": supply}
                return with_rows(world, name, rows)

            yield Mutation("ActivityInput.flow of power", f"{name} {other}", make)
