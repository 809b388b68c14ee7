"""The page Portfolio: all own calculations scored as of now, beside what is signed, with the range of each.

The greatest change comes first. The page shows so many rows; the table as CSV has all of them.
"""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.web.twins import Rows, columns, twins
from api.web.workspace import Visited
from api.web.workspaces import MANUFACTURER
from ledger.desk.portfolio import SAMPLES, SIGMAS
from ledger.documents.drawing.portfolio import (
    by_change,
    draw_portfolio,
    ends_of,
    relative_change,
)
from ledger.documents.standing import word_of
from schemas.views.portfolio import Portfolio

router = APIRouter(prefix=MANUFACTURER.root, include_in_schema=False)
DRAWN, LISTED = 40, 200
COLUMNS = (
    *("calculation", "model", "site", "start", "end", "signed", "score"),
    *("first_order", "low", "median", "high", "standing"),
)
MEMBERS = (
    *("calculation", "model", "site", "period.start", "period.end", "signed", "score"),
    *("spread.first_order", "spread.low", "spread.median", "spread.high"),
)
Inputs = Annotated[int, Query(ge=0, le=100, description="Sigma of every input in per cent.")]
Changed = Annotated[bool, Query(description="Only scores that differ from the signed figure.")]


def _table(report: Portfolio) -> Rows:
    words = (row.standing and word_of(row.standing) for row in report.rows)
    rows = zip(columns(report.rows, *MEMBERS)[1], words, strict=True)
    return COLUMNS, ([*row, word] for row, word in rows)


@twins(router, "/portfolio", _table)
def portfolio(visit: Visited, inputs: Inputs = 0) -> Portfolio:
    """Return the portfolio as data, and all rows as a table."""
    if not inputs:
        return visit.desk.portfolio()
    return visit.desk.portfolio(sigma=str(Decimal(inputs) / 100), samples=max(SAMPLES))


@router.get("/portfolio")
def portfolio_page(visit: Visited, inputs: Inputs = 0, *, changed: Changed = False) -> Response:
    """Show the portfolio as a picture and a table."""
    report = portfolio(visit, inputs)
    rows = by_change(report.rows)
    shown = [row for row in rows if relative_change(row)] if changed else rows
    return visit.page(
        "manufacturer/portfolio.html",
        found=report,
        rows=[(row, relative_change(row), ends_of(row)) for row in shown[:LISTED]],
        count=len(shown),
        picture=draw_portfolio(shown[:DRAWN], visit.language) if shown else "",
        drawn=DRAWN,
        listed=LISTED,
        inputs=inputs,
        sigmas=SIGMAS,
        changed=changed,
    )
