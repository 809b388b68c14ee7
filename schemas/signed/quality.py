"""Data quality ratings by the PEF method's criteria, each from 1 (best) to 5.

The criteria are technological, geographical and time-related representativeness (TeR, GeR, TiR) and precision (P). An
author states them; a data quality rating (DQR) beside them is a claim that a reader recomputes. `StudyQuality` is the
rating of a whole figure, computed by the reader: a document, never part of a signed statement. `QualityRule`
is the part of a rulebook that rates.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Grammar, Model
from schemas.signed.constants import Constant
from schemas.values import Code, Figure, FlowId, Quantity, StatementId, Text
from schemas.vocabulary import Stage

Score = Annotated[
    str,
    Grammar(
        r"^(5|[1-4](\.[0-9]{0,29}[1-9])?)$",
        "quality.score",
        "a rating from 1 (best) to 5, such as 2.5",
    ),
]
Criterion = Literal["te_r", "ge_r", "ti_r", "p"]


class ActivityGroup(StrEnum):
    """The groups that an entry rates: inputs by purpose, emissions (`direct`), wastes, and avoided production."""

    MATERIAL = "material"
    PACKAGING = "packaging"
    ENERGY = "energy"
    TRANSPORT = "transport"
    DIRECT = "direct"
    PROCESSING = "processing"
    DISPOSAL = "disposal"
    ENERGY_RECOVERY = "energy_recovery"
    WASTE = "waste"
    AVOIDED = "avoided"


class Ratings(Model):
    """The criteria of one datum, and the mean that its author states; a dataset may leave P out."""

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
    """Section `quality`: the quality of an entry's data; shares are fractions of one."""

    ratings: tuple[Rating, ...] = ()
    company_specific_share: Quantity | None = None
    coverage: Quantity | None = None


class Profile(Model):
    """The known criteria of one datum; an unstated criterion is absent."""

    te_r: Score | None = None
    ge_r: Score | None = None
    ti_r: Score | None = None
    p: Score | None = None


class RatedProcess(Model):
    """A most relevant process of a figure: rows of one flow in one entry, stage and source.

    `value` is in kg CO2e per functional unit, credits negative; `share` is of the sum of absolute contributions.
    `scores` holds all criteria, an unknown one as 5; `activity` and `factor` hold the criteria stated for each.
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

    `dqr` is the mean of the rulebook's `criteria`. `other_dqr` uses the other formula: with P if the rulebook's is
    without it, and without P otherwise. `unrated_share` is the share of absolute contributions with an unknown
    criterion, which counts as 5.
    """

    scores: Profile
    criteria: tuple[Criterion, ...]
    dqr: Score
    other_dqr: Score
    level: Code | None = None
    unrated_share: Quantity
    most_relevant: tuple[RatedProcess, ...]


class DefaultCost(Model):
    """The change of a figure if a default dataset replaced a supplier's line, kg CO2e per functional unit.

    `told` is the contribution of the line, `default` that of the dataset, `cost` the difference, `cost_percent` its
    share of the figure; `dqr` is the rating of the whole figure with the dataset.
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


class QualityLimits(Model):
    """The worst ratings that the method allows for required company-specific data."""

    te_r: Constant
    ge_r: Constant
    ti_r: Constant
    p: Constant
    dqr: Constant


class QualityLevel(Model):
    """A label for a range of DQRs, and the highest DQR in it."""

    label: Code
    at_most: Constant


class QualityRule(Model):
    """The rule of data quality: the criteria of the mean, and the share of the total of the most relevant processes.

    Levels are listed best first; a DQR above the last one has no label.
    """

    criteria: tuple[Criterion, ...] = Field(min_length=3)
    most_relevant_share: Constant
    highest_dqr: Constant | None = None
    company_specific: QualityLimits | None = None
    levels: tuple[QualityLevel, ...] | None = None
