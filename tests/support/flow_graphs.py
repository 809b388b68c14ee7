"""Random flows behind a figure: entries with several customers, stages and credits, which add up by construction."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from random import Random

from ledger.footprint.graph.numbers import EXPLAIN, format_decimal
from schemas.views.flows import CalculationFlows, FlowEdge, FlowNode, StageFlow
from schemas.vocabulary import Stage

Sums = dict[tuple[Stage, bool], Fraction]


def chain_flows(random: Random) -> CalculationFlows:
    """Flows of up to 12 entries: each sends all that it has to later ones, the last to the battery."""
    count = random.randint(1, 12)
    names = [f"n{number}" for number in range(count)]
    leaving: list[Sums] = [{} for _ in names]
    own: list[Sums] = [_own(random) for _ in names]
    edges = []
    for at in range(count):
        for key, value in own[at].items():
            leaving[at][key] = leaving[at].get(key, Fraction(0)) + value
        customers = random.sample(range(at + 1, count), min(count - at - 1, random.randint(1, 3)))
        shares = _shares(random, len(customers) or 1)
        for customer, share in zip(customers or [None], shares, strict=True):
            part = {key: value * share for key, value in leaving[at].items()}
            if customer is not None:
                for key, value in part.items():
                    leaving[customer][key] = leaving[customer].get(key, Fraction(0)) + value
            target = None if customer is None else names[customer]
            edges.append(FlowEdge(source=names[at], target=target, stages=_stages(part)))
    nodes = tuple(
        FlowNode(id=name, firm=name, own=_stages(parts))
        for name, parts in zip(names, own, strict=True)
    )
    total = sum(leaving[-1].values(), Fraction(0))
    return CalculationFlows(
        calculation="sha256:" + "d" * 64,
        total=_written(total),
        exact=True,
        nodes=nodes,
        edges=tuple(edges),
        credits=(),
    )


def _own(random: Random) -> Sums:
    stages = random.sample(list(Stage), random.randint(1, 4))
    return {
        (stage, is_credit): Fraction(random.randint(1, 999), 8) * (-1 if is_credit else 1)
        for stage in stages
        for is_credit in random.sample([False, True], random.randint(1, 2))
    }


def _shares(random: Random, count: int) -> list[Fraction]:
    """Shares with finite decimals that add up to one."""
    cuts = sorted(random.randint(1, 15) for _ in range(count - 1))
    ends = [0, *cuts, 16]
    return [Fraction(after - before, 16) for before, after in pairwise(ends)]


def _stages(sums: Sums) -> tuple[StageFlow, ...]:
    found = [
        StageFlow(
            stage=stage,
            burdens=_written(sums.get((stage, False), Fraction(0))),
            credits=_written(sums.get((stage, True), Fraction(0))),
        )
        for stage in Stage
    ]
    return tuple(row for row in found if (row.burdens, row.credits) != ("0", "0"))


def _written(value: Fraction) -> str:
    return format_decimal(EXPLAIN.divide(Decimal(value.numerator), Decimal(value.denominator)))
