"""The data quality of a whole figure: contribution-weighted over its most relevant processes.

A process is a flow in an entry, under one stage and one source: the rows of a flow count together within a stage and
separately in two; a burden and a credit count separately. Processes are ranked by the absolute value of what they
contribute, so that a recycling credit ranks like a burden of its size; those that first exceed the rulebook's share (80
%) of the sum of absolute values are the most relevant ones (PEF). Each criterion of the figure is their mean, weighted
by absolute contribution, and the DQR is the mean of the criteria that the rulebook takes.

Unrated contributions count as 5 and are reported as a share: a chain without any rating has a DQR of 5. The values
explain a figure, like the contributions they rest on, and are no declared digits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import NamedTuple

from ledger.footprint.analysis.contributions import Contribution, Demand, contributions
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.quality.ratings import (
    Datum,
    Profile,
    datum,
    dqr,
    other_criteria,
    weighted_mean,
)
from ledger.footprint.valuation.figure import Figures
from schemas.signed.quality import Criterion, QualityRule
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import Stage


class Target(NamedTuple):
    """A demand on the lines of a graph, the figures of the graph, and their method."""

    demand: Demand
    resolution: Resolution
    figures: Figures
    table: FactorTable
    rulebook: Rulebook


class ProcessKey(NamedTuple):
    """The key of a process."""

    entry: str
    stage: Stage
    source: str
    label: str


@dataclass(frozen=True, slots=True)
class Process:
    """The contributions of a process, in kg CO2e per unit of the target, and the ratings stated of its data."""

    key: ProcessKey
    site: str
    value: Decimal
    datum: Datum

    @property
    def weight(self) -> Decimal:
        """Its weight in a ranking and in a mean: the absolute value."""
        return self.value.copy_abs()

    @property
    def scores(self) -> Profile:
        """All four criteria; an unknown one counts as 5."""
        return self.datum.scores

    def rated(self, criteria: Iterable[Criterion]) -> bool:
        """True if all of these criteria are known."""
        return all(map(self.datum.knows, criteria))


@dataclass(frozen=True, slots=True)
class StudyRating:
    """The rating of a figure.

    Attributes:
        scores: the means of all four criteria over the most relevant processes.
        dqr: by the rulebook's criteria.
        other_dqr: by the other formula.
        unrated_share: the share of the sum of absolute contributions that is not rated in all the criteria.
        most_relevant: largest first.
        total: the sum of absolute contributions.
    """

    scores: Profile
    dqr: Decimal
    other_dqr: Decimal
    unrated_share: Decimal
    most_relevant: tuple[Process, ...]
    total: Decimal


def rate_target(target: Target) -> StudyRating | None:
    """The rating of a demand; None if the rulebook has no ratings, or nothing contributes."""
    rule = target.rulebook.data_quality
    if rule is None:
        return None
    rows = contributions(target.demand, target.resolution, target.figures)
    return rate(processes(rows, target.table), rule)


def processes(rows: Iterable[Contribution], table: FactorTable) -> list[Process]:
    """Contributions by process, largest absolute value first; those that sum to zero are left out."""
    grouped: dict[ProcessKey, list[Contribution]] = {}
    for row in rows:
        if row.value:
            key = ProcessKey(row.entry, row.key.stage, row.source, row.label)
            grouped.setdefault(key, []).append(row)
    all_processes = (_process(key, members, table) for key, members in grouped.items())
    ranked = sorted(all_processes, key=lambda row: (row.weight.copy_negate(), row.key))
    return [row for row in ranked if row.value]


def _process(key: ProcessKey, rows: Sequence[Contribution], table: FactorTable) -> Process:
    weights = [row.value.copy_abs() for row in rows]
    data = [datum(row, table) for row in rows]
    activity = weighted_mean(zip(weights, (row_datum.activity for row_datum in data), strict=True))
    factor = None
    if data[0].factor is not None:  # of one source and label, so either all have a dataset or none
        factor = weighted_mean(
            zip(weights, (row_datum.factor or {} for row_datum in data), strict=True)
        )
    value = reduce(EXPLAIN.add, (row.value for row in rows), ZERO)
    return Process(key, rows[0].site, value, Datum(activity, factor))


def rate(ranking: Sequence[Process], rule: QualityRule) -> StudyRating | None:
    """The rating of processes in the given order; None if there are none."""
    if not ranking:
        return None
    total = _sum(row.weight for row in ranking)
    relevant = most_relevant(ranking, Decimal(rule.most_relevant_share.value))
    scores = weighted_mean((row.weight, row.scores) for row in relevant)
    unrated = _sum(row.weight for row in ranking if not row.rated(rule.criteria))
    return StudyRating(
        scores=scores,
        dqr=dqr(scores, rule.criteria),
        other_dqr=dqr(scores, other_criteria(rule.criteria)),
        unrated_share=EXPLAIN.divide(unrated, total),
        most_relevant=relevant,
        total=total,
    )


def most_relevant(ranking: Sequence[Process], share: Decimal) -> tuple[Process, ...]:
    """The first processes, in their order, that together exceed a share of all absolute values."""
    enough = EXPLAIN.multiply(share, _sum(row.weight for row in ranking))
    covered, taken = ZERO, []
    for row in ranking:
        if covered > enough:
            break
        taken.append(row)
        covered = EXPLAIN.add(covered, row.weight)
    return tuple(taken)


def _sum(values: Iterable[Decimal]) -> Decimal:
    return reduce(EXPLAIN.add, values, ZERO)
