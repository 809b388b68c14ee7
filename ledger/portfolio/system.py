"""A linear graph in the engine's order, and its scores: in total, by stage, by any grouping of products.

The parts of a score add up to it. An input whose value does not pass on as its supplier divides it (recycled feedstock
is all raw material; replaced material is a credit of the recycler) is a term of the part that it is assigned to. Its
supplier's total is needed for that, so totals are solved first.
"""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Generic

import numpy as np

from ledger.footprint.graph.cells import CellKey
from ledger.footprint.tally.valuation import K
from ledger.portfolio.coefficients import KEPT, STAGES, Coefficients, Line
from ledger.portfolio.kernels import Booleans, Floats, Integers
from ledger.portfolio.solve import product_scores
from ledger.portfolio.technosphere import Technosphere, technosphere


@dataclass(frozen=True, eq=False)
class System(Generic[K]):
    """Coefficients in the engine's order; stages, drawn, keys and own as in `Coefficients`."""

    graph: Technosphere
    lines: tuple[Line, ...]
    keys: tuple[K, ...]
    own: Floats
    stages: Integers
    drawn: Booleans


def system(given: Coefficients[K]) -> System[K]:
    """Arrange coefficients.

    Raises:
        CradleError: `portfolio.loop`.
    """
    names = [line.id for line in given.lines]
    graph = technosphere(names, given.rows, given.columns, given.amounts)
    lines = tuple(given.lines[number] for number in graph.given)
    edges = graph.edges
    own = graph.arranged(given.own)
    return System(graph, lines, given.keys, own, given.stages[edges], given.drawn[edges])


def total_scores(linear_system: System[K]) -> Floats:
    """The value per unit of every product, shape (n,)."""
    return product_scores(linear_system.graph, linear_system.own.sum(axis=1))


def key_scores(linear_system: System[K], columns: Integers, count: int) -> Floats:
    """The value per unit of every product by its tally's keys, shape (n, count).

    Every input passes on, under whatever stage: groups of gases, or the keys of any tally that follows deliveries.

    Args:
        linear_system: the system.
        columns: of each key, a number below `count`.
        count: of columns.
    """
    return product_scores(linear_system.graph, _gathered(linear_system.own, columns, count))


def stage_scores(linear_system: System[CellKey], totals: Floats) -> Floats:
    """The kg CO2e per unit of every product by stage, shape (n, stages)."""
    columns = np.array([STAGES.index(key.stage) for key in linear_system.keys], np.int64)
    own = _gathered(linear_system.own, columns, len(STAGES))
    return _parts(linear_system, totals, own, linear_system.stages == KEPT, linear_system.stages)


def group_scores(linear_system: System[K], totals: Floats, groups: Integers, count: int) -> Floats:
    """The value per unit of every product by the group of the product that causes it, shape (n, count).

    Args:
        linear_system: the system of n products.
        totals: its total scores.
        groups: of each product a number below `count`: its country, site or firm.
        count: of groups.
    """
    own = np.zeros((len(groups), count))
    own[np.arange(len(groups)), groups] = linear_system.own.sum(axis=1)
    return _parts(
        linear_system, totals, own, linear_system.drawn, groups[linear_system.graph.takers]
    )


def _gathered(own: Floats, columns: Integers, count: int) -> Floats:
    """Columns added up by their numbers, in their order."""
    sums = np.zeros((len(own), count))
    for place, column in enumerate(columns):
        sums[:, column] += own[:, place]
    return sums


def _parts(
    linear_system: System[K], totals: Floats, own: Floats, passed: Booleans, part: Integers
) -> Floats:
    """Scores by part, where `passed` inputs are divided as their supplier is, and others are all in one part."""
    graph, rest, terms = linear_system.graph, ~passed, own.copy()
    inputs = graph.inputs
    values = inputs.amounts[rest] * totals[inputs.indices[rest]]
    np.add.at(terms, (graph.takers[rest], part[rest]), values)
    followed = inputs._replace(amounts=np.where(passed, inputs.amounts, 0.0))
    return product_scores(replace(graph, inputs=followed), terms)


def key_of(linear_system: System[K]) -> bytes:
    """The SHA-256 of the products of a system, in the engine's order.

    No value is in it: the noise of samples would confirm a guess of the one that a reader does not know.
    """
    return sha256("\n".join(linear_system.graph.products).encode()).digest()
