"""Mutations of the word that values a row: another dataset or route, a file, heat, another country, a credit.

The goods stay what they are, in their amount; only what they are said to be counts less.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

from support.grammar.building import SETS
from support.grammar.fields import Value
from support.grammar.mutation import Mutation
from support.grammar.rows_left_out import (
    AT_FLOOR,
    CHEAP,
    cheap,
    inputs_of,
    rows_of,
    with_rows,
    without,
)
from support.grammar.world import World
from support.graph import ident

from ledger.footprint.graph.numbers import format_decimal

SAME = {
    "t:binder": (
        "t:binder-low",
        "t:binder-elsewhere",
        "t:binder-old",
        "t:binder-grown",
        "t:imported-binder",
    ),
    "t:steel": ("t:steel-of-scrap",),
}
"""Other datasets for the same goods, by flow."""


def _replacing(name: str, index: int, row: dict[str, Value]) -> Callable[[World], World]:
    def make(world: World) -> World:
        rows = inputs_of(world, name)
        rows[index] = row
        return with_rows(world, name, rows)

    return make


def valued(world: World, random: Random) -> Iterator[Mutation]:
    """A row by another dataset for the same goods."""
    for name, index, row in rows_of(world):
        others = SAME.get(row.get("flow", ""), ())
        if others:
            other = random.choice(others)
            make = _replacing(name, index, {**row, "flow": other})
            yield Mutation("ActivityInput.flow of goods", f"{name} {other}", make)


def recycled(world: World, random: Random) -> Iterator[Mutation]:
    """Bought goods that are called recycled, in place of cheaper ones."""
    for name, index, row in rows_of(world):
        if row["type"] == "activity" and row.get("material") is not None:
            said = {"material": row["material"], "evidence": "traced"}
            said["flow"] = random.choice(["t:gravel", "t:steel-of-scrap"])
            make = _replacing(name, index, {**row, "recycled": said})
            yield Mutation("ActivityInput.recycled", f"{name} {row['flow']}", make)


def as_heat(world: World, random: Random) -> Iterator[Mutation]:
    """Power that is called heat, in MJ."""
    del random
    for name, index, row in rows_of(world):
        if row["unit"] == "kWh":
            mj = format_decimal(Decimal(row["amount"]) * Decimal("3.6"))
            plain = {key: value for key, value in row.items() if key != "electricity"}
            make = _replacing(name, index, {**plain, "flow": "t:steam", "unit": "MJ", "amount": mj})
            yield Mutation("ActivityInput.electricity", f"{name} as heat", make)


def no_power(world: World, random: Random) -> Iterator[Mutation]:
    """The power of goods left out, where the honest entry uses no more than the floor of its process."""
    del random
    for name, index, row in rows_of(world):
        if name in AT_FLOOR and row["unit"] == "kWh":
            yield Mutation("drop energy", f"{name} {index}", without(name, index))


def moved(world: World, random: Random) -> Iterator[Mutation]:
    """A site that is stated in a country with a cleaner mix, and its power by that mix."""
    for name, stated in world.entries.items():
        country = random.choice(["NO", "FR", "FI"])

        def make(world: World, name: str = name, country: str = country) -> World:
            stated = world.entries[name]
            site: dict[str, Value] = stated.header["site"]  # type: ignore[assignment]
            there = {**stated.header, "site": {**site, "country": country}}
            world = world.with_entry(name, replace(stated, header=there))
            rows = [
                {**row, "flow": f"grid:{country}.average.2025"}
                if str(row.get("flow", "")).startswith("grid:")
                else row
                for row in inputs_of(world, name)
            ]
            return with_rows(world, name, rows)

        if any(str(row.get("flow", "")).startswith("grid:") for row in inputs_of(world, name)):
            site: dict[str, Value] = stated.header["site"]  # type: ignore[assignment]
            if site["country"] != country:
                yield Mutation("Site.country with its mix", f"{name} {country}", make)


def by_file(world: World, random: Random) -> Iterator[Mutation]:
    """Goods of a supplier by a file; the supplier's delivery is left out.

    Only of goods in kg: in another unit it is a blind spot (`test_counterexamples`).
    """
    del random
    for name, index, row, cited, maker in _drawn(world):
        if row["unit"] == "kg":
            make = instead(name, index, cited, of_file(row, maker))
            yield Mutation("DeliveryInput.type", f"{name} {cited} by file", make)


def by_dataset(world: World, random: Random) -> Iterator[Mutation]:
    """Goods by a dataset that represents them, while another customer draws on the supplier.

    No part of the search for a breach: the supplier's product and unit, by which it is found, are words too.
    """
    del random
    for name, index, row, cited, maker in _drawn(world):
        others = [
            key for key, it in world.deliveries.items() if it["from"] == maker and key != cited
        ]
        flows = [flow for flow, made in STANDING.items() if made == f"urn:test:{maker}:main"]
        for flow in flows if others else ():
            value = cheap(flow, row["unit"], row["purpose"], row["amount"])
            make = instead(name, index, cited, value)
            yield Mutation("DeliveryInput.type", f"{name} {cited} by {flow}", make)


def _drawn(world: World) -> Iterator[tuple[str, int, dict[str, Value], str, str]]:
    """The draws of all entries, each with the delivery and its maker by name."""
    for name, index, row in rows_of(world):
        for cited, sent in world.deliveries.items():
            if row.get("delivery") == ident(cited):
                yield name, index, row, cited, str(sent["from"])


def instead(name: str, index: int, cited: str, value: dict[str, Value]) -> Callable[[World], World]:
    """The change that puts a row in the place of a draw, and leaves out its delivery."""

    def make(world: World) -> World:
        rows = inputs_of(without(name, index)(world), name)
        rows.insert(index, value)
        return with_rows(world, name, rows).with_delivery(cited, None)

    return make


STANDING = {
    row.flow: row.stands_for for found in SETS for row in found.rows if row.stands_for is not None
}
"""The products that datasets represent, by flow."""


def of_file(row: dict[str, Value], maker: str) -> dict[str, Value]:
    """A row of a file whose figure is next to nothing."""
    kept = {key: row[key] for key in ("amount", "unit", "purpose", "known")}
    return {
        **kept,
        "type": "external",
        "file": ident(f"file of {maker}"),
        "format": "pact-2",
        "product": f"urn:test:{maker}:main",
        "stage": "raw_material",
        "boundary": "cradle_to_gate",
        "declared_amount": "1",
        "valid": {"start": "2025-01-01", "end": "2026-01-01"},
        "values": [{"part": "fossil", "value": "0.01"}],
    }


def as_work(world: World, random: Random) -> Iterator[Mutation]:
    """Goods left out, and as much of something cheap that is called work on others."""
    for name, index, row in rows_of(world):
        if row["type"] == "activity" and row["unit"] == "kg" and row["purpose"] == "material":
            flow = random.choice([flow for flow, unit, _ in CHEAP if unit == "kg"])
            value = cheap(flow, "kg", "processing", row["amount"])
            make = _replacing(name, index, value)
            if row["flow"] not in {flow, "t:naoh"}:
                yield Mutation("replace by work", f"{name} {row['flow']} by {flow}", make)


AT_RATE = {"Fe"}
"""Materials that honest recyclers recover at the rulebook's rate: below it, a larger credit is no breach."""


def credited(world: World, random: Random) -> Iterator[Mutation]:
    """More of a material recovered than there is, or energy recovered as well."""
    for name, stated in world.entries.items():
        rows: list[dict[str, Value]] = list(stated.inventory.get("avoided", []))  # type: ignore[call-overload]
        if not rows or rows[0].get("material") not in AT_RATE:
            continue
        energy = {**rows[0], "flow": "t:steam", "unit": "MJ", "recovery": "energy"}
        energy = {key: value for key, value in energy.items() if key != "material"}
        more = format_decimal(Decimal(rows[0]["amount"]) * 2)
        changed = random.choice([[{**rows[0], "amount": more}, *rows[1:]], [*rows, energy]])

        def make(
            world: World, name: str = name, changed: list[dict[str, Value]] = changed
        ) -> World:
            stated = world.entries[name]
            inventory = {**stated.inventory, "avoided": changed}
            return world.with_entry(name, replace(stated, inventory=inventory))

        what = "Avoided.amount" if len(changed) == len(rows) else "Avoided.recovery"
        yield Mutation(what, name, make)
