"""A rating as a document: for the auditor's report, the study, and programs.

Ratings and shares are rounded once, here, to six decimal places, values to four significant digits: enough to compare
and to rank, and no declared digit depends on them.
"""

from decimal import Decimal

from ledger.footprint.graph.numbers import EXPLAIN, format_decimal, format_rounded
from ledger.footprint.quality.data_quality import Process, StudyRating
from ledger.footprint.quality.ratings import Profile as Scores
from ledger.footprint.quality.ratings import dqr, level
from schemas.quality import Profile, RatedProcess, StudyQuality
from schemas.rulebook import QualityRule

_PLACES = Decimal("0.000001")


def format_quality(rating: StudyRating, rule: QualityRule) -> StudyQuality:
    """The rating of a figure, its most relevant processes largest first."""
    return StudyQuality(
        scores=format_scores(rating.scores),
        criteria=rule.criteria,
        dqr=six_places(rating.dqr),
        other_dqr=six_places(rating.other_dqr),
        level=level(rating.dqr, rule),
        unrated_share=six_places(rating.unrated_share),
        most_relevant=tuple(
            format_process(row, rating.total, rule) for row in rating.most_relevant
        ),
    )


def format_process(row: Process, total: Decimal, rule: QualityRule) -> RatedProcess:
    """One process; `total` is the sum of absolute contributions that its share is of."""
    activity, factor = row.datum
    return RatedProcess(
        entry=row.key.entry,
        site=row.site,
        stage=row.key.stage,
        source=row.key.source,
        label=row.key.label,
        value=format_rounded(row.value),
        share=six_places(EXPLAIN.divide(row.weight, total)),
        scores=format_scores(row.scores),
        dqr=six_places(dqr(row.scores, rule.criteria)),
        rated=row.rated(rule.criteria),
        activity=format_scores(activity) if activity else None,
        factor=format_scores(factor) if factor else None,
    )


def format_scores(scores: Scores) -> Profile:
    """The criteria that are known."""
    return Profile(**{name: six_places(score) for name, score in scores.items()})


def six_places(value: Decimal) -> str:
    """A rating or share to six decimal places."""
    return format_decimal(EXPLAIN.quantize(value, _PLACES))
