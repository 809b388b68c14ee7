"""The search for a breach: climbs from an honest chain towards a lower conservative figure.

A step is a mutation that is accepted. The climb goes on from the lowest figure so far, and now and then from a figure
that is no lower, so that two mutations which gain only together are found. Every random choice comes from the seed.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import NamedTuple

from support.grammar.mutation import Mutation
from support.grammar.mutations import KINDS, Kind, mutations
from support.grammar.world import Verdict, World, judge

from schemas.signed.rulebook import Rulebook

ROUNDING = Decimal("1e-15")
"""The difference that rounding alone can make to a figure."""

LENGTH = 6
"""The most mutations of one plan."""


Judged = Callable[[World, Rulebook], Verdict | None]


class Law(NamedTuple):
    """The verdict that a law is about, and the kinds of mutations that it allows."""

    judged: Judged = judge
    kinds: tuple[Kind, ...] = KINDS


FIGURE = Law()
"""The law of the conservative figure."""


@dataclass
class Breach:
    """A plan that is accepted, and whose conservative figure is below the honest declared one."""

    seed: int
    plan: list[Mutation]
    honest: Decimal
    declared: Decimal
    conservative: Decimal


@dataclass
class Found:
    """The result of a search: plans tried and accepted by the name of their last mutation, and breaches."""

    tried: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    lower: int = 0
    least: Decimal | None = None
    breaches: list[Breach] = field(default_factory=list)


def climb(
    honest: World,
    rulebook: Rulebook,
    seed: int,
    found: Found,
    goes_on: Callable[[], bool],
    law: Law = FIGURE,
) -> None:
    """Climb once from an honest chain by the mutations of a law; what is met is added to `found`."""
    random = Random(seed)  # noqa: S311 - the same climb each time
    judged = law.judged
    first = judged(honest, rulebook)
    assert first is not None
    assert first.settled is not None, "the honest chain is refused"
    right = first.outcome.total
    world, plan, best = honest, list[Mutation](), first.settled
    misses = 0
    while len(plan) < LENGTH and misses < 40 and goes_on():
        mutation = next(mutations(world, random, law.kinds))
        found.tried[mutation.name] += 1
        try:
            changed = mutation.make(world)
        except (LookupError, ValueError):
            continue
        verdict = judged(changed, rulebook)
        if verdict is None or verdict.settled is None:
            misses += 1
            continue
        found.accepted[mutation.name] += 1
        found.lower += verdict.outcome.total < right - ROUNDING
        ratio = verdict.settled / right
        found.least = ratio if found.least is None else min(found.least, ratio)
        if verdict.settled < right - ROUNDING:
            found.breaches.append(
                Breach(seed, [*plan, mutation], right, verdict.outcome.total, verdict.settled)
            )
            return
        if verdict.settled < best or random.random() < 0.15:
            world, plan, best, misses = changed, [*plan, mutation], verdict.settled, 0
        else:
            misses += 1


def shrunk(
    honest: World,
    rulebook: Rulebook,
    breach: Breach,
    judged: Judged = judge,
) -> list[Mutation]:
    """The plan of a breach without the mutations that it does not need."""
    plan = list(breach.plan)
    for mutation in list(plan):
        others = [other for other in plan if other is not mutation]
        if breaks(honest, rulebook, others, breach.honest, judged):
            plan = others
    return plan


def breaks(
    honest: World,
    rulebook: Rulebook,
    plan: list[Mutation],
    right: Decimal,
    judged: Judged,
) -> bool:
    """True if a plan is accepted and below the right figure."""
    world = honest
    for mutation in plan:
        try:
            world = mutation.make(world)
        except (LookupError, ValueError):
            return False
    verdict = judged(world, rulebook)
    return (
        verdict is not None and verdict.settled is not None and verdict.settled < right - ROUNDING
    )
