"""Mutations of a world: every claim of every statement by the schemas, rows left out and added, firms put between.

Numbers are only ever rewritten exactly: kWh as MJ, a row as two, an amount in another unit of count with its mass. A
mutation is a pure function of a world and a choice of random numbers, with a name that says which field it touches.
"""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from support.grammar.fields import Place, Value, places, words
from support.grammar.world import Stated, World
from support.graph import YEAR, ident

from ledger.footprint.graph.numbers import format_decimal
from schemas.base import Model
from schemas.calculation import AssertedCalculation
from schemas.delivery import Delivery
from schemas.entry import Entry, Product
from schemas.facts import FIELDS
from schemas.inventory import Inventory

COUNTRIES = ("NO", "CN", "ID", "DE", "FR", "RAS", "GLO", "RER")
PERIODS = (
    {"start": "2025-01-01", "end": "2025-01-06"},
    {"start": "2024-01-01", "end": "2025-01-01"},
    {"start": "2025-06-01", "end": "2026-06-01"},
)
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

SIZES = ("0.001", "1", "1000", "50000", "2000000")


@dataclass(frozen=True)
class Mutation:
    """A change of a world.

    Attributes:
        name: the field, such as `ActivityInput.purpose`, or what is done, such as `drop inputs`.
        place: where, for a report.
        make: the changed world.
    """

    name: str
    place: str
    make: Callable[[World], World]


def mutations(world: World, random: Random) -> Iterator[Mutation]:
    """Mutations of a world in a random order of their kinds, each with random values."""
    makers = [
        _claims,
        _claims,
        _claims,
        _claims,
        _shared,
        _dropped,
        _undelivered,
        _added,
        _split,
        _energy,
        _between,
        _recounted,
    ]
    random.shuffle(makers)
    for make in makers:
        found = list(make(world, random))
        random.shuffle(found)
        yield from found


def _claims(world: World, random: Random) -> Iterator[Mutation]:  # noqa: C901 - three kinds of statements
    """Every claim of every statement, said otherwise or left out."""
    for name, stated in world.entries.items():
        header = {"period": YEAR.to_json(), **stated.header}
        parts: list[tuple[str, type[Model], Value]] = [
            ("header", Entry, header),
            ("inventory", Inventory, stated.inventory),
            ("product", Product, stated.product),
        ]
        for part, model, value in parts:
            for place, other in _others(model, value, world, random):
                yield _in_entry(name, part, place, other)
    for name, sent in world.deliveries.items():
        for place, other in _others(Delivery, dict(sent), world, random):
            if place.name != "amount":
                yield _in_delivery(name, place, other)
    for place, other in _others(AssertedCalculation, dict(world.asserted), world, random):
        if place.name not in OF_THE_WORLD:
            yield _in_calculation(place, other)


OF_THE_WORLD = {"total_energy", "capacity_kwh", "batteries", "model", "site"}
"""Fields of a calculation that say what the world is, or that are settled."""


def _others(
    model: type[Model], value: Value, world: World, random: Random
) -> Iterator[tuple[Place, Value]]:
    """The claims of a statement, each with other values of it."""
    for place in places(model, value):
        for other in _values(place, world, random):
            yield place, other


_ABSENT = object()


def _values(place: Place, world: World, random: Random) -> Iterator[Value]:
    """Other values of a claim, and its absence; none of what is no claim."""
    known = FIELDS.get(place.model, {}).get(place.name)
    if known is None or known.nature != "claim" or place.name in {"flow", "amount", "unit"}:
        return
    others = [word for word in words(place.annotation) if word != place.value]
    others += [value for value in _open(place, world) if value != place.value]
    if others:
        yield random.choice(others)
    if place.optional and place.value is not None:
        yield _ABSENT


OPEN: dict[str, list[Value]] = {
    "country": list(COUNTRIES),
    "start": [period["start"] for period in PERIODS],
    "end": [period["end"] for period in PERIODS],
    "line": ["A1", "B2", "main"],
    "lot": ["A1", "B2", "main"],
    "zone": ["A1", "B2", "main"],
    "code": ["A1", "B2", "main"],
    "material": ["Ni", "Li", "Cu", "Al", "C"],
    "formula": ["NiSO4.6H2O", "CuO3.4H2O", "Li2CO3", "CuO20"],
    "years": ["5", "8", "15"],
}
"""Values of open vocabularies, by field."""


