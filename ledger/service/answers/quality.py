"""The data quality of a calculation in the ledger: its rating, and the cost of missing primary data.

    format_report(calculation, explain_quality(ledger, calculation))     # as a document

A study states the same rating. Prices are for negotiations with suppliers and are in no document.
"""

from dataclasses import dataclass
from decimal import Decimal

from ledger.append.ledger import Ledger
from ledger.footprint.analysis.contributions import contributions, declared_demand
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import EXPLAIN, format_rounded
from ledger.footprint.quality.data_quality import Process, StudyRating, Target, rate_target
from ledger.footprint.quality.default_data import DefaultPrice, default_prices, defaults_in_use
from ledger.footprint.quality.quality_document import format_process, format_quality, six_places
from ledger.state.evaluation import Evaluation, evaluate_stated
from schemas.errors import CradleError
from schemas.signed.calculation import Calculation
from schemas.signed.quality import DefaultCost, QualityRule, StudyQuality
from schemas.views.quality import QualityReport


@dataclass(frozen=True, slots=True)
class CalculationQuality:
    """The quality of a calculation's data, per kWh of total energy.

    Attributes:
        target: the rated graph, and the method.
        total: the figure, kg CO2e.
        prices: of each delivered line that a dataset of the named sets could replace.
        in_use: the processes that such a dataset values already.
    """

    target: Target
    rule: QualityRule
    total: Decimal
    rating: StudyRating
    prices: tuple[DefaultPrice, ...]
    in_use: tuple[Process, ...]


def explain_quality(ledger: Ledger, calculation: str) -> CalculationQuality:
    """The rating of a calculation, its processes, and its defaults.

    Raises:
        CradleError: `calculation.unknown`, `quality.no_rule`, `quality.no_contribution`, or as
            `ledger.state.evaluation.evaluate`.
    """
    with ledger.view() as view:
        statement, declared = evaluate_stated(view, calculation)
    return rate_declared(statement, declared)


def rate_declared(calculation: Calculation, declared: Evaluation) -> CalculationQuality:
    """Rate a calculation that is evaluated already, as `explain_quality` does."""
    target = quality_target(calculation, declared)
    rule, rating = target.rulebook.data_quality, rate_target(target)
    if rule is None:
        detail = (
            f"Rulebook {target.rulebook.id} has no rule for data quality; calculate by another."
        )
        raise CradleError("quality.no_rule", detail, "rulebook")
    if rating is None:
        raise CradleError(
            "quality.no_contribution", "This figure has no contributions; name another."
        )
    rows = contributions(target.demand, target.resolution, target.figures)
    return CalculationQuality(
        target=target,
        rule=rule,
        total=total_of(declared.cells),
        rating=rating,
        prices=tuple(default_prices(target, rule)),
        in_use=tuple(defaults_in_use(rows, target.table)),
    )


def format_report(calculation: str, quality: CalculationQuality) -> QualityReport:
    """The rating, the prices and the defaults as a document; values have four significant digits."""
    rating, rule = quality.rating, quality.rule
    return QualityReport(
        calculation=calculation,
        quality=format_quality(rating, rule),
        prices=tuple(_price(row, quality) for row in quality.prices),
        defaults_in_use=tuple(format_process(row, rating.total, rule) for row in quality.in_use),
        withheld=0,
    )


def _price(row: DefaultPrice, quality: CalculationQuality) -> DefaultCost:
    entry, line = row.line
    percent = None
    if quality.total:
        hundredfold = EXPLAIN.multiply(row.cost, Decimal(100))
        percent = format_rounded(EXPLAIN.divide(hundredfold, quality.total))
    return DefaultCost(
        entry=entry,
        line=line,
        site=quality.target.resolution.record(entry).entry.site.code,
        product=row.factor.stands_for,
        flow=row.factor.flow,
        told=format_rounded(row.current),
        default=format_rounded(row.default),
        cost=format_rounded(row.cost),
        cost_percent=percent,
        dqr=None if row.rating is None else six_places(row.rating.dqr),
    )


def quality_target(calculation: Calculation, declared: Evaluation) -> Target:
    """The demand of one kWh of total energy on a calculation's graph, with the method."""
    computed = declared.computed
    demand = declared_demand(declared.rows, calculation, computed.rulebook)
    return Target(demand, computed.resolution, computed.figures, computed.table, computed.rulebook)


def summarize_quality(calculation: Calculation, declared: Evaluation) -> StudyQuality | None:
    """The rating as a document; None where the rulebook rates nothing, or nothing contributes."""
    target = quality_target(calculation, declared)
    rule, rating = target.rulebook.data_quality, rate_target(target)
    return None if rule is None or rating is None else format_quality(rating, rule)
