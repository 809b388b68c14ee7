"""Mutations of structure: a firm put between two, goods beside a token, in another unit, called a hydrate, or mined."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

from support.grammar.fields import Value
from support.grammar.mutation import Mutation
from support.grammar.rows_left_out import REAGENTS, SIZES, inputs_of, rows_of, with_rows
from support.grammar.world import Stated, World
from support.graph import ident

from ledger.footprint.graph.formulas import MASSES


def between(world: World, random: Random) -> Iterator[Mutation]:
    """A trader between two firms, whose depot adds nothing."""
    for name, sent in world.deliveries.items():
        if sent["amount"] is None or f"{name} depot" in world.entries:
            continue
        country = random.choice(["NO", "DE", "CN"])

        def make(world: World, name: str = name, country: str = country) -> World:
            return _traded(world, name, country)

        yield Mutation("insert firm", f"{name} {country}", make)


def _traded(world: World, name: str, country: str) -> World:
    """The goods of a delivery by way of a depot: the second delivery has the name that is cited."""
    sent, depot = dict(world.deliveries[name]), f"{name} depot"
    first = f"{name} in"
    maker = world.entries[str(sent["from"])]
    row = {
        "type": "delivery",
        "delivery": ident(first),
        "amount": sent["amount"],
        "unit": "kg",
        "purpose": "material",
        "known": "weighed",
    }
    output = {
        "line": "main",
        "product": f"urn:test:{depot}:main".replace(" ", "-"),
        "name": "main",
        "amount": sent["amount"],
        "unit": "kg",
        "role": "main",
    }
    header = {
        "site": {"code": "depot", "country": country},
        "process": "raw_material.transport",
    }
    (line,) = [row for row in maker.product["lines"] if row["line"] == "main"]  # type: ignore[attr-defined]
    entries = {
        **world.entries,
        depot: Stated(header, {"outputs": [output], "inputs": [row]}, {"lines": [line]}),
    }
    onward = {
        "from": depot,
        "to": sent["to"],
        "amount": sent["amount"],
        "product": output["product"],
    }
    if "recipient" in sent:
        onward["recipient"] = sent["recipient"]
    inward = {**sent, "to": depot, "recipient": ident(f"firm {depot}")}
    deliveries = {**world.deliveries, first: inward, name: onward}
    places_of = {**world.registered, depot: country}
    return replace(world, entries=entries, deliveries=deliveries, registered=places_of)


def shared(world: World, random: Random) -> Iterator[Mutation]:
    """The goods of an entry beside a token: as by-product or scrap of it, or with a share of the burdens."""
    for name, stated in world.entries.items():
        outputs: list[dict[str, Value]] = list(stated.inventory["outputs"])  # type: ignore[call-overload]
        if len(outputs) > 1 or name == "pack":
            continue
        role, basis = random.choice(
            [
                ("by_product", None),
                ("scrap", None),
                ("co_product", "revenue"),
                ("co_product", "mass"),
            ]
        )
        size = random.choice(SIZES)

        def make(
            world: World,
            name: str = name,
            role: str = role,
            basis: str | None = basis,
            size: str = size,
        ) -> World:
            return beside_a_token(world, name, role, basis, size)

        yield Mutation("Output.role", f"{name} {role} {basis} {size}", make)


def beside_a_token(world: World, name: str, role: str, basis: str | None, size: str) -> World:
    """The goods of an entry in another role, beside a main product of some size."""
    stated = world.entries[name]
    (goods,) = stated.inventory["outputs"]  # type: ignore[misc]
    token = {**goods, "line": "token", "product": "urn:test:token", "amount": size}
    goods = {**goods, "role": role}
    if basis is not None:
        value = goods["amount"] if basis == "mass" else "1"
        goods, token = {**goods, "allocation_value": value}, {**token, "allocation_value": size}
    inventory = {**stated.inventory, "outputs": [goods, token]}
    if basis is not None:
        inventory["allocation"] = basis
    lines = [*stated.product["lines"], {"line": "token", "form": "as_is", "kg_per_unit": "1"}]  # type: ignore[misc]
    return world.with_entry(name, replace(stated, inventory=inventory, product={"lines": lines}))


def recounted(world: World, random: Random) -> Iterator[Mutation]:
    """Goods in another unit of count, with or without their mass, on the line and wherever they are cited.

    Goods that nobody draws keep theirs: without a mass their own balance would be open, which is a blind spot.
    """
    drawn = {row.get("delivery") for _, _, row in rows_of(world)}
    for name, sent in world.deliveries.items():
        if sent["amount"] is None or ident(name) not in drawn:
            continue
        unit = random.choice(["h", "piece", "m2", "m3", "kWh"])
        kg = random.choice(["1", None])

        def make(world: World, name: str = name, unit: str = unit, kg: str | None = kg) -> World:
            return in_unit(world, name, unit, kg)

        yield Mutation("Output.unit", f"{name} in {unit}, {kg} kg each", make)


def in_unit(world: World, name: str, unit: str, kg: str | None) -> World:
    """The goods of a delivery in another unit, of some kg each, on their line and wherever they are cited."""
    maker = str(world.deliveries[name]["from"])
    stated = world.entries[maker]
    outputs = [
        {**row, "unit": unit} if row["line"] == "main" else row
        for row in stated.inventory["outputs"]  # type: ignore[attr-defined]
    ]
    lines = []
    for line in stated.product["lines"]:  # type: ignore[attr-defined]
        plain = {key: value for key, value in line.items() if key != "kg_per_unit"}
        if line["line"] == "main":
            lines.append(plain if kg is None else {**plain, "kg_per_unit": kg})
        else:
            lines.append(line)
    changed = replace(
        stated, inventory={**stated.inventory, "outputs": outputs}, product={"lines": lines}
    )
    world = world.with_entry(maker, changed)
    for other, sent in world.deliveries.items():
        if sent["from"] == maker:
            world = world.with_delivery(other, {**sent, "unit": unit})
            for entry in world.entries:
                rows = [
                    {**row, "unit": unit} if row.get("delivery") == ident(other) else row
                    for row in inputs_of(world, entry)
                ]
                world = with_rows(world, entry, rows)
    return world


def wetted(world: World, random: Random) -> Iterator[Mutation]:
    """Goods called a hydrate of the elements that they state: their other mass is water, by the formula.

    Not the goods of packs that weigh less than what went in: what such water hides may be as much as they lost, as if
    that much of the goods were left out, which is a blind spot.
    """
    del random
    spared = {sent["from"] for name, sent in world.deliveries.items() if _loses(world, sent["to"])}
    for name, stated in world.entries.items():
        for line in stated.product["lines"]:  # type: ignore[attr-defined]
            if line.get("elements") and name not in spared:
                at = str(line["line"])

                def make(world: World, name: str = name, at: str = at) -> World:
                    return hydrate(world, name, at)

                yield Mutation("ProductLine.formula", f"{name} {at} is a hydrate", make)


def _loses(world: World, name: object) -> bool:
    """True if the batteries of an entry weigh less than the materials that went in.

    Goods that are stated in another unit keep their number: it is their mass in kg, whatever the word says.
    """
    outputs = world.entries[str(name)].inventory["outputs"] if name in world.entries else []
    made = sum(Decimal(row["amount"]) for row in outputs if row.get("batteries"))  # type: ignore[union-attr]
    rows = inputs_of(world, str(name)) if made else []
    of_goods = [row for row in rows if row["unit"] == "kg" or "delivery" in row]
    materials = [Decimal(row["amount"]) for row in of_goods if row["purpose"] == "material"]
    return sum(materials) > made


def hydrate(world: World, name: str, at: str = "main") -> World:
    """A line with the formula of its elements, in their proportion, and water for the rest."""
    stated = world.entries[name]
    lines = [
        {**line, "formula": _formula(line["elements"])} if line["line"] == at else line
        for line in stated.product["lines"]  # type: ignore[attr-defined]
    ]
    return world.with_entry(name, replace(stated, product={"lines": lines}))


def _formula(elements: list[dict[str, str]]) -> str:
    atoms = {row["element"]: Decimal(row["fraction"]) / MASSES[row["element"]] for row in elements}
    rest = 1 - sum(Decimal(row["fraction"]) for row in elements)
    water = rest / (2 * MASSES["H"] + MASSES["O"])
    salt = "".join(f"{name}{100 * count:.4f}" for name, count in atoms.items())
    return f"{salt}(H2O){100 * water:.4f}"


ASSAYS = ({}, {"Si": "0.05"}, {"Fe": "0.02"})
"""What a feigned mine states of its goods: what they state already, or next to nothing. Packs keep what they state."""


def mined(world: World, random: Random) -> Iterator[Mutation]:
    """Goods that are said to be mined, in place of what they are made of.

    Not of what is bought by a file: no delivery tells that somebody else mined it, which is a blind spot.
    """
    for name in world.entries:
        rows = inputs_of(world, name)
        by_file = any(row["type"] == "external" for row in rows)
        if any(map(_is_of_goods, rows)) and not by_file and not name.startswith("recycler"):
            assay = {} if name == "pack" else random.choice(ASSAYS)

            def make(world: World, name: str = name, assay: dict[str, str] = assay) -> World:
                return as_mine(world, name, assay)

            yield Mutation("EntryHeader.process", f"{name} mined {assay}", make)


def _is_of_goods(row: dict[str, Value]) -> bool:
    """True for a material, and for its way; power that is called one is energy, which may be left out unseen."""
    is_material = row["purpose"] == "material" and row["unit"] not in {"kWh", "MJ"}
    return is_material or "leg" in row


def as_mine(world: World, name: str, assay: dict[str, str]) -> World:
    """The goods of an entry from nature: without materials and their legs, and with another assay if one is given."""
    rows = inputs_of(world, name)
    kept = [row for row in rows if row.get("flow") in REAGENTS or not _is_of_goods(row)]
    stated = with_rows(world, name, kept).entries[name]
    lines: list[dict[str, Value]] = list(stated.product["lines"])  # type: ignore[call-overload]
    if assay:
        held = [{"element": key, "fraction": part} for key, part in sorted(assay.items())]
        lines = [{**line, "elements": held} for line in lines]
    header = {**stated.header, "process": "raw_material.mining"}
    return world.with_entry(name, replace(stated, header=header, product={"lines": lines}))
