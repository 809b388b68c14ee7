"""The page under Stale and due: who corrected what, the figure before and after, and what becomes due.

The new figure is the ledger's own draft over the statements of today. The verdict on the declaration is that of its
rulebook; the page offers the new calculation whatever the figure does, so a rise is no harder to see than a fall.
"""

from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.web.objections import objection_lines
from api.web.twins import Rows, twins
from api.web.workspace import Visited
from api.web.workspaces import MANUFACTURER
from ledger.desk.stale_and_due import stale_and_due
from ledger.service.access.permissions import Action, scope_of
from schemas.views.products import DueItem, OwedItem
from schemas.views.stale import StaleStatement

router = APIRouter(prefix=MANUFACTURER.root, include_in_schema=False)
HEADINGS = (
    *("sort", "subject", "firm", "product", "site", "before", "after"),
    *("verdict", "day", "overdue"),
)


class StaleData(BaseModel):
    """What has become stale and what becomes due, as data."""

    stale: tuple[StaleStatement, ...] = ()
    suppliers: tuple[OwedItem, ...] = ()
    due: tuple[DueItem, ...] = ()


def _table(report: StaleData) -> Rows:
    """One row for each stale figure, each figure that a supplier owes, and each due day."""
    stale = (
        (
            *("stale", row.id, None, row.model, row.site, row.before, row.after),
            *(None if row.redeclaration is None else row.redeclaration.state, None, None),
        )
        for row in report.stale
    )
    owed = (
        ("supplier_figure", row.subject, row.firm, row.product, *(None,) * 6)
        for row in report.suppliers
    )
    due = (
        (item.sort, item.subject, item.firm, item.product, *(None,) * 4, item.day, item.overdue)
        for item in report.due
    )
    return HEADINGS, (*stale, *owed, *due)


@twins(router, "/stale", _table)
def stale(visit: Visited) -> StaleData:
    """Return the stale figures and due days as data and as a table; none for a login without a registered firm."""
    scope_of(visit.caller, Action.STALE)
    if visit.caller.participant is None:
        return StaleData()
    with visit.desk.opened() as desk:
        report = stale_and_due(desk)
    return StaleData(stale=report.stale, suppliers=report.suppliers, due=report.due)


@router.get("/stale")
def stale_page(visit: Visited) -> Response:
    """Show what has become stale and what becomes due."""
    report = stale(visit)
    return visit.page(
        "manufacturer/stale.html",
        found=report,
        late=sum(item.overdue for item in report.due),
        objections=objection_lines(visit),
    )
