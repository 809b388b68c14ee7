"""Sites, flows and credits as a Sankey picture draws them; keys are the caller's, names are already translated.

A quantity is drawn by its sign: what is above zero is a burden, what is below zero is a credit. Neither is netted with
the other, in any sum of this package.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ledger.documents.drawing.svg import STAGE_COLOURS

ZERO = Decimal(0)

Cell = tuple[str, bool]
"""A stage's key, and true for its credits."""

Amounts = Mapping[Cell, Decimal]
"""Sums by stage and sign, without zeros."""


@dataclass(frozen=True, slots=True, order=True)
class StageValue:
    """Burdens (at least 0) and credits (at most 0) of a stage, in kg CO2e per functional unit."""

    stage: str
    burdens: Decimal
    credits: Decimal = ZERO


Stages = tuple[StageValue, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A node: an entry, or a closed block of everything behind a supplier.

    Attributes:
        key: unique in the picture; also breaks ties of the layout.
        name: the product or the site, as the reader knows it.
        country: an ISO code or a region word; empty if it is not known.
        own: its own part; of a closed block, all that its known suppliers do not explain.
        closed: true if the reader may not look into it.
    """

    key: str
    name: str
    country: str = ""
    own: Stages = ()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow from one site to the next; without a target, into the product."""

    source: str
    target: str | None
    stages: Stages


@dataclass(frozen=True, slots=True)
class CreditFlow:
    """What a credit replaces, its value (at most 0), and the site that makes what is replaced, if it is known."""

    name: str
    value: Decimal
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class FlowGraph:
    """All flows behind a figure.

    Attributes:
        total: the figure as it is declared; it is written beside the picture and does not scale it.
        sites: the nodes; one from which nothing reaches the product is not drawn.
        flows: without a loop; several of the same ends are added.
        credits: the credits of all flows into the product by what they replace; a difference is shown as other credits.
    """

    total: Decimal
    sites: tuple[Site, ...] = ()
    flows: tuple[Flow, ...] = ()
    credits: tuple[CreditFlow, ...] = field(default=())


def amounts(stages: Iterable[StageValue]) -> dict[Cell, Decimal]:
    """Sums by stage and sign."""
    sums: dict[Cell, Decimal] = {}
    for row in stages:
        for value in (row.burdens, row.credits):
            if value:
                cell = row.stage, value < 0
                sums[cell] = sums.get(cell, ZERO) + value
    return sums


def add(sums: dict[Cell, Decimal], more: Amounts) -> None:
    """Add sums to sums, in place."""
    for cell, value in more.items():
        sums[cell] = sums.get(cell, ZERO) + value


def stages_of(sums: Amounts) -> Stages:
    """Sums as stage values, in the order of the life cycle; unknown stages come last, by name."""
    stages = {stage for (stage, _), value in sums.items() if value}
    return tuple(
        StageValue(stage, sums.get((stage, False), ZERO), sums.get((stage, True), ZERO))
        for stage in sorted(stages, key=_stage_order)
    )


def _stage_order(stage: str) -> tuple[int, str]:
    order = list(STAGE_COLOURS)
    return (order.index(stage) if stage in order else len(order), stage)


def burdens_of(stages: Iterable[StageValue]) -> Decimal:
    """All burdens, at least 0."""
    return sum((value for (_, credit), value in amounts(stages).items() if not credit), ZERO)


def credits_of(stages: Iterable[StageValue]) -> Decimal:
    """All credits, at most 0."""
    return sum((value for (_, credit), value in amounts(stages).items() if credit), ZERO)


def size_of(stages: Iterable[StageValue]) -> Decimal:
    """The sum of sizes, burdens and credits apart."""
    return sum((abs(value) for value in amounts(stages).values()), ZERO)
