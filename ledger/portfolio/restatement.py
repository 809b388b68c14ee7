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
    sweep_spans(graph.inputs, rows, _spans(graph, rows), own, scores)
    return Wave(rows, before, scores[rows])


def _spans(graph: Technosphere, rows: Integers) -> Integers:
    """The spans among some rows: each loop, all of whose rows are among them, and each run of others."""
    block = np.searchsorted(graph.spans[:, 0], rows, side="right") - 1
    sweeps = graph.spans[block, 2]
    loop = np.where(sweeps > 1, block, -1)
    starts = np.flatnonzero(np.append(True, loop[1:] != loop[:-1]))
    return np.column_stack([starts, np.append(starts, len(rows))[1:], sweeps[starts]])
