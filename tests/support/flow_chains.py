"""Random chains of flows that obey the law of flows: what leaves a site is its own part plus what arrives."""

from collections.abc import Mapping
from decimal import Context, Decimal
from itertools import pairwise
from random import Random

from ledger.documents.drawing.sankey.values import (
    CreditFlow,
    Flow,
    FlowGraph,
    Site,
    Stages,
    StageValue,
    amounts,
    stages_of,
)
from ledger.documents.drawing.sankey.words import SankeyWords

STAGES = ("raw_material", "main_production", "distribution", "end_of_life")
WORDS = (
    "Nickel",
    "sulfate",
    "Precursor",
    "Cathode",
    "Lithiumhydroxid-Monohydrat",
    "Kobalt",
    "foil",
    "硫酸镍",
    "石墨化",
    "GmbH",
    "of",
    "coke",
)
PLACES = ("CN", "DE", "FI", "GLO", "")


def written(value: Decimal) -> str:
    """A value of 4 digits."""
    return f"{Context(prec=4).plus(value).normalize():f}".replace("-", "\u2212")


def words(**other: object) -> SankeyWords:
    """English words."""
    stated: dict[str, object] = {
        "title": "From mine to pack",
        "description": "Flows in kg CO2e per kWh.",
        "declared": "Declared",
        "unit": "kg CO2e per kWh",
        "credits": "Credits",
        "other_credits": "Other credits",
        "below_zero": "below zero",
        "own": "own",
        "with_suppliers": "with suppliers",
        "behind": "with all behind it",
        "nothing": "Nothing flows here.",
        "stages": {stage: stage.replace("_", " ").capitalize() for stage in STAGES},
        "smaller": lambda count: f"{count} smaller sites",
        "number": written,
        "figure": written,
    }
    return SankeyWords(**(stated | other))  # type: ignore[arg-type]


def burden(value: str, stage: str = "raw_material", credit: str = "0") -> Stages:
    """One stage's values."""
    return (StageValue(stage, Decimal(value), Decimal(credit)),)


def graph_of(
    own: Mapping[str, Stages],
    shares: Mapping[str, Mapping[str | None, int]],
    closed: frozenset[str] = frozenset(),
    names: Mapping[str, tuple[str, str]] | None = None,
) -> FlowGraph:
    """The graph of own parts and of the shares in which each site's goods go to its consumers.

    Args:
        own: own parts by site, consumers before their suppliers.
        shares: whole numbers by consumer, for each site.
        closed: sites that are closed blocks.
        names: name and country by site; else the key, in Germany.
    """
    leaving = {key: dict(amounts(stages)) for key, stages in own.items()}
    flows = []
    for key in reversed(list(own)):
        whole = sum(shares[key].values())
        for target, share in shares[key].items():
            part = {cell: value * share / whole for cell, value in leaving[key].items()}
            flows.append(Flow(key, target, stages_of(part)))
            for cell, value in part.items():
                if target is not None:
                    leaving[target][cell] = leaving[target].get(cell, Decimal(0)) + value
    total = sum(
        (value for flow in flows if flow.target is None for value in _all(flow)), Decimal(0)
    )
    sites = tuple(
        Site(key, *(names or {}).get(key, (key, "DE")), stages, closed=key in closed)
        for key, stages in own.items()
    )
    return FlowGraph(total, sites, tuple(flows), ())


def _all(flow: Flow) -> list[Decimal]:
    return list(amounts(flow.stages).values())


def random_graph(seed: int, most: int = 40) -> FlowGraph:
    """A random chain: trees, sites with several consumers, credits, closed blocks, and tiny flows."""
    random = Random(seed)  # noqa: S311 - test data
    count = random.randint(1, most)
    keys = [f"s{number:02}" for number in range(count)]
    own: dict[str, Stages] = {}
    shares: dict[str, dict[str | None, int]] = {}
    names: dict[str, tuple[str, str]] = {}
    depth = random.choice((1, 3, count))
    for number, key in enumerate(keys):
        own[key] = _own(random)
        earlier: list[str | None] = [None, *keys[max(0, number - depth) : number]]
        consumers = random.sample(earlier, random.choice((1, 1, 1, min(2, len(earlier)))))
        shares[key] = {target: random.randint(1, 5) for target in consumers}
        name = " ".join(random.choices(WORDS, k=random.randint(1, 4)))
        names[key] = (name, random.choice(PLACES))
    closed = frozenset(key for key in keys if random.random() < random.choice((0, 0.3)))
    graph = graph_of(own, shares, closed, names)
    return _with_credits(graph, random)


def _own(random: Random) -> Stages:
    found = []
    for stage in random.sample(STAGES, random.randint(0, 3)):
        size = Decimal(random.randint(0, 999)) / 10 ** random.choice((3, 3, 4, 7, 12))
        credit = Decimal(-random.randint(1, 999)) / 10 ** random.choice((3, 4, 9))
        found.append(StageValue(stage, size, credit if random.random() < 0.25 else Decimal(0)))
    return tuple(found)


def _with_credits(graph: FlowGraph, random: Random) -> FlowGraph:
    """The graph with its credits named, in part or wholly."""
    cells = [amounts(flow.stages) for flow in graph.flows if flow.target is None]
    total = sum((value for sums in cells for value in sums.values() if value < 0), Decimal(0))
    if not total or random.random() < 0.3:
        return graph
    cuts = sorted(random.randint(0, 100) for _ in range(random.randint(1, 11)))
    named = tuple(
        CreditFlow(f"Material {low}", total * (high - low) / 100, random.choice((None, "s01")))
        for low, high in pairwise([0, *cuts])
    )
    return FlowGraph(graph.total, graph.sites, graph.flows, named)
