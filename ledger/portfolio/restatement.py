"""A restatement: new scores of the products downstream of a change, and of no others.

The rows downstream are swept in the engine's order, a loop from zero and as often as in a full run. So the scores have
the bits that a full run would give, and one wave after another loses nothing. The work grows with what is downstream.
"""

from typing import NamedTuple

import numpy as np

from ledger.portfolio.kernels import Floats, Integers, reach, sweep_spans
from ledger.portfolio.technosphere import Technosphere


class Wave(NamedTuple):
    """The products that a change reaches, in the engine's order, and their scores before and after."""

    rows: Integers
    before: Floats
    after: Floats


def restate(
    graph: Technosphere, customers: Technosphere, own: Floats, scores: Floats, changed: Integers
) -> Wave:
    """Bring scores up to date after a change of some rows' amounts or own values.

    Args:
        graph: of n products, with the new amounts.
        customers: the transposed graph; of its amounts nothing is read.
        own: shape (n, columns), with the new values.
        scores: shape (n, columns), of before the change; updated in place.
        changed: the rows that changed.
    """
    last = len(graph.products) - 1
    rows = np.sort(last - reach(customers.inputs, last - np.unique(changed)))
    before = scores[rows]
    sweep_spans(graph.inputs, _spans(graph, rows), own, scores)
    return Wave(rows, before, scores[rows])


def _spans(graph: Technosphere, rows: Integers) -> Integers:
    """The spans of the graph that some rows are in: a loop whole, once, and of other spans these rows alone."""
    around = graph.spans[np.searchsorted(graph.spans[:, 0], rows, side="right") - 1]
    looped = around[:, 2] > 1
    alone = np.column_stack([rows, rows + 1, np.ones_like(rows)])
    spans: Integers = np.where(looped[:, None], around, alone)
    once: Integers = spans[~looped | (rows == around[:, 0])]
    return once
