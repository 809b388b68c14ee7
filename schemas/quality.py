"""Data quality ratings by the PEF method's criteria, each from 1 (best) to 5.

Technological, geographical and time-related representativeness (TeR, GeR, TiR) and precision (P). Who rates states the
criteria; a data quality rating (DQR) beside them is a claim that a reader recomputes. `StudyQuality` is what a reader
computes of a whole figure: a document, never part of a signed statement.
"""

from typing import Annotated, Literal

from schemas.base import Model, grammar
from schemas.values import Code, Figure, FlowId, Index, Quantity, StatementId, Text
from schemas.vocabulary import ActivityGroup, Stage

Score = Annotated[
    str,
    grammar(
        r"^(5|[1-4](\.[0-9]{0,29}[1-9])?)$",
        "quality.score",
        "a rating from 1 (best) to 5, such as 2.5",
    ),
]
Criterion = Literal["te_r", "ge_r", "ti_r", "p"]


class Ratings(Model):
    """The criteria of one datum, and the mean that its author states; P may be left open for a dataset."""

    te_r: Score
    ge_r: Score
    ti_r: Score
    p: Score | None = None
    dqr: Score | None = None


class Rating(Model):
    """Data quality ratings of one activity group, 1 (best) to 5, by the PEF method's criteria."""

    group: ActivityGroup
    te_r: Score
    ge_r: Score
    ti_r: Score
    p: Score


class Quality(Model):
    """Section `quality`: how good the data are; shares are fractions of one."""

    ratings: tuple[Rating, ...] = ()
    company_specific_share: Quantity | None = None
    coverage: Quantity | None = None


class Profile(Model):
    """What is known of the criteria of one datum; a criterion that nobody stated is absent."""

    te_r: Score | None = None
    ge_r: Score | None = None
    ti_r: Score | None = None
    p: Score | None = None


class RatedProcess(Model):
    """A most relevant process of a figure: rows of one flow in one entry, stage and source.

    `value` is in kg CO2e per functional unit, credits negative; `share` is of the sum of absolute contributions.
    `scores` holds all criteria, 5 where something is unknown; `activity` and `factor` hold what was stated of each.
    """

    entry: StatementId
    site: Code
    stage: Stage
    source: Text
    label: Text
    value: Figure
    share: Quantity
    scores: Profile
    dqr: Score
    rated: bool
    activity: Profile | None = None
    factor: Profile | None = None


class StudyQuality(Model):
    """The rating of a whole figure: contribution-weighted means over its most relevant processes.

    `dqr` is the mean of `criteria`, the rulebook's; `other_dqr` is by the other formula: with P where that is without,
    without P where that is with it. `unrated_share` is the share of absolute contributions of which a criterion is
    unknown, and counts as 5.
    """

    scores: Profile
    criteria: tuple[Criterion, ...]
    dqr: Score
    other_dqr: Score
    level: Code | None = None
    unrated_share: Quantity
    most_relevant: tuple[RatedProcess, ...]


class DefaultCost(Model):
    """What a dataset in place of a supplier's line would change, kg CO2e per functional unit.

    `told` is what the line brings, `default` what the dataset would, `cost` the difference, `cost_percent` its share of
    the figure; `dqr` is the rating of the whole figure with the dataset.
    """

    entry: StatementId
    line: Code
    site: Code
    product: Text | None = None
    flow: FlowId
    told: Figure
    default: Figure
    cost: Figure
    cost_percent: Figure | None = None
    dqr: Score | None = None


class QualityReport(Model):
    """How good the data behind a calculation are, and what defaults cost. A document, never part of a signed statement.

    `withheld` counts the rows of others, and the prices, that are not shown to who asked.
    """

    calculation: StatementId
    quality: StudyQuality
    prices: tuple[DefaultCost, ...]
    defaults_in_use: tuple[RatedProcess, ...]
    withheld: Index
