"""Uncertainty of scores: by the first order of every input, and by Monte Carlo.

Each amount and own value is lognormal around what is stated: the median is the stated value, its sign is kept, and
sigma is the standard deviation of its logarithm, as in ecospold and stats_arrays. Values are drawn independently. That
understates the spread of values with a common cause, such as one factor behind many rows.

First order: the derivative of a score by an own value is the supply of that product, and by an input it is the supply
of its taker times the score of what is taken; so

    variance = sum of supply^2 x ((sigma own)^2 + sum over inputs of (sigma amount x score)^2).

Monte Carlo: sample k draws from Philox (J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011)
with the key of the portfolio and the counter k, so a sample is the same in any order and on any number of workers. A
sample with a loop that is not productive has no finite score. It is counted and left out.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from ledger.portfolio.kernels import Floats, Integers
from ledger.portfolio.solve import product_scores, supply
from ledger.portfolio.technosphere import Technosphere, transposed, with_amounts
from schemas.errors import CradleError

AT_ONCE = 64
"""The number of demands that are best solved together."""


class Spread(NamedTuple):
    """Sigma of the logarithm of every amount, shape (m,), and of every own value, shape (n,), in the engine's order."""

    amounts: Floats
    own: Floats


class Samples(NamedTuple):
    """Scores of some products, shape (samples, products); and how many samples had none."""

    scores: Floats
    failed: int


class Variances(NamedTuple):
    """The customers of every product, and shape (n,): the variance that a row's values add per squared unit of it."""

    customers: Technosphere
    added: Floats


def variances(graph: Technosphere, own: Floats, spread: Spread) -> Variances:
    """The variance that each of n products adds to the scores of those that rest on it.

    Args:
        graph: of n products.
        own: shape (n,).
        spread: of its values.
    """
    scores = product_scores(graph, own)
    inputs = (spread.amounts * graph.inputs.amounts * scores[graph.inputs.indices]) ** 2
    added = (spread.own * own) ** 2 + np.bincount(graph.takers, inputs, len(own))
    return Variances(transposed(graph), added)


def first_order(row_variances: Variances, rows: Integers) -> Floats:
    """The standard deviation of the scores of some products, shape (len(rows),); best for `AT_ONCE`."""
    count = len(row_variances.added)
    demand = np.zeros((count, len(rows)))
    demand[rows, np.arange(len(rows))] = 1.0
    squares: Floats = supply(row_variances.customers, demand) ** 2 * row_variances.added[:, None]
    variance: Floats = squares.sum(axis=0)
    return np.sqrt(variance)


def monte_carlo(
    graph: Technosphere, own: Floats, spread: Spread, rows: Integers, draws: Iterable[Floats]
) -> Samples:
    """The scores of some products in each sample.

    Args:
        graph: of n products and m inputs.
        own: shape (n,).
        spread: of its values.
        rows: the products.
        draws: of each sample, m + n standard normal values (`normal_draws`).
    """
    stated_amounts, scores, failed = graph.inputs.amounts, [], 0
    for draw in draws:
        amounts = stated_amounts * np.exp(spread.amounts * draw[: len(stated_amounts)])
        drawn = own * np.exp(spread.own * draw[len(stated_amounts) :])
        try:
            scores.append(product_scores(with_amounts(graph, amounts), drawn)[rows])
        except CradleError:
            failed += 1
    return Samples(np.array(scores).reshape(-1, len(rows)), failed)


def normal_draws(key: bytes, samples: Iterable[int], count: int) -> Iterator[Floats]:
    """Standard normal values of each sample, shape (count,).

    Args:
        key: 16 bytes, such as the beginning of the portfolio's digest.
        samples: their numbers.
        count: of values in a sample.
    """
    words = np.frombuffer(key, np.uint64)
    for sample in samples:
        bits = np.random.Philox(key=words, counter=[0, 0, 0, sample])
        yield np.random.Generator(bits).standard_normal(count)
