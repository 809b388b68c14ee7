"""The page Portfolio: all own calculations scored as of now, beside what is signed, with the range of each.

The greatest change comes first. The page shows so many rows; the table as CSV has all of them.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query, Response

from api.web.csv_file import csv_response
from api.web.wording import form_of, format_period
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.desk.portfolio import SAMPLES, SIGMAS
from ledger.documents.drawing.portfolio import (
    by_change,
    draw_portfolio,
    ends_of,
    relative_change,
)
from ledger.footprint.graph.numbers import show_figure
from ledger.translations.documents import number, percentage
from schemas.views.portfolio import Portfolio, PortfolioRow

router = APIRouter(prefix=MANUFACTURER.root, include_in_schema=False)
DRAWN, LISTED = 40, 200
COLUMNS = (
    *("calculation", "model", "site", "start", "end", "signed", "score"),
    *("first_order", "low", "median", "high"),
)
Inputs = Annotated[int, Query(ge=0, le=100, description="Sigma of every input in per cent.")]
Changed = Annotated[bool, Query(description="Only scores that differ from the signed figure.")]


class PortfolioLine(NamedTuple):
    """A calculation as the table shows it."""

    digits: str
    model: str
    site: str
    period: str
    signed: str
    score: str
    change: str
    range: str


@router.get("/portfolio.json")
def portfolio_data(visit: Visited, inputs: Inputs = 0) -> Response:
    """Return the portfolio as data."""
    return visit.data(_read(visit, inputs))


@router.get("/portfolio.csv")
def portfolio_table(visit: Visited, inputs: Inputs = 0) -> Response:
    """Return all rows as a table."""
    return csv_response("portfolio", COLUMNS, _table(_read(visit, inputs).rows))


@router.get("/portfolio")
def portfolio_page(visit: Visited, inputs: Inputs = 0, *, changed: Changed = False) -> Response:
    """Show the portfolio as a picture and a table."""
    found = _read(visit, inputs)
    rows = by_change(found.rows)
    shown = [row for row in rows if relative_change(row)] if changed else rows
    count = len(shown)
    values: dict[str, object] = {
        "lines": [_line(visit, row) for row in shown[:LISTED]],
        "picture": draw_portfolio(shown[:DRAWN], visit.language) if shown else "",
        "drawn": str(DRAWN) if count > DRAWN else "",
        "more": str(count - LISTED) if count > LISTED else "",
        "left_out": found.left_out,
        "known": bool(found.rows),
        "inputs": inputs,
        "sigmas": [(int(one * 100), percentage(one, visit.language)) for one in SIGMAS],
        "percent": percentage(Decimal(inputs) / 100, visit.language),
        "changed": changed,
    }
    title = visit.say(f"portfolio.title.{form_of(count)}", count=str(count))
    frame = MANUFACTURER.frame("portfolio")
    return visit.page("manufacturer/portfolio.html", title, values, frame)


def _read(visit: Visit, inputs: int) -> Portfolio:
    if not inputs:
        return visit.desk.portfolio()
    sigma = str(Decimal(inputs) / 100)
    return visit.desk.portfolio(sigma=sigma, samples=max(SAMPLES))


def _line(visit: Visit, row: PortfolioRow) -> PortfolioLine:
    return PortfolioLine(
        digits=row.calculation[7:],
        model=row.model,
        site=row.site,
        period=format_period(visit, row.period),
        signed=_shown(visit, Decimal(row.signed)),
        score=_shown(visit, Decimal(row.score)),
        change=_percent(visit, row),
        range=_range(visit, row),
    )


def _percent(visit: Visit, row: PortfolioRow) -> str:
    """The change in per cent with its sign."""
    share = relative_change(row)
    if not share:
        return visit.say("page.none")
    return f"{'+' * (share > 0)}{percentage(share, visit.language)}"


def _range(visit: Visit, row: PortfolioRow) -> str:
    ends = ends_of(row)
    if ends is None:
        return ""
    low, high = (_shown(visit, value, 3) for value in ends)
    return visit.say("portfolio.range", low=low, high=high)


def _shown(visit: Visit, value: Decimal, digits: int = 6) -> str:
    return number(show_figure(value, digits), visit.language)


def _table(rows: Sequence[PortfolioRow]) -> Iterator[tuple[str | None, ...]]:
    for row in rows:
        head = row.calculation, row.model, row.site, row.period.start, row.period.end
        spread = row.spread
        ranges = (
            (None,) * 4
            if spread is None
            else (spread.first_order, spread.low, spread.median, spread.high)
        )
        yield (*head, row.signed, row.score, *ranges)
