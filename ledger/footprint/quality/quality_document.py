"""A rating as a document: for the auditor's report, the study, and programs.

Ratings and shares are rounded once, here, to six decimal places, values to four significant digits: enough to compare
and to rank, and no declared digit depends on them. A reader who may not look into all entries is told 4 digits of each.
"""

from decimal import Decimal

from ledger.footprint.graph.numbers import EXPLAIN, format_decimal, format_rounded
from ledger.footprint.quality.data_quality import Process, StudyRating
from ledger.footprint.quality.ratings import Profile as Scores
from ledger.footprint.quality.ratings import dqr, level
from schemas.signed.quality import Profile, QualityRule, RatedProcess, StudyQuality

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


def round_quality(quality: StudyQuality) -> StudyQuality:
    """A rating to 4 digits: it is a mean weighted by contributions, so further digits would narrow these down."""
    told = {
        "scores": _round_scores(quality.scores),
        "dqr": _rounded(quality.dqr),
        "other_dqr": _rounded(quality.other_dqr),
        "unrated_share": _rounded(quality.unrated_share),
        "most_relevant": tuple(map(round_process, quality.most_relevant)),
    }
    return quality.model_copy(update=told)


def round_process(row: RatedProcess) -> RatedProcess:
    """A process, its share of the whole figure to 4 digits."""
    return row.model_copy(update={"share": _rounded(row.share)})


def _round_scores(scores: Profile) -> Profile:
    return Profile(**{name: _rounded(score) for name, score in scores.to_json().items()})


def _rounded(value: str) -> str:
    return format_rounded(Decimal(value))
