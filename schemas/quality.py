"""Data quality ratings by the PEF method's criteria, each from 1 (best) to 5.

Technological, geographical and time-related representativeness (TeR, GeR, TiR) and precision (P). Who rates states the
criteria; a data quality rating (DQR) beside them is a claim that a reader recomputes.
"""

from typing import Annotated

from schemas.base import Model, grammar
from schemas.values import Code, Quantity

Score = Annotated[
    str,
    grammar(
        r"^(5|[1-4](\.[0-9]{0,29}[1-9])?)$",
        "quality.score",
        "a rating from 1 (best) to 5, such as 2.5",
    ),
]


class Ratings(Model):
    """The criteria of one datum, and the mean that its author states; P may be left open for a dataset."""

    te_r: Score
    ge_r: Score
    ti_r: Score
    p: Score | None = None
    dqr: Score | None = None


class Rating(Model):
    """Data quality ratings of one activity group, 1 (best) to 5, by the PEF method's criteria."""

    group: Code
    te_r: Score
    ge_r: Score
    ti_r: Score
    p: Score


class Quality(Model):
    """Section `quality`: how good the data are; shares are fractions of one."""

    ratings: tuple[Rating, ...] = ()
    company_specific_share: Quantity | None = None
    coverage: Quantity | None = None
