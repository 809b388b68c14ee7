"""The rating of one datum: the amount's criteria, the dataset's criteria, and their mean (DQR).

A contribution is an amount times a factor, and each half has its own rating: the activity data in the entry's row, the
dataset in its factor set. By the PEF method

    TeR, GeR   of the dataset
    TiR        of both, the mean of the two
    P          of the activity data

An emitted gas, an imported figure and a credit on a delivery have no dataset: all four are the row's. A rating that is
not stated counts as 5, the worst, so that leaving it out does not improve a figure.

    DQR = (TeR + GeR + TiR + P) / 4        PEF
    DQR = (TeR + GeR + TiR) / 3            CFB-EV and the EV draft of 2024

The separate rating of the two halves was read in a summary; the issuer of each criterion, and the mean of both TiR, are
recalled from PEF Annex I, 4.6.5, and not re-read. The scoring tables are not here: the issuer of a rating applies them.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import NamedTuple, Protocol

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from ledger.footprint.valuation.dataset import dataset_of
from schemas.signed.quality import Criterion, QualityRule, Rating, Ratings
from schemas.signed.quality import Profile as Document
from schemas.signed.rows import Avoided, Row
from schemas.signed.rulebook import Factor
from schemas.vocabulary import Source

CRITERIA: tuple[Criterion, ...] = ("te_r", "ge_r", "ti_r", "p")
WITHOUT_P = CRITERIA[:3]
NAMES: Mapping[Criterion, str] = {"te_r": "TeR", "ge_r": "GeR", "ti_r": "TiR", "p": "P"}
WORST = Decimal(5)

_OF_DATASET = frozenset({"te_r", "ge_r", "ti_r"})
_OF_ACTIVITY = frozenset({"ti_r", "p"})
_NO_DATASET = frozenset({"direct", Source.DECLARED.value})

Profile = Mapping[Criterion, Decimal]
"""Ratings by criterion; an absent one is unknown."""


class RatedTerm(Protocol):
    """An own term of an entry, or its contribution to a target."""

    @property
    def source(self) -> str:
        """The kind of its row."""

    @property
    def label(self) -> str:
        """The flow, gas or delivery."""

    @property
    def row(self) -> Row | None:
        """The entry's row."""


class Datum(NamedTuple):
    """The ratings of both halves of a contribution; `factor` is None if no dataset values it."""

    activity: Profile
    factor: Profile | None

    def knows(self, criterion: Criterion) -> bool:
        """True if all ratings that the criterion depends on are stated."""
        return all(criterion in half for half in self._halves(criterion))

    @property
    def scores(self) -> Profile:
        """All four criteria; one that is not stated counts as 5."""
        return {name: self._score(name) for name in CRITERIA}

    def _score(self, criterion: Criterion) -> Decimal:
        return mean([half.get(criterion, WORST) for half in self._halves(criterion)])

    def _halves(self, criterion: Criterion) -> Iterable[Profile]:
        if self.factor is None:
            return (self.activity,)
        halves = [self.activity] if criterion in _OF_ACTIVITY else []
        return [*halves, self.factor] if criterion in _OF_DATASET else halves


def profile(rating: Ratings | Rating | Document | None) -> Profile:
    """The stated criteria of a rating or a document, as numbers."""
    scores = {name: getattr(rating, name, None) for name in CRITERIA}
    return {name: Decimal(score) for name, score in scores.items() if score is not None}


def factor_of(valued: RatedTerm, table: FactorTable) -> Factor | None:
    """The dataset behind a term; None for a gas, an imported figure or a delivery."""
    return dataset_of(valued.label, valued.row, table) if _by_dataset(valued) else None


def datum(valued: RatedTerm, table: FactorTable) -> Datum:
    """The ratings of the amount behind a term, and of the dataset that values it."""
    activity = profile(None if valued.row is None else valued.row.rating)
    if not _by_dataset(valued):
        return Datum(activity, None)
    factor = factor_of(valued, table)
    return Datum(activity, profile(None if factor is None else factor.rating))


def _by_dataset(valued: RatedTerm) -> bool:
    on_delivery = isinstance(valued.row, Avoided) and valued.row.delivery is not None
    return valued.source not in _NO_DATASET and not on_delivery


def dqr(scores: Profile, criteria: Sequence[Criterion]) -> Decimal:
    """The data quality rating: the mean of these criteria; one that is not known counts as 5."""
    return mean([scores.get(name, WORST) for name in criteria])


def other_criteria(criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    """The criteria of the other formula: without P if these include it, else with P."""
    return WITHOUT_P if "p" in criteria else CRITERIA


def level(value: Decimal, rule: QualityRule) -> str | None:
    """The rulebook's word for a DQR; None if it has none."""
    words = (row.label for row in rule.levels or () if value <= Decimal(row.at_most.value))
    return next(words, None)


def mean(values: Sequence[Decimal]) -> Decimal:
    """The plain mean."""
    return EXPLAIN.divide(reduce(EXPLAIN.add, values, ZERO), Decimal(len(values)))


def weighted_mean(rows: Iterable[tuple[Decimal, Profile]]) -> Profile:
    """The means of the criteria that every row states, with weights above zero."""
    weighed = list(rows)
    total = reduce(EXPLAIN.add, (weight for weight, _ in weighed), ZERO)
    means: dict[Criterion, Decimal] = {}
    for name in CRITERIA:
        if total and all(name in row for _, row in weighed):
            parts = (EXPLAIN.multiply(weight, row[name]) for weight, row in weighed)
            means[name] = EXPLAIN.divide(reduce(EXPLAIN.add, parts, ZERO), total)
    return means
