"""`portfolio`: the calculations of a ledger with their scores as of now, by the portfolio engine; never signed.

Scores are floating point, written with 12 significant digits, and are no declared figures: what a calculation states
stays exact and signed (`signed`). A score differs from it if a statement behind it was replaced since, or if the
question supposes other factors, suppliers or own emissions.
"""

from typing import Literal

from schemas.base import Model
from schemas.shown import Shown
from schemas.values import (
    Code,
    Count,
    Digest,
    Figure,
    ModelId,
    Period,
    RegistryState,
    StatementId,
    Text,
)
from schemas.views.standing import FigureStanding
from schemas.vocabulary import Stage, Unit


class StageScore(Model):
    """The part of a score in one stage."""

    stage: Stage
    value: Figure


Breakdown = Literal["country", "firm", "gas"]


class ScorePart(Model):
    """The part of a score of one country, firm or group of gases; `name` is the firm's."""

    key: Text
    name: Text | None = None
    value: Figure


class ScoreSpread(Model):
    """The spread of a score: first order, and the 2.5, 50 and 97.5 percentiles of the samples, if any were drawn."""

    first_order: Figure
    low: Figure | None = None
    median: Figure | None = None
    high: Figure | None = None


class PortfolioRow(Model):
    """A calculation, in kg CO2e per kWh of a battery's total energy, or per declared unit of a product.

    Attributes:
        unit: the declared one of a product.
        signed: what it states.
        score: of its rows, each statement in its newest version.
        stages: parts of the score, which they add up to.
        parts: the same by what the question names, without those that are zero, largest first.
        before: the score as of the earlier state that the question names; absent if it had none.
        supposed: the score in each scenario.
        standing: what the signed figure is worth.
    """

    calculation: StatementId
    issuer: StatementId
    model: ModelId
    site: Code
    period: Period
    unit: Unit | None = None
    signed: Figure
    score: Figure
    stages: tuple[StageScore, ...]
    parts: tuple[ScorePart, ...] = ()
    before: Figure | None = None
    supposed: tuple[Figure, ...] = ()
    spread: ScoreSpread | None = None
    standing: FigureStanding | None = None


class LeftOut(Model):
    """A calculation without a score, the reason, and what its signed figure is worth."""

    calculation: StatementId
    reason: Text
    standing: FigureStanding | None = None


class Portfolio(Shown):
    """Calculations with scores.

    Attributes:
        as_of: the registry's state.
        since: the number of leaves of an earlier state; then only scores that have changed since it have rows.
        by: what the rows' parts are of.
        scenarios: the names of the supposed scenarios.
        rulebooks: the digests of the rulebooks that value them.
        products: the number of lines and calculations that were solved.
        inputs: the number of inputs between them.
        samples: drawn for the spread; `failed` of them had no finite score.
    """

    as_of: RegistryState
    since: Count | None = None
    by: Breakdown | None = None
    scenarios: tuple[Text, ...] = ()
    rulebooks: tuple[Digest, ...]
    products: int
    inputs: int
    rows: tuple[PortfolioRow, ...]
    left_out: tuple[LeftOut, ...]
    samples: int | None = None
    failed: int | None = None
