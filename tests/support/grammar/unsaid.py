"""Mutations of what goods hold: an element, or all of them, is left unsaid."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

from support.grammar.fields import Value
from support.grammar.mutation import Mutation
from support.grammar.rows_left_out import rows_of
from support.grammar.world import World
from support.graph import ident


def unsaid(world: World, random: Random) -> Iterator[Mutation]:
    """Goods of which one element, or all, is left unsaid; what is said stays true.

    Not of packs: what went in would count as what they hold, and more be recovered of it than there is. Nor of goods of
    which the user loses some: its own statement would be the account, and its losses cover as much. Both are blind
    spots.
    """
    for name, stated in world.entries.items():
        if stated.header.get("model") is not None or _is_lost_in_use(world, name):
            continue
        for line in stated.product["lines"]:  # type: ignore[attr-defined]
            for row in line.get("elements", ()):
                gone = random.choice([row["element"], None])

                def make(
                    world: World,
                    name: str = name,
                    at: str = str(line["line"]),
                    gone: str | None = gone,
                ) -> World:
                    return without_element(world, name, at, gone)

                yield Mutation("ProductLine.elements", f"{name} without {gone or 'any'}", make)


def _is_lost_in_use(world: World, name: str) -> bool:
    """True if a customer states less of an element of goods than it draws."""
    lines: list[dict[str, Value]] = list(world.entries[name].product["lines"])  # type: ignore[call-overload]
    sent = {ident(key) for key, it in world.deliveries.items() if it["from"] == name}
    return any(
        _stated_kg(world, customer, row["element"])
        < Decimal(str(drawn["amount"])) * Decimal(row["fraction"])
        for customer, _, drawn in rows_of(world)
        if drawn.get("delivery") in sent
        for line in lines
        for row in line.get("elements", ())
    )


def _stated_kg(world: World, name: str, element: str) -> Decimal:
    """The kg of an element that the outputs of an entry state."""
    lines = {it["line"]: it for it in world.entries[name].product["lines"]}  # type: ignore[attr-defined]
    return sum(
        (
            Decimal(output["amount"]) * Decimal(row["fraction"])
            for output in world.entries[name].inventory["outputs"]  # type: ignore[attr-defined]
            for row in lines.get(output["line"], {}).get("elements", ())
            if row["element"] == element
        ),
        Decimal(0),
    )


def without_element(world: World, name: str, at: str, gone: str | None) -> World:
    """A line that does not state an element, or none."""
    stated = world.entries[name]
    lines = [
        {
            **line,
            "elements": [
                row for row in line.get("elements", ()) if gone and row["element"] != gone
            ],
        }
        if line["line"] == at
        else line
        for line in stated.product["lines"]  # type: ignore[attr-defined]
    ]
    return world.with_entry(name, replace(stated, product={"lines": lines}))
