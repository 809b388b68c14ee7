"""The data quality of a calculation that the ledger holds: its rating, and what missing primary data would cost.

A study tells the same rating; prices are for whoever negotiates with suppliers, and stand in no document.
"""

from dataclasses import dataclass
from decimal import Decimal

from ledger.footprint.cells import total_of
from ledger.footprint.contributions import contributions, declared_demand
from ledger.footprint.default_data import DefaultPrice, default_prices, defaults_in_use
from ledger.footprint.quality import Process, StudyRating, Target, rate_target
from ledger.footprint.quality_document import format_quality
from ledger.service.declared import Declared, evaluate_stated
from ledger.service.ledger import Ledger
from schemas.calculation import Calculation
from schemas.errors import CradleError
from schemas.quality import StudyQuality
from schemas.rulebook import QualityRule


@dataclass(frozen=True, slots=True)
class QualityOf:
    """What a calculation's data are worth, per kWh of total energy.

    Attributes:
        target: what was rated, and by which method.
        total: the figure, kg CO2e.
        prices: of each delivered line that a dataset of the named sets could stand for.
        in_use: what such a dataset values already.
    """

    target: Target
    rule: QualityRule
    total: Decimal
    rating: StudyRating
    prices: tuple[DefaultPrice, ...]
    in_use: tuple[Process, ...]


def explain_quality(ledger: Ledger, calculation: str) -> QualityOf:
    """The rating of a calculation, its processes, and its defaults.

    Raises:
        CradleError: `calculation.unknown`, `quality.no_rule`, `quality.nothing`, or as
            `ledger.service.declared.evaluate`.
    """
    with ledger.view() as view:
        stated, declared = evaluate_stated(view, calculation)
    target = quality_target(stated, declared)
    rule, rating = target.rulebook.data_quality, rate_target(target)
    if rule is None:
        detail = (
            f"Rulebook {target.rulebook.id} has no rule for data quality; calculate by another."
        )
        raise CradleError("quality.no_rule", detail, "rulebook")
    if rating is None:
        raise CradleError("quality.nothing", "Nothing contributes to this figure, so name another.")
    rows = contributions(target.demand, target.resolution, target.figures)
    return QualityOf(
        target=target,
        rule=rule,
        total=total_of(declared.cells),
        rating=rating,
        prices=tuple(default_prices(target, rule)),
        in_use=tuple(defaults_in_use(rows, target.table)),
    )


def quality_target(stated: Calculation, declared: Declared) -> Target:
    """What one kWh of total energy takes of a calculation's graph."""
    computed = declared.computed
    demand = declared_demand(declared.rows, stated, computed.rulebook)
    return Target(demand, computed.resolution, computed.figures, computed.table, computed.rulebook)


def summarize_quality(stated: Calculation, declared: Declared) -> StudyQuality | None:
    """The rating as a document; None where the rulebook rates nothing, or nothing contributes."""
    target = quality_target(stated, declared)
    rule, rating = target.rulebook.data_quality, rate_target(target)
    return None if rule is None or rating is None else format_quality(rating, rule)
