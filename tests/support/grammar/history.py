"""Mutations of the log's word: the true entry is there, and what counts is another one that leaves something out.

    corrected       the true entry was corrected before the calculation, or is the correction of it after
    withdrawn       the true entry was withdrawn, and entered again
    look-alike      the true entry stays, of another year, under a product id that looks alike, for the same lot
    another lot     a delivery names another entry of its maker that makes the same product
    left out        an entry of the battery is excluded with a reason, or was dated out of the period

What the other entry leaves out may be a row of any kind: no balance has to miss it, since the log has it.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

from support.grammar.fields import Value
from support.grammar.mutation import Mutation
from support.grammar.rows_left_out import inputs_of, without
from support.grammar.world import Json, Stated, World
from support.graph import YEAR, firm, ident

from ledger.footprint.graph.numbers import format_decimal

WAYS = ("corrected", "corrected later", "withdrawn", "look-alike")
"""What becomes of the true entry."""

LONG_AGO = {"start": "2021-01-01", "end": "2022-01-01"}
LOT = {"lot": "A1", "basis": "lot_actual"}


def restated(world: World, random: Random) -> Iterator[Mutation]:
    """An entry beside the true one, without one of its rows.

    A true one gets no other year and lot by a look-alike of its own: so it is as good as never submitted.
    """
    for name in world.entries:
        rows = inputs_of(world, name)
        if not rows or true_name(name) in world.entries:
            continue
        ways = WAYS[:-1] if name.endswith(TRUE) else WAYS
        way, index = random.choice(ways), random.randrange(len(rows))
        flow = rows[index].get("flow") or rows[index].get("delivery")

        def make(world: World, name: str = name, index: int = index, way: str = way) -> World:
            return beside_the_truth(world, name, index, way)

        yield Mutation(f"Entry {way}", f"{name} without {flow}", make)


TRUE = " before"
"""The end of the name of a true entry beside one that leaves something out."""


def true_name(name: str) -> str:
    """The name of the true entry beside one that leaves something out."""
    return f"{name}{TRUE}"


def beside_the_truth(world: World, name: str, index: int, way: str) -> World:
    """The true entry by its new name, and the one that counts, without a row."""
    true, before = world.entries[name], true_name(name)
    issuer = true.header.get("issuer", firm(name))
    own: Json = {**true.header, "issuer": issuer}
    other: Json = {}
    changes = list(world.changes)
    if way == "corrected":
        other = {"supersedes": {"id": ident(before), "reason": "correction"}}
        changes.append(("superseded", before, name))
    elif way == "corrected later":
        own["supersedes"] = {"id": ident(name), "reason": "correction"}
    elif way == "withdrawn":
        changes.append(("withdrawn", before, f"withdrawal of {name}"))
    else:
        true, other = _respelled(true), LOT
        own |= {**true.header, "period": LONG_AGO, **LOT}
    lying = world.entries[name]
    entries = {
        **world.entries,
        name: replace(lying, header={**lying.header, **other}),
        before: replace(true, header=own),
    }
    return without(name, index)(replace(world, entries=entries, changes=tuple(changes)))


def _respelled(stated: Stated) -> Stated:
    """An entry whose products are written in capitals."""
    outputs: list[dict[str, Value]] = stated.inventory["outputs"]  # type: ignore[assignment]
    rows = [{**row, "product": _capital(str(row["product"]))} for row in outputs]
    header = dict(stated.header)
    if "model" in header:
        header["model"] = _capital(str(header["model"]))
    return Stated(header, {**stated.inventory, "outputs": rows}, stated.product)


def _capital(name: str) -> str:
    head, _, tail = name.partition(":test:")
    return f"{head}:test:{tail.upper()}"


def another_lot(world: World, random: Random) -> Iterator[Mutation]:
    """A delivery whose goods come from another entry that makes the same product."""
    del random
    for name, sent in world.deliveries.items():
        maker = str(sent["from"])
        for other, stated in world.entries.items():
            if other != maker and _makes_as_well(world, maker, stated):

                def make(world: World, name: str = name, other: str = other) -> World:
                    return _of_lot(world, name, other)

                yield Mutation("Delivery.entry", f"{name} from {other}", make)


def _of_lot(world: World, name: str, other: str) -> World:
    """A delivery of another entry, by the maker and product of the one that it was of."""
    sent = world.deliveries[name]
    maker = str(sent["from"])
    (made,) = _main(world.entries[maker])
    issuer = world.entries[maker].header.get("issuer", firm(maker))
    kept = {"issuer": issuer, "product": made["product"], **sent}
    return world.with_delivery(name, {**kept, "from": other})


def _main(stated: Stated) -> list[dict[str, Value]]:
    outputs: list[dict[str, Value]] = stated.inventory["outputs"]  # type: ignore[assignment]
    return [row for row in outputs if row["line"] == "main"]


def _makes_as_well(world: World, maker: str, other: Stated) -> bool:
    made, others = _main(world.entries[maker]), _main(other)
    issuer = world.entries[maker].header.get("issuer", firm(maker))
    same = made and others and made[0]["product"] == others[0]["product"]
    return bool(same) and other.header.get("issuer") == issuer


def left_out(world: World, random: Random) -> Iterator[Mutation]:
    """An entry of the battery that is not counted, beside others that are, and its end of life."""
    products = [row for row in world.rows if row["role"] == "product"]
    for row in products if len(products) > 1 else ():
        (name,) = (name for name in world.entries if ident(name) == row["entry"])
        is_stated = true_name(name) in world.entries
        way = "excluded" if is_stated else random.choice(["excluded", "dated out"])

        def make(world: World, name: str = name, way: str = way) -> World:
            return without_entry(world, name, way)

        yield Mutation(f"Composition {way}", name, make)


def without_entry(world: World, name: str, way: str) -> World:
    """A world whose calculation does not count an entry of the battery."""
    (row,) = (row for row in world.rows if row.get("entry") == ident(name))
    stated = world.entries[name]
    (line,) = _main(stated)
    kg = Decimal(str(row["amount"]))
    rows = tuple(
        {**other, "amount": format_decimal(Decimal(str(other["amount"])) - kg)}
        if other["role"] == "end_of_life"
        else other
        for other in world.rows
        if other is not row
    )
    count = int(str(world.asserted["batteries"])) - int(line["batteries"])
    fewer = replace(world, rows=rows, asserted={**world.asserted, "batteries": count})
    if way == "excluded":
        return replace(fewer, excluded=(*fewer.excluded, name))
    before, moved = true_name(name), {"id": ident(true_name(name)), "reason": "correction"}
    issuer = stated.header.get("issuer", firm(name))
    own = {"period": YEAR.to_json(), **stated.header, "issuer": issuer}
    entries = {
        **fewer.entries,
        before: replace(stated, header=own),
        name: replace(stated, header={**own, "period": LONG_AGO, "supersedes": moved}),
    }
    return replace(fewer, entries=entries, changes=(*fewer.changes, ("superseded", before, name)))
