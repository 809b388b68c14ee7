"""Scores of all products by one solve, and the supply behind a demand.

`product_scores` is the adjoint question (bw2calc: `direction="adjoint"`): one solve gives the kg CO2e per unit of every
product, for as many columns (stages, gases, countries, any tally) as there are. `supply` is the forward question: the
amount of every product that a demand needs. Both are ordered sweeps (Gauss-Seidel): once over a graph without loops.
"""

import numpy as np

from ledger.portfolio.kernels import Floats, sweep_spans
from ledger.portfolio.technosphere import Technosphere


def product_scores(graph: Technosphere, own: Floats) -> Floats:
    """The scores of every product, in the engine's order.

    Args:
        graph: n products.
        own: shape (n, columns) or (n,): the direct value of each product per unit, in the engine's order.

    Returns:
        own + inputs @ scores, of the same shape.
    """
    columns = np.ascontiguousarray(own[:, None] if own.ndim == 1 else own, np.float64)
    scores = np.zeros_like(columns)
    sweep_spans(graph.inputs, np.arange(len(own)), graph.spans, columns, scores)
    return scores.reshape(own.shape)


def supply(customers: Technosphere, demand: Floats) -> Floats:
    """The amount of every product that a demand needs, in the engine's order.

    Args:
        customers: the transposed graph of n products.
        demand: shape (n, columns) or (n,), in the engine's order of the graph itself.
    """
    return product_scores(customers, demand[::-1])[::-1]
