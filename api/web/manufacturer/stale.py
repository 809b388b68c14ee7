"""The page under Stale and due: who corrected what, the figure before and after, and what becomes due.

The new figure is the ledger's own draft over the statements of today. The verdict on the declaration is that of its
rulebook; the page offers the new calculation whatever the figure does, so a rise is no harder to see than a fall.
"""

from decimal import Decimal
from typing import Final, NamedTuple

from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.web.csv_file import csv_response
from api.web.objections import objection_lines
from api.web.wording import form_of, format_period
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.desk.stale_and_due import StaleAndDue, stale_and_due
from ledger.footprint.graph.numbers import show_figure
from ledger.service.access.permissions import Action, scope_of
from ledger.translations.documents import MINUS, number
from ledger.translations.spreadsheet import word
from schemas.views.products import DueItem, OwedItem
from schemas.views.stale import StaleStatement, Touch

router = APIRouter(prefix=MANUFACTURER.root, include_in_schema=False)
VERDICTS: Final = {"due": "bad", "not_due": "ok", "not_stated": "info"}
"""The sort of chip of each verdict of a rulebook."""


class StaleData(BaseModel):
    """What has become stale and what becomes due, as data."""

    stale: tuple[StaleStatement, ...]
    suppliers: tuple[OwedItem, ...]
    due: tuple[DueItem, ...]


class CauseLine(NamedTuple):
    """A change behind a figure: who made it, what it was, the stated reason, and the row that it came by."""

    who: str
    what: str
    reason: str
    row: str
    digits: str


class PartLine(NamedTuple):
    """A part of a difference: a stage or a cause, and its value with its sign."""

    name: str
    value: str


class StaleLine(NamedTuple):
    """A stale figure as the page shows it."""

    row: StaleStatement
    digits: str
    period: str
    before: str
    after: str
    rise: str
    causes: tuple[CauseLine, ...]
    stages: tuple[PartLine, ...]
    parts: tuple[PartLine, ...]
    verdict: str
    mark: str
    detail: str


class DueLine(NamedTuple):
    """A due day as the table shows it."""

    item: DueItem
    what: str
    href: str
    mark: str
    state: str


@router.get("/stale.json")
def stale_data(visit: Visited) -> Response:
    """Return what has become stale and what becomes due as data."""
    found = _read(visit)
    return visit.data(
        StaleData(
            stale=found.stale,
            suppliers=found.suppliers,
            due=found.due,
        )
    )


@router.get("/stale.csv")
def stale_table(visit: Visited) -> Response:
    """Return the same as a table, one row for each stale figure and each due day."""
    found = _read(visit)
    headings = (
        "sort",
        "subject",
        "firm",
        "product",
        "site",
        "before",
        "after",
        "verdict",
        "day",
        "overdue",
    )
    stale = (
        (
            *("stale", row.id, None, row.model, row.site, row.before, row.after),
            *(None if row.redeclaration is None else row.redeclaration.state, None, None),
        )
        for row in found.stale
    )
    owed = (
        ("supplier_figure", row.subject, row.firm, row.product, *(None,) * 6)
        for row in found.suppliers
    )
    due = (
        (item.sort, item.subject, item.firm, item.product, *(None,) * 4, item.day, item.overdue)
        for item in found.due
    )
    return csv_response("stale", headings, (*stale, *owed, *due))


@router.get("/stale")
def stale(visit: Visited) -> Response:
    """Show what has become stale and what becomes due."""
    found = _read(visit)
    count, late = len(found.stale), sum(item.overdue for item in found.due)
    values: dict[str, object] = {
        "lines": [_line(visit, row) for row in found.stale],
        "suppliers": found.suppliers,
        "due": [_due(visit, item) for item in found.due],
        "objections": objection_lines(visit),
        "late": visit.say(f"stale.late.{form_of(late)}", count=str(late)),
    }
    title = visit.say(f"stale.title.{form_of(count)}", count=str(count))
    return visit.page("manufacturer/stale.html", title, values, MANUFACTURER.frame("stale"))


def _read(visit: Visit) -> StaleAndDue:
    """The stale figures and due days; none for a login without a registered firm."""
    scope_of(visit.caller, Action.STALE)
    if visit.caller.participant is None:
        return StaleAndDue((), (), ())
    with visit.desk.opened() as desk:
        return stale_and_due(desk)


def _line(visit: Visit, row: StaleStatement) -> StaleLine:
    language, difference = visit.language, row.difference
    stages = () if difference is None else difference.stages
    causes = () if difference is None else difference.causes
    declared = row.redeclaration is not None and bool(row.declarations)
    verdict = (
        row.redeclaration.state if row.redeclaration is not None and declared else "undeclared"
    )
    return StaleLine(
        row=row,
        digits=row.id[7:],
        period="" if difference is None else format_period(visit, difference.before.period),
        before=number(show_figure(Decimal(row.before)), language),
        after="" if row.after is None else number(show_figure(Decimal(row.after)), language),
        rise=_rise(visit, row),
        causes=tuple(_cause(visit, one) for one in row.touches),
        stages=tuple(
            PartLine(visit.say(f"declaration.stage.{one.stage.value}"), _signed(visit, one.value))
            for one in stages
        ),
        parts=tuple(
            PartLine(
                visit.say(f"stale.cause.{one.name if one.kind == 'cause' else 'closed'}"),
                _signed(visit, one.value),
            )
            for one in causes
            if Decimal(one.value)
        ),
        verdict=visit.say(f"stale.verdict.{verdict}"),
        mark=VERDICTS.get(verdict, "info"),
        detail=row.redeclaration.detail if row.redeclaration is not None and declared else "",
    )


def _rise(visit: Visit, row: StaleStatement) -> str:
    """The change in per cent, as the rulebook's verdict states it."""
    found = None if row.redeclaration is None else row.redeclaration.rise
    if found is None:
        return ""
    sign = "" if Decimal(found) <= 0 else "+"
    return f"{sign}{number(found, visit.language)}\u00a0%"


def _signed(visit: Visit, value: str) -> str:
    """A part of a difference with its sign, six digits."""
    amount = Decimal(value)
    shown = number(show_figure(amount), visit.language)
    return shown if amount <= 0 or shown.startswith(MINUS) else f"+{shown}"


def _cause(visit: Visit, cause: Touch) -> CauseLine:
    reason = "" if cause.reason is None else word("reason", cause.reason, visit.language)
    return CauseLine(
        who=cause.firm or visit.say("stale.further"),
        what=visit.say(f"stale.event.{cause.event}"),
        reason=reason or visit.say("stale.no_reason"),
        row=cause.row or "",
        digits=cause.by[7:],
    )


def _due(visit: Visit, item: DueItem) -> DueLine:
    href = {
        "request": f"{MANUFACTURER.root}/asked/{item.subject}",
        "delivery": f"/log/statements/{item.subject[7:]}",
        "validity": f"/declarations/{item.subject[7:]}",
    }[item.sort]
    return DueLine(
        item=item,
        what=visit.say(f"stale.due.{item.sort}"),
        href=href,
        mark="bad" if item.overdue else "info",
        state=visit.say("stale.overdue" if item.overdue else "stale.coming"),
    )
