"""The page Portfolio: all own calculations scored as of now, beside what is signed, with the range of each.

The greatest change comes first. The page shows so many rows; the table as CSV has all of them.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated, Final, NamedTuple

from fastapi import APIRouter, Query, Response

from api.web.csv_file import csv_response
from api.web.wording import form_of, format_period
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.documents.drawing.score_ranges import ScoreRange, draw_score_ranges
from ledger.footprint.graph.numbers import EXPLAIN, show_figure
from ledger.service.access.portfolio import portfolio_for
from ledger.service.portfolio.question import SpreadRequest
from ledger.translations.documents import number, percentage
from schemas.portfolio import Portfolio, PortfolioRow

router = APIRouter(prefix=MANUFACTURER.root, include_in_schema=False)
SIGMAS: Final = (5, 10, 20)
SAMPLES: Final = 200
DRAWN, LISTED = 40, 200
SAME: Final = Decimal("1e-9")
"""The relative difference below which a score is what was signed, in other digits."""

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
    rows = sorted(found.rows, key=_change, reverse=True)
    shown = [row for row in rows if _change(row) > SAME] if changed else rows
    count = len(shown)
    values: dict[str, object] = {
        "lines": [_line(visit, row) for row in shown[:LISTED]],
        "picture": _picture(visit, shown[:DRAWN]) if shown else "",
        "drawn": str(DRAWN) if count > DRAWN else "",
        "more": str(count - LISTED) if count > LISTED else "",
        "left_out": found.left_out,
        "known": bool(found.rows),
        "inputs": inputs,
        "sigmas": [(one, percentage(Decimal(one) / 100, visit.language)) for one in SIGMAS],
        "percent": percentage(Decimal(inputs) / 100, visit.language),
        "changed": changed,
    }
    title = visit.say(f"portfolio.title.{form_of(count)}", count=str(count))
    frame = MANUFACTURER.frame("portfolio")
    return visit.page("manufacturer/portfolio.html", title, values, frame)


def _read(visit: Visit, inputs: int) -> Portfolio:
    context = visit.context
    spread = SpreadRequest(Decimal(inputs) / 100, SAMPLES) if inputs else None
    with context.quota.count_preview(visit.caller.organisation):
        return portfolio_for(context.ledger, visit.caller, None, spread, context.now())


def _change(row: PortfolioRow) -> Decimal:
    """The relative change of a figure without its sign."""
    signed = Decimal(row.signed)
    return (
        abs(EXPLAIN.divide(Decimal(row.score) - signed, signed))
        if signed
        else abs(Decimal(row.score))
    )


def _line(visit: Visit, row: PortfolioRow) -> PortfolioLine:
    signed, score = Decimal(row.signed), Decimal(row.score)
    return PortfolioLine(
        digits=row.calculation[7:],
        model=row.model,
        site=row.site,
        period=format_period(visit, row.period),
        signed=_shown(visit, signed),
        score=_shown(visit, score),
        change=_percent(visit, signed, score),
        range=_range(visit, row),
    )


def _percent(visit: Visit, signed: Decimal, score: Decimal) -> str:
    """The change in per cent with its sign; none for rounding errors."""
    if not signed or abs(score - signed) <= SAME * abs(signed):
        return visit.say("page.none")
    share = EXPLAIN.divide(score - signed, abs(signed))
    return f"{'+' * (share > 0)}{percentage(share, visit.language)}"


def _range(visit: Visit, row: PortfolioRow) -> str:
    low, high = _ends(row)
    if low is None or high is None:
        return ""
    return visit.say("portfolio.range", low=_shown(visit, low, 3), high=_shown(visit, high, 3))


def _ends(row: PortfolioRow) -> tuple[Decimal | None, Decimal | None]:
    spread = row.spread
    if spread is None or spread.low is None or spread.high is None:
        return None, None
    return Decimal(spread.low), Decimal(spread.high)


def _picture(visit: Visit, rows: Sequence[PortfolioRow]) -> str:
    return draw_score_ranges(
        [_drawn(visit, row) for row in rows],
        visit.say("portfolio.picture"),
        lambda value: number(value, visit.language),
    )


def _drawn(visit: Visit, row: PortfolioRow) -> ScoreRange:
    signed, score = Decimal(row.signed), Decimal(row.score)
    low, high = _ends(row)
    name = f"{row.model}, {row.site}, {format_period(visit, row.period)}"
    figures = {"signed": _shown(visit, signed), "score": _shown(visit, score)}
    words = visit.say("portfolio.words", name=name, **figures)
    if low is not None and high is not None:
        ends = {"low": _shown(visit, low, 3), "high": _shown(visit, high, 3)}
        words = visit.say("portfolio.words.range", words=words, **ends)
    same = abs(score - signed) <= SAME * abs(signed)
    return ScoreRange(name, signed, signed if same else score, low, high, words)


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
