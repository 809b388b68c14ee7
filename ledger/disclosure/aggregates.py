"""Sums over firms that would be one firm's number, and how they are told instead: in steps of a twentieth.

A sum by country, process, supply or basis of data is told to 4 digits where at least three firms besides the
manufacturer are in it; with fewer, one of them could take its own part off and know the other's (the minimum frequency
rule of statistical disclosure control; Hundepool and others, 2012, section 4.2). The whole is told too, so what
it leaves beside the sums that are told must not be one firm's number either: the next smallest sums are told in steps
until it is none. The manufacturer knows its own part, so it does not count. Left out: a sum that one large firm
dominates, the stages of a figure, which its header states, and the origin of an element, which due diligence asks for.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from ledger.footprint.graph.numbers import EXPLAIN, ZERO

FEWEST: Final = 3
"""The fewest firms, besides the manufacturer, whose sum is told to 4 digits."""

STEP: Final = Decimal("0.05")
"""The part of the whole in whose steps a smaller sum is told."""


def firms_by(named: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """The firms in each sum, by its name, from the name and the firm of each part."""
    firms = defaultdict[str, set[str]](set)
    for name, firm in named:
        firms[name].add(firm)
    return {name: frozenset(of) for name, of in firms.items()}


def told_in_steps(firms: Mapping[str, frozenset[str]], manufacturer: str) -> frozenset[str]:
    """The sums that are told in steps.

    Args:
        firms: the firms in each sum, by its name.
        manufacturer: who knows its own part of each.
    """
    others = {name: of - {manufacturer} for name, of in firms.items()}
    closed = {name for name, of in others.items() if 0 < len(of) < FEWEST}
    waiting = sorted(
        (name for name, of in others.items() if len(of) >= FEWEST),
        key=lambda name: (len(others[name]), name),
    )
    while closed and waiting and len(_all(others, closed)) < FEWEST:
        closed.add(waiting.pop(0))
    return frozenset(closed)


def _all(firms: Mapping[str, frozenset[str]], names: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*(firms[name] for name in names))


def in_steps(value: Decimal, whole: Decimal) -> Decimal:
    """A part of a whole, to the nearest step; half a step goes to the even one."""
    step = EXPLAIN.multiply(STEP, whole.copy_abs())
    if not step:
        return ZERO
    return EXPLAIN.multiply(step, EXPLAIN.divide(value, step).to_integral_value(context=EXPLAIN))
