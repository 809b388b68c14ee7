"""Mutations of words: every claim of every statement by the schemas, said otherwise or left out."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from support.grammar.fields import Place, Value, places, words
from support.grammar.history import TRUE, true_name
from support.grammar.mutation import Mutation
from support.grammar.rows_left_out import CHEAP
from support.grammar.world import Stated, World
from support.graph import YEAR

from schemas.base import Model
from schemas.signed.calculation import AssertedCalculation
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry, Product
from schemas.signed.facts import FIELDS
from schemas.signed.inventory import Inventory

COUNTRIES = ("NO", "CN", "ID", "DE", "FR", "RAS", "GLO", "RER")
PERIODS = (
    {"start": "2025-01-01", "end": "2025-01-06"},
    {"start": "2024-01-01", "end": "2025-01-01"},
    {"start": "2025-06-01", "end": "2026-06-01"},
)


def claims(world: World, random: Random) -> Iterator[Mutation]:  # noqa: C901 - three kinds of statements
    """Every claim of every statement, said otherwise or left out."""
    for name, stated in world.entries.items():
        header = {"period": YEAR.to_json(), **stated.header}
        parts: list[tuple[str, type[Model], Value]] = [
            ("header", Entry, header),
            ("inventory", Inventory, stated.inventory),
            ("product", Product, stated.product),
        ]
        for part, model, value in parts:
            # That a true entry is the same goods stays visible.
            if name.endswith(TRUE) and part != "inventory":
                continue
            for place, other in _others(model, value, world, random):
                # A true entry of another year and another lot is as good as never submitted: a blind spot.
                if place.name != "lot" or true_name(name) not in world.entries:
                    yield _in_entry(name, part, place, other)
    for name, sent in world.deliveries.items():
        for place, other in _others(Delivery, dict(sent), world, random):
            if place.name != "amount":
                yield _in_delivery(name, place, other)
    for place, other in _others(AssertedCalculation, dict(world.asserted), world, random):
        if place.name not in OF_THE_WORLD:
            yield _in_calculation(place, other)


PACKAGING = frozenset(flow for flow, _, purpose in CHEAP if purpose == "packaging")

OF_THE_WORLD = {"total_energy", "capacity_kwh", "batteries", "model", "site"}
"""Fields of a calculation that say what the world is, or that are settled."""


def _others(
    model: type[Model], value: Value, world: World, random: Random
) -> Iterator[tuple[Place, Value]]:
    """The claims of a statement, each with other values of it."""
    for place in places(model, value):
        for other in _values(place, world, random):
            if not _is_false(value, place, other):
                yield place, other


def _is_false(stated: Value, place: Place, other: Value) -> bool:
    """True if a row of packaging would be goods: its amount would be that of goods that nobody used."""
    if place.name != "purpose" or other != "material":
        return False
    row = stated
    for step in place.path[:-1]:
        row = row[step]
    return row.get("flow") in PACKAGING


_ABSENT = object()


def _values(place: Place, world: World, random: Random) -> Iterator[Value]:
    """Other values of a claim, and its absence; none of what is no claim, or of what no account can price."""
    known = FIELDS.get(place.model, {}).get(place.name)
    if known is None or not known.kinds or place.name in {"flow", "amount", "unit"}:
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
    "effect": ["0", "1"],
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
