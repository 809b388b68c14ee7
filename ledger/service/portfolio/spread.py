"""The spread of every calculation's score, from one sigma for all inputs that suppliers state.

Samples and first orders are found in blocks of a fixed size, so that they have the same bits on any number of workers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context
from typing import Final

import numpy as np

from ledger.footprint.graph.cells import CellKey
from ledger.footprint.graph.numbers import format_decimal
from ledger.portfolio.coefficients import Line
from ledger.portfolio.kernels import Floats, Integers
from ledger.portfolio.system import System, key_of
from ledger.portfolio.technosphere import Technosphere
from ledger.portfolio.uncertainty import (
    AT_ONCE,
    Samples,
    Spread,
    first_order,
    monte_carlo,
    normal_draws,
    variances,
)
from ledger.service.portfolio.question import SpreadRequest
from ledger.workers.runner import Runner, gathered
from schemas.views.portfolio import ScoreSpread

PERCENTILES: Final = (2.5, 50.0, 97.5)
DRAWN_AT_ONCE: Final = 25
_WRITTEN: Final = Context(prec=12)


@dataclass(frozen=True, eq=False)
class _Drawn:
    """All that samples are drawn from: a graph, its own values, their sigmas, the rows to report, and a key."""

    graph: Technosphere
    own: Floats
    sigmas: Spread
    rows: Integers
    key: bytes


def spreads(
    linear_system: System[CellKey],
    request: SpreadRequest,
    declared: Mapping[Line, int],
    run: Runner,
) -> tuple[dict[Line, ScoreSpread], int]:
    """The spread of every calculation's score, and the samples without a score.

    What a calculation counts of its own rows is stated and has no spread.
    """
    if not declared:
        return {}, 0
    rows = np.array(list(declared.values()), np.int64)
    is_declared = np.zeros(len(linear_system.lines), np.bool_)
    is_declared[rows] = True
    sigma = float(request.sigma)
    sigmas = Spread(
        np.where(is_declared[linear_system.graph.takers], 0.0, sigma),
        np.where(is_declared, 0.0, sigma),
    )
    own = linear_system.own.sum(axis=1)
    blocks = np.split(rows, range(AT_ONCE, len(rows), AT_ONCE))
    deviations = np.concatenate(
        gathered(run, first_order, variances(linear_system.graph, own, sigmas), blocks)
    )
    drawn = _Drawn(linear_system.graph, own, sigmas, rows, key_of(linear_system)[:16])
    starts = range(0, request.samples, DRAWN_AT_ONCE)
    numbers = [range(start, min(start + DRAWN_AT_ONCE, request.samples)) for start in starts]
    sampled = gathered(run, _sample, drawn, numbers)
    quantiles = _quantiles([some.scores for some in sampled], len(rows))
    return {
        line: ScoreSpread(first_order=written(deviations[place]), **quantiles[place])
        for place, line in enumerate(declared)
    }, sum(some.failed for some in sampled)


def _sample(drawn: _Drawn, numbers: range) -> Samples:
    """The samples of some numbers."""
    draws = normal_draws(drawn.key, numbers, len(drawn.own) + len(drawn.sigmas.amounts))
    return monte_carlo(drawn.graph, drawn.own, drawn.sigmas, drawn.rows, draws)


def _quantiles(sampled: list[Floats], count: int) -> list[dict[str, str]]:
    """The percentiles of each product's samples; none without samples."""
    scores = np.concatenate([np.empty((0, count)), *sampled])
    if not len(scores):
        return [{} for _ in range(count)]
    percentiles = np.percentile(scores, PERCENTILES, axis=0).T
    return [
        dict(zip(("low", "median", "high"), map(written, row), strict=True)) for row in percentiles
    ]


def written(value: float) -> str:
    """A score as a document states it: 12 significant digits."""
    return format_decimal(_WRITTEN.create_decimal_from_float(value))
