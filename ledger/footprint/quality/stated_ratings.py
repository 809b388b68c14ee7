"""Stated ratings, recomputed and compared with the data they rest on.

- `quality.dqr_differs`: a DQR beside criteria of which it is the mean by neither formula. A worked case prints 3 for
  (2, 4, 2), whose mean is 2.667.
- `quality.stated_differs`: a group of an entry's section `quality` compared with its rows, weighted by absolute own
  contribution, criterion by criterion. Where a row of the group leaves a half of a criterion open there is nothing to
  compare with.
- `quality.company_specific_limit`: an entry of a process for which the rulebook demands company-specific data, rated
  worse than the rulebook allows such data. An entry without any rated row is not reported by itself: it is part of
  the unrated share of the figure.

A difference up to 0.05 is rounding: ratings are stated with one decimal, and a half of its last place is that much. Not
recomputed: `company_specific_share` and `coverage`; no text defines their base (own, or with bought goods).
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from ledger.footprint.analysis.contributions import Contribution, own_contributions
from ledger.footprint.graph.factors import FlowKey
from ledger.footprint.graph.numbers import EXPLAIN, ONE, format_decimal, format_rounded
from ledger.footprint.graph.resolution import Observation
from ledger.footprint.graph.terms import Term
from ledger.footprint.quality.data_quality import StudyRating, Target, processes, rate
from ledger.footprint.quality.ratings import (
    CRITERIA,
    NAMES,
    WITHOUT_P,
    Profile,
    datum,
    dqr,
    factor_of,
    profile,
    weighted_mean,
)
from schemas.signed.inventory import Inventory
from schemas.signed.quality import (
    ActivityGroup,
    Criterion,
    Quality,
    QualityLimits,
    QualityRule,
    Ratings,
)
from schemas.signed.rows import ActivityInput, Avoided, Row, Waste
from schemas.signed.rulebook import Rulebook

ROUNDING = Decimal("0.05")


def rating_faults(target: Target) -> Iterator[Observation]:
    """The wrong ratings in a graph, and in the factor sets that value it; the demand plays no part."""
    seen: set[FlowKey] = set()
    limited = _limited(target.rulebook)
    demanded = {row.process for row in target.rulebook.company_specific}
    for node in target.resolution.order:
        record = target.resolution.record(node)
        if record.inventory is not None:
            yield from _row_faults(node, record.inventory)
        figure = target.figures.entries.get(node)
        if figure is None:
            continue
        yield from _factor_faults(figure.terms, target, seen)
        if record.quality is not None:
            yield from _group_faults(node, record.quality, target)
        if limited is not None and record.entry.process in demanded:
            yield from _limit_faults(node, *limited, target)


def _own(node: str, target: Target) -> list[Contribution]:
    return list(own_contributions(node, ONE, target.resolution, target.figures))


def _row_faults(node: str, inventory: Inventory) -> Iterator[Observation]:
    for name in ("inputs", "wastes", "emissions", "avoided"):
        rows: tuple[Row, ...] = getattr(inventory, name)
        for index, row in enumerate(rows):
            fault = None if row.rating is None else _dqr_fault(row.rating)
            if fault is not None:
                yield Observation("quality.dqr_differs", node, f"{name}[{index}] {fault}")


def _factor_faults(
    terms: Iterable[Term], target: Target, seen: set[FlowKey]
) -> Iterator[Observation]:
    """Datasets whose stated DQR is not the mean of their criteria; each once, `seen` growing."""
    for term in terms:
        factor = factor_of(term, target.table)
        if factor is None or factor.rating is None:
            continue
        key = FlowKey(factor.flow, factor.unit.value, factor.direction)
        fault = None if key in seen else _dqr_fault(factor.rating)
        seen.add(key)
        if fault is not None:
            yield Observation("quality.dqr_differs", factor.flow, f"the dataset {fault}")


def _dqr_fault(ratings: Ratings) -> str | None:
    """The correction of a stated DQR; None if it is absent, or the mean by one of the formulas."""
    if ratings.dqr is None:
        return None
    scores, claimed = profile(ratings), Decimal(ratings.dqr)
    formulas = (WITHOUT_P,) if ratings.p is None else (WITHOUT_P, CRITERIA)
    means = [dqr(scores, criteria) for criteria in formulas]
    if any(_agree(claimed, value) for value in means):
        return None
    return f"states a DQR of {ratings.dqr}; its criteria give {' or '.join(map(format_rounded, means))}"


def _group_faults(node: str, quality: Quality, target: Target) -> Iterator[Observation]:
    rows = _own(node, target)
    for rating in quality.ratings:
        row_scores = _of_group(rating.group, rows, target)
        claimed = profile(rating)
        wrong = {
            name: value for name, value in row_scores.items() if not _agree(claimed[name], value)
        }
        if wrong:
            claims = {name: claimed[name] for name in wrong}
            detail = (
                f"{rating.group.value} is rated {_scores(claims)}; its rows give {_scores(wrong)}"
            )
            yield Observation("quality.stated_differs", node, detail)


def _of_group(group: ActivityGroup, rows: list[Contribution], target: Target) -> Profile:
    """The criteria that are known of every row of a group, weighted by absolute contribution."""
    weighed = []
    for row in rows:
        if _group_of(row.row) is group:
            data = datum(row, target.table)
            scores = {name: score for name, score in data.scores.items() if data.knows(name)}
            weighed.append((row.value.copy_abs(), scores))
    return weighted_mean(weighed)


def _group_of(row: Row | None) -> ActivityGroup | None:
    if isinstance(row, ActivityInput):
        return ActivityGroup(row.purpose.value)
    if isinstance(row, Waste):
        return ActivityGroup.WASTE
    if isinstance(row, Avoided):
        return ActivityGroup.AVOIDED
    return None if row is None else ActivityGroup.DIRECT


def _limited(rulebook: Rulebook) -> tuple[QualityRule, QualityLimits] | None:
    """The rule of ratings and its limits for company-specific data; None if the rulebook has none."""
    rule = rulebook.data_quality
    return None if rule is None or rule.company_specific is None else (rule, rule.company_specific)


def _limit_faults(
    node: str, rule: QualityRule, limits: QualityLimits, target: Target
) -> Iterator[Observation]:
    rating = rate(processes(_own(node, target), target.table), rule)
    if rating is None or not any(row.datum.activity for row in rating.most_relevant):
        return
    over = list(_over(rating, rule, limits))
    if over:
        detail = f"the method requires company-specific data of this process: {', '.join(over)}"
        yield Observation("quality.company_specific_limit", node, detail)


def _over(rating: StudyRating, rule: QualityRule, limits: QualityLimits) -> Iterator[str]:
    """The criteria, and the DQR, that are above their limits, in words."""
    for name in rule.criteria:
        limit = Decimal(getattr(limits, name).value)
        if rating.scores[name] > limit:
            yield f"{NAMES[name]} {format_rounded(rating.scores[name])} above {format_decimal(limit)}"
    if rating.dqr > Decimal(limits.dqr.value):
        yield f"DQR {format_rounded(rating.dqr)} above {limits.dqr.value}"


def _agree(claim: Decimal, value: Decimal) -> bool:
    return EXPLAIN.subtract(claim, value).copy_abs() <= ROUNDING


def _scores(scores: Mapping[Criterion, Decimal]) -> str:
    return ", ".join(
        f"{NAMES[name]} {format_rounded(scores[name])}" for name in CRITERIA if name in scores
    )