def _open(place: Place, world: World) -> list[Value]:
    """Values of an open vocabulary: some that occur in the world, and some that do not."""
    if place.name in {"product", "model"} and isinstance(place.value, str):
        return ["urn:test:other", place.value.upper(), *_products(world)]
    return OPEN.get(place.name, [])


def _products(world: World) -> list[str]:
    return [
        str(row["product"])
        for stated in world.entries.values()
        for row in stated.inventory["outputs"]  # type: ignore[attr-defined]
    ]


def _put(value: Value, path: tuple[str | int, ...], other: Value) -> Value:
    """A copy of a value with another one at a path."""
    whole = copy.deepcopy(value)
    target = whole
    for step in path[:-1]:
        target = target[step]
    if other is _ABSENT:
        target.pop(path[-1], None)
    else:
        target[path[-1]] = other
    return whole


def _in_entry(name: str, part: str, place: Place, other: Value) -> Mutation:
    def make(world: World) -> World:
        stated = world.entries[name]
        value: Value = getattr(stated, part)
        if part == "header":
            value = {"period": YEAR.to_json(), **value}
        if place.path[:1] == ("lot",) and other is not _ABSENT:
            value = {**value, "basis": "lot_actual"}
        changed = replace(stated, **{part: _put(value, place.path, other)})
        if (place.model, place.name) == ("Output", "line"):
            changed = _renamed(changed, str(place.value), str(other))
        return world.with_entry(name, changed)

    said = "absent" if other is _ABSENT else other
    return Mutation(f"{place.model}.{place.name}", f"{name} {place.path} -> {said}", make)


def _renamed(stated: Stated, line: str, other: str) -> Stated:
    """The product line of an output under its new name."""
    lines = [
        {**row, "line": other if row["line"] == line else row["line"]}
        for row in stated.product["lines"]  # type: ignore[attr-defined]
    ]
    return replace(stated, product={"lines": sorted(lines, key=lambda row: str(row["line"]))})


def _in_delivery(name: str, place: Place, other: Value) -> Mutation:
    def make(world: World) -> World:
        stated = _put(dict(world.deliveries[name]), place.path, other)
        if place.name == "use":
            stated["amount"] = None if other == "representative" else stated["amount"]
        return world.with_delivery(name, stated)

    return Mutation(f"Delivery.{place.name}", f"{name} {place.path} -> {other}", make)


def _in_calculation(place: Place, other: Value) -> Mutation:
    def make(world: World) -> World:
        return replace(world, asserted=_put(dict(world.asserted), place.path, other))

    return Mutation(f"{place.model}.{place.name}", f"{place.path} -> {other}", make)


def _rows(world: World) -> Iterator[tuple[str, int, dict[str, Value]]]:
    for name, stated in world.entries.items():
        for index, row in enumerate(stated.inventory["inputs"]):  # type: ignore[arg-type]
            yield name, index, row


def _with_rows(world: World, name: str, rows: list[dict[str, Value]]) -> World:
    stated = world.entries[name]
    return world.with_entry(name, replace(stated, inventory={**stated.inventory, "inputs": rows}))


def _inputs(world: World, name: str) -> list[dict[str, Value]]:
    return list(world.entries[name].inventory["inputs"])  # type: ignore[call-overload]


def _dropped(world: World, random: Random) -> Iterator[Mutation]:
    """Goods left out, and the leg or only its statement."""
    del random
    for name, index, row in _rows(world):
        flow = row.get("flow") or row.get("delivery")
        is_balanced = flow not in REAGENTS and row["purpose"] == "material"
        if is_balanced and (row["unit"] == "kg" or row["type"] == "delivery"):
            yield Mutation("drop inputs", f"{name} {flow}", _without(name, index))
        if row["purpose"] == "transport":
            yield Mutation("drop leg", f"{name} {row['flow']}", _without(name, index))


def _without(name: str, index: int) -> Callable[[World], World]:
    def make(world: World) -> World:
        rows = _inputs(world, name)
        gone = rows.pop(index)
        cited = gone.get("delivery")
        rows = [_uncarried(row, cited) for row in rows] if cited else rows
        return _with_rows(world, name, rows)

    return make


