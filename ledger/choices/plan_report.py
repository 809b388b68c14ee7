"""The way down as it is reported: each choice with its share and price, the sets, and what stands apart.

A price list is a file that its reader writes, so it is TOML; its numbers are strings:

    currency = "EUR"
    documents = "400"
    site_visit = "3000"
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from ledger.choices.conservative import format_up
from ledger.choices.kinds import KINDS
from ledger.choices.listing import (
    DIGITS,
    count_choices,
    is_small,
    percent_of,
    sum_small,
    without_price,
)
from ledger.choices.plan import Costs, Plan, SettlingSet
from ledger.choices.report import report_choices
from ledger.footprint.graph.numbers import (
    EXPLAIN,
    ZERO,
    explained_sum,
    format_decimal,
    format_rounded,
    show_stated,
)
from schemas.errors import CradleError
from schemas.exchanged.examination_prices import ExaminationPrices
from schemas.signed.settled import ChoiceId
from schemas.values import ModelId
from schemas.views.plan import PlanLine, PlannedSet, SettlingPlan
from schemas.views.report import ReportedChoice
from schemas.vocabulary import Unit

_LIMIT: Final = 1 << 16
_NO_SETS: Mapping[ChoiceId, tuple[str, ...]] = MappingProxyType({})


class PlannedFigure(NamedTuple):
    """The figure that a plan is of: the id of its calculation or delivery, its model and declared unit."""

    calculation: str | None = None
    delivery: str | None = None
    model: ModelId | None = None
    unit: Unit | None = None


class PlanWords(NamedTuple):
    """What a reader brings to a plan: the names of firms by id, its price list, and the digest of its policy."""

    firms: Mapping[str, str] = MappingProxyType({})
    prices: ExaminationPrices | None = None
    policy: str | None = None

    @property
    def costs(self) -> Costs | None:
        """The price list as the search reads it."""
        prices = self.prices
        if prices is None:
            return None
        return Costs(Decimal(prices.documents), Decimal(prices.site_visit))


def read_prices(data: bytes) -> ExaminationPrices:
    """Read a price list.

    Raises:
        CradleError: `plan.prices`, with the field path as place.
    """
    try:
        members = tomllib.loads(data[:_LIMIT].decode("utf-8"))
    except ValueError as error:
        raise CradleError("plan.prices", f"The price list is not valid TOML: {error}.") from None
    return _prices(members)


def _prices(members: Mapping[str, object]) -> ExaminationPrices:
    try:
        return ExaminationPrices.parse(json.dumps(members, default=str).encode())
    except CradleError as error:
        raise CradleError("plan.prices", error.detail, error.place) from None


def read_pair(
    documents: str | None, site_visit: str | None, currency: str
) -> ExaminationPrices | None:
    """The price list of two prices; None without both.

    Raises:
        CradleError: `plan.prices` also for one without the other, which would count as nothing.
    """
    if documents is None and site_visit is None:
        return None
    if documents is None or site_visit is None:
        missing = "documents" if documents is None else "site_visit"
        detail = "A price list has the price of documents and that of a visit; state both, or none."
        raise CradleError("plan.prices", detail, missing)
    return _prices({"currency": currency, "documents": documents, "site_visit": site_visit})


def report_plan(plan: Plan, figure: PlannedFigure, words: PlanWords) -> SettlingPlan:
    """The plan of a reader that sees all choices."""
    reported = report_choices(plan.figure, words.policy)
    within: dict[ChoiceId, tuple[str, ...]] = {}
    for one in plan.sets:
        for row in one.choices:
            name = row.choice.id
            within[name] = (*within.get(name, ()), format_decimal(one.percent))
    total = format_decimal(plan.declared)
    lines = plan_lines(reported.choices or (), total, words, within)
    return lines.model_copy(
        update={
            **figure._asdict(),
            "conservative": reported.conservative,
            "sets": tuple(_set(one, plan.declared, words.costs) for one in plan.sets),
            "last": None if plan.last is None else format_up(plan.last),
            "sensitivity": reported.sensitivity or (),
            "passes": plan.passes,
        }
    )


def plan_lines(
    choices: Sequence[ReportedChoice],
    total: str,
    words: PlanWords,
    within: Mapping[ChoiceId, tuple[str, ...]] = _NO_SETS,
) -> SettlingPlan:
    """The choices of a plan alone.

    Args:
        choices: those that the reader may see.
        total: the declared figure.
        words: what the reader brings.
        within: the bounds whose sets have a choice, by its id.
    """
    declared = Decimal(total)
    open_ones = [row for row in choices if row.state != "settled"]
    rows = [_line(row, declared, words, within.get(row.id, ())) for row in open_ones]
    counted = [row for row in rows if row.choice.effect is not None or row.within]
    listed = [row for row in counted if row.within or not is_small(row.choice, total)]
    small = [row.choice for row in counted if not row.within and is_small(row.choice, total)]
    return SettlingPlan(
        total=total,
        lines=tuple(sorted(listed, key=_place)),
        counts=count_choices(choices),
        small=sum_small(small, total),
        unpriced=tuple(row for row in rows if row.choice.effect is None and not row.within),
        settled=len(choices) - len(open_ones),
        prices=words.prices,
    )


def _line(
    row: ReportedChoice, declared: Decimal, words: PlanWords, within: tuple[str, ...]
) -> PlanLine:
    kind = KINDS[row.code]
    percent = None if row.effect is None else percent_of(Decimal(row.effect), declared)
    price = None if words.costs is None else words.costs.of(kind)
    each = None
    if price is not None and percent is not None and percent > ZERO:
        each = format_rounded(EXPLAIN.divide(price, percent))
    return PlanLine(
        choice=row,
        firm=words.firms.get(row.by),
        sentence=kind.sentence,
        settled_by=kind.settled_by,
        depth=kind.depth,
        percent=None if percent is None else show_stated(percent, DIGITS),
        price=None if price is None else format_decimal(price),
        price_per_percent=each,
        within=within,
        without=without_price(row),
    )


def _place(row: PlanLine) -> tuple[bool, Decimal, ChoiceId]:
    """The place of a line in the order of the search."""
    worth = Decimal(row.choice.effect or 0)
    if row.price is not None:
        worth = EXPLAIN.divide(worth, Decimal(row.price))
    return row.choice.effect is not None, worth.copy_negate(), row.choice.id


def _set(one: SettlingSet, declared: Decimal, costs: Costs | None) -> PlannedSet:
    shown = None if one.total is None else format_up(one.total)
    above = (
        None if shown is None else percent_of(EXPLAIN.subtract(Decimal(shown), declared), declared)
    )
    price = None
    if costs is not None:
        price = format_decimal(explained_sum(costs.of(row.choice.kind) for row in one.choices))
    return PlannedSet(
        percent=format_decimal(one.percent),
        choices=len(one.choices),
        conservative=shown,
        above=None if above is None else show_stated(above, DIGITS),
        price=price,
        is_reached=one.is_reached,
        untried=one.untried,
    )
