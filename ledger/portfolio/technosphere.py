"""The technosphere: inputs of every product per unit, as arrays in a fixed order, suppliers first.

Row `i` lists the inputs of product `i` per unit of it; `scores = own + inputs @ scores`. In the field's terms this is
the transpose of I - A with each activity scaled to one unit of its product (bw2calc: `technosphere_matrix`). Products
are numbered by their ids, so the order, and with it every bit of a result, follows from the data alone.

Products that rest on each other form a loop and are swept together. A loop is productive if some weights w > 0 exceed
|inputs within the loop| w (D. Hawkins and H. A. Simon, "Some conditions of macroeconomic stability", Econometrica 17,
1949): each unit then needs less than one unit of itself, and the series of its inputs has a sum. The weights are the
certificate. A loop without them is refused: a direct solver would return numbers for it, below zero among them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ledger.portfolio.kernels import (
    Floats,
    Inputs,
    Integers,
    depth_first,
    sort_by_key,
    weigh_loop,
)
from schemas.errors import CradleError

MOST_SWEEPS: Final = 10_000
"""A loop that needs more passes about 0.998 of each unit around; no real process does."""

SHOWN: Final = 5
"""The number of members of a refused loop that its error names."""


@dataclass(frozen=True, eq=False)
class Technosphere:
    """Inputs per unit of every product, in the engine's order.

    Attributes:
        products: the id of each row.
        given: the number of each row's product among those that the graph was built from.
        inputs: per unit of each row's product; a credit is below zero.
        edges: the number of each input among those that the graph was built from.
        spans: shape (s, 3): the first row of each span, the row after its last, and how often it is swept; once if
            there is no loop in it.
    """

    products: tuple[str, ...]
    given: Integers
    inputs: Inputs
    edges: Integers
    spans: Integers

    @property
    def takers(self) -> Integers:
        """The row of each input's taker."""
        return np.repeat(np.arange(len(self.products)), np.diff(self.inputs.indptr))

    @property
    def loops(self) -> tuple[range, ...]:
        """The rows of each loop."""
        return tuple(range(first, last) for first, last, sweeps in self.spans if sweeps > 1)

    def arranged(self, values: Floats) -> Floats:
        """Values of the given products (along the first axis), in the engine's order."""
        return values[self.given]

    def restored(self, values: Floats) -> Floats:
        """Values in the engine's order, in that of the given products."""
        restored = np.empty_like(values)
        restored[self.given] = values
        return restored


def technosphere(
    products: Sequence[str], rows: Integers, columns: Integers, amounts: Floats
) -> Technosphere:
    """Arrange a graph.

    Args:
        products: ids, each once.
        rows: of each input, the number of the product that takes it.
        columns: of each input, the number of the product that is taken.
        amounts: of each input, per unit of the product that takes it.

    Raises:
        CradleError: `portfolio.loop` if a loop is not productive.
    """
    count = len(products)
    given = np.array(sorted(range(count), key=products.__getitem__), np.int64)
    rank = _inverse(given)
    indptr, indices, _ = _compress(rank[rows], rank[columns], count)
    backwards = _compress(rank[columns], rank[rows], count)
    finished, _ = depth_first(*backwards[:2], np.arange(count))
    order, trees = depth_first(indptr, indices, finished[::-1])
    given = given[order]
    rank = _inverse(given)
    indptr, indices, edges = _compress(rank[rows], rank[columns], count)
    arranged = Technosphere(
        products=tuple(products[number] for number in given),
        given=given,
        inputs=Inputs(indptr, indices, amounts[edges]),
        edges=edges,
        spans=_spans(trees, indptr, indices),
    )
    return with_amounts(arranged, arranged.inputs.amounts)


def with_amounts(graph: Technosphere, amounts: Floats) -> Technosphere:
    """The graph with other amounts of the same inputs, in the engine's order, and the sweeps that these need.

    Raises:
        CradleError: `portfolio.loop` if a loop is not productive.
    """
    inputs, spans = graph.inputs._replace(amounts=amounts), graph.spans.copy()
    for span in spans:
        first, last, sweeps = span
        if sweeps == 1:
            continue
        weights, span[2] = weigh_loop(inputs, first, last, MOST_SWEEPS)
        if span[2] == MOST_SWEEPS or np.isinf(weights).any():
            raise _unproductive(graph, range(first, last))
    return replace(graph, inputs=inputs, spans=spans)


def transposed(graph: Technosphere) -> Technosphere:
    """The graph of customers: row `i` lists the customers of a product and what each takes of it per unit of its own.

    Its scores of a demand are the supply of every product (bw2calc: `supply_array`). The order is reversed.
    """
    count = len(graph.products)
    rows, columns = count - 1 - graph.inputs.indices, count - 1 - graph.takers
    indptr, indices, edges = _compress(rows, columns, count)
    first, last, sweeps = graph.spans[::-1].T
    spans = np.column_stack([count - last, count - first, sweeps])
    turned = replace(
        graph,
        products=graph.products[::-1],
        given=graph.given[::-1].copy(),
        inputs=Inputs(indptr, indices, graph.inputs.amounts[edges]),
        edges=graph.edges[edges],
        spans=spans,
    )
    return with_amounts(turned, turned.inputs.amounts)


def _compress(rows: Integers, columns: Integers, count: int) -> tuple[Integers, Integers, Integers]:
    """Inputs by row, then by column, then as given: where rows start, the columns, and the permutation."""
    _, by_column = sort_by_key(columns, count)
    indptr, by_row = sort_by_key(rows[by_column], count)
    permutation = by_column[by_row]
    return indptr, columns[permutation], permutation


def _inverse(permutation: Integers) -> Integers:
    rank = np.empty_like(permutation)
    rank[permutation] = np.arange(len(permutation))
    return rank


def _spans(trees: Integers, indptr: Integers, indices: Integers) -> Integers:
    """Each loop is a span, to be swept twice or more, and so is each run of rows without a loop."""
    takers = np.repeat(np.arange(len(trees)), np.diff(indptr))
    sizes = np.bincount(trees)
    looped = sizes > 1
    looped[trees[takers[takers == indices]]] = True
    ends = np.cumsum(sizes)
    first = np.ones(len(sizes), np.bool_)
    first[1:] = looped[1:] | looped[:-1]
    starts = (ends - sizes)[first]
    last = np.append(starts, len(trees))[1:]
    return np.column_stack([starts, last, 1 + looped[first]])


def _unproductive(graph: Technosphere, rows: range) -> CradleError:
    names = sorted(graph.products[row] for row in rows)[:SHOWN]
    others = f" and {len(rows) - SHOWN} others" if len(rows) > SHOWN else ""
    detail = (
        f"{', '.join(names)}{others} take from each other as much as they make, or more, so no amount of input makes"
        " one unit; correct the amounts of one of them."
    )
    return CradleError("portfolio.loop", detail, names[0])
