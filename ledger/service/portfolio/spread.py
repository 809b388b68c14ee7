"""The spread of every calculation's score, from one sigma for all inputs that suppliers state."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context
from typing import Final

import numpy as np

from ledger.footprint.graph.cells import CellKey
from ledger.footprint.graph.numbers import format_decimal
from ledger.portfolio.coefficients import Line
from ledger.portfolio.kernels import Floats
from ledger.portfolio.system import System, digest
from ledger.portfolio.uncertainty import Spread, first_order, monte_carlo, normal_draws
from schemas.portfolio import ScoreSpread

PERCENTILES: Final = (2.5, 50.0, 97.5)
_WRITTEN: Final = Context(prec=12)


@dataclass(frozen=True)
class SpreadRequest:
    """Sigma of the logarithm of every amount and every own value, and the number of samples."""

    sigma: float
    samples: int = 0


def spreads(
    known: System[CellKey], asked: SpreadRequest, declared: Mapping[Line, int]
) -> tuple[dict[Line, ScoreSpread], int]:
    """The spread of every calculation's score, and the samples without a score.

    What a calculation counts of its own rows is stated and has no spread.
    """
    rows = np.array(list(declared.values()), np.int64)
    stated = np.zeros(len(known.lines), np.bool_)
    stated[rows] = True
    sigmas = Spread(
        np.where(stated[known.graph.takers], 0.0, asked.sigma), np.where(stated, 0.0, asked.sigma)
    )
    own = known.own.sum(axis=1)
    deviations = first_order(known.graph, own, sigmas, rows)
    draws = normal_draws(digest(known)[:16], range(asked.samples), len(own) + len(sigmas.amounts))
    sampled = monte_carlo(known.graph, own, sigmas, rows, draws)
    quantiles = _quantiles(sampled.scores)
    return {
        line: ScoreSpread(first_order=written(deviations[place]), **quantiles[place])
        for place, line in enumerate(declared)
    }, sampled.failed


def _quantiles(scores: Floats) -> list[dict[str, str]]:
    """The percentiles of each product's samples; none without samples."""
    if not len(scores):
        return [{} for _ in range(scores.shape[1])]
    found = np.percentile(scores, PERCENTILES, axis=0).T
    return [dict(zip(("low", "median", "high"), map(written, row), strict=True)) for row in found]


def written(value: float) -> str:
    """A score as a document states it: 12 significant digits."""
    return format_decimal(_WRITTEN.create_decimal_from_float(value))