def _uncarried(row: dict[str, Value], cited: str) -> dict[str, Value]:
    """A row whose leg no longer names a delivery."""
    leg = row.get("leg")
    if leg is None or cited not in leg["deliveries"]:
        return row
    left = [name for name in leg["deliveries"] if name != cited]
    return {**row, "leg": {**leg, "deliveries": left}}


def _undelivered(world: World, random: Random) -> Iterator[Mutation]:
    """A delivery that is received and not drawn stays; its draw goes, and a cheap flow weighs as much."""
    for name, index, row in _rows(world):
        if row["type"] == "delivery":
            flow, unit, purpose = random.choice(CHEAP)

            def make(
                world: World,
                name: str = name,
                index: int = index,
                flow: str = flow,
                unit: str = unit,
                purpose: str = purpose,
            ) -> World:
                amount = _inputs(world, name)[index]["amount"]
                emptied = _without(name, index)(world)
                return _with_rows(
                    emptied, name, [*_inputs(emptied, name), _cheap(flow, unit, purpose, amount)]
                )

            yield Mutation("replace draw", f"{name} by {flow}", make)


def _cheap(flow: str, unit: str, purpose: str, amount: str) -> dict[str, Value]:
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


def _added(world: World, random: Random) -> Iterator[Mutation]:
    """Rows of next to nothing, in any unit and for any purpose."""
    for name in world.entries:
        flow, unit, _ = random.choice(CHEAP)
        purpose = random.choice(["material", "packaging", "processing", "energy", "direct"])
        row = _cheap(flow, unit, purpose, random.choice(SIZES))

        def make(world: World, name: str = name, row: dict[str, Value] = row) -> World:
            return _with_rows(world, name, [*_inputs(world, name), row])

        yield Mutation("add row", f"{name} {row['flow']} {row['amount']} {purpose}", make)


def _split(world: World, random: Random) -> Iterator[Mutation]:
    """A row as two rows of half the amount."""
    del random
    for name, index, row in _rows(world):
        if row.get("leg") is None:
            half = format_decimal(Decimal(row["amount"]) / 2)

            def make(world: World, name: str = name, index: int = index, half: str = half) -> World:
                rows = _inputs(world, name)
                rows[index : index + 1] = [{**rows[index], "amount": half}] * 2
                return _with_rows(world, name, rows)

            yield Mutation("split row", f"{name} {index}", make)


def _energy(world: World, random: Random) -> Iterator[Mutation]:
    """Power in MJ, and power by another flow of energy."""
    for name, index, row in _rows(world):
        if row["unit"] == "kWh":
            other = random.choice(["t:hydro", "grid:NO.average.2025"])

            def make(
                world: World, name: str = name, index: int = index, other: str = other
            ) -> World:
                rows = _inputs(world, name)
                supply = {"supply": random.choice(["on_site", "direct_line", "contract", "grid"])}
                rows[index] = {**rows[index], "flow": other, "electricity": supply}
                return _with_rows(world, name, rows)

            yield Mutation("ActivityInput.flow of power", f"{name} {other}", make)


def _between(world: World, random: Random) -> Iterator[Mutation]:
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


def _shared(world: World, random: Random) -> Iterator[Mutation]:
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
            return _beside_a_token(world, name, role, basis, size)

        yield Mutation("Output.role", f"{name} {role} {basis} {size}", make)


def _beside_a_token(world: World, name: str, role: str, basis: str | None, size: str) -> World:
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


def _recounted(world: World, random: Random) -> Iterator[Mutation]:
    """Goods in another unit of count, with or without their mass, on the line and wherever they are cited."""
    for name, sent in world.deliveries.items():
        if sent["amount"] is None:
            continue
        unit = random.choice(["h", "piece", "m2", "m3", "kWh"])
        kg = random.choice(["1", None])

        def make(world: World, name: str = name, unit: str = unit, kg: str | None = kg) -> World:
            return _in_unit(world, name, unit, kg)

        yield Mutation("Output.unit", f"{name} in {unit}, {kg} kg each", make)


def _in_unit(world: World, name: str, unit: str, kg: str | None) -> World:
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
                    for row in _inputs(world, entry)
                ]
                world = _with_rows(world, entry, rows)
    return world
