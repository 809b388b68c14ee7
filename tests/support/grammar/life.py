"""Mutations of what divides a figure: a longer life, a larger capacity, a vehicle with more cycles, each a mere word.

Only an unsettled figure prices them, so a search by them compares that one with the honest declared figure.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

from support.grammar.mutation import Mutation
from support.grammar.world import Json, World

from ledger.footprint.graph.numbers import format_decimal

CYCLES = {"L": 20, "M1": 60, "M2": 250}
"""Cycles a year by vehicle category, in every rulebook that rotates."""

DEFAULT_YEARS = "5"


def lived(world: World, random: Random) -> Iterator[Mutation]:
    """Another capacity, warranty, cycle life or vehicle category, and the total energy that follows."""
    asserted = world.asserted
    more = format_decimal(Decimal(str(asserted["capacity_kwh"])) * 2)
    changes: list[Json] = [{"capacity_kwh": more}]
    if asserted.get("cycle_life") is None:
        years = random.choice(["8", "15"])
        changes.append({"warranties": [{"years": years, "remaining_energy": "0.8"}]})
        changes += [{"vehicle_category": name} for name in CYCLES]
    else:
        changes.append({"cycle_life": random.choice(["1500", "6000"])})
    for change in changes:

        def make(world: World, change: Json = change) -> World:
            return replace(world, asserted=_derived({**world.asserted, **change}))

        (name,) = change
        yield Mutation(f"AssertedCalculation.{name}", f"-> {change[name]}", make)


def _derived(asserted: Json) -> Json:
    """What a calculation asserts, with the total energy that follows from it."""
    years, category = DEFAULT_YEARS, str(asserted.get("vehicle_category"))
    for row in asserted["warranties"]:  # type: ignore[attr-defined]
        years = str(row["years"])
    cycles = asserted.get("cycle_life") or CYCLES[category] * int(years)
    energy = Decimal(str(asserted["capacity_kwh"])) * Decimal(str(cycles))
    return {
        **asserted,
        "total_energy": {"numerator": format_decimal(energy), "denominator": "1"},
    }
