"""The manufacturer's first page: each battery model and plant, the state of its figure, what is due, the next step."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from api.pages import Cursor
from api.web.csv_file import csv_response
from api.web.wording import form_of, format_period
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.footprint.graph.numbers import show_figure
from ledger.translations.documents import number, percentage
from schemas.views.products import DueItem, ProductRow, ProductState

SHOWN: Final = 25
"""The most products of a page; a link leads to the next ones."""

MARKS: Final[dict[ProductState, str]] = {
    "none": "info",
    "draft": "info",
    "logged": "ok",
    "refused": "bad",
    "attested": "ok",
    "declared": "ok",
    "stale": "warn",
    "withdrawn": "bad",
}
"""The sort of chip of each state."""

router = APIRouter(prefix=MANUFACTURER.root, include_in_schema=False)


class Chip(NamedTuple):
    """A state with the sort of its chip."""

    mark: str
    words: str


class ProductLine(NamedTuple):
    """A product as the table shows it; `href` leads to the next step, `act` is its verb."""

    row: ProductRow
    period: str
    figure: str
    unit: str
    calculated: str
    chips: tuple[Chip, ...]
    declared: str
    primary: str
    due: tuple[Chip, ...]
    href: str
    act: str
    act_of: str


@router.get(".json")
def products_data(visit: Visited, cursor: Cursor = None) -> Response:
    """Return a page of products as data."""
    return visit.data(visit.desk.products(SHOWN, cursor))


@router.get(".csv")
def products_table(visit: Visited, cursor: Cursor = None) -> Response:
    """Return a page of products as a table."""
    found = visit.desk.products(SHOWN, cursor)
    headings = (
        *("model", "site", "issuer", "period_start", "period_end", "entries", "states"),
        *("calculation", "calculation_start", "calculation_end", "total", "per", "rulebook"),
        *("auditor", "outcome", "declaration", "primary", "overdue", "next"),
    )
    return csv_response("products", headings, map(_cells, found.items))


@router.get("")
def products(visit: Visited, cursor: Cursor = None) -> Response:
    """Show the products."""
    found = visit.desk.products(SHOWN, cursor)
    count, late = len(found.items), found.overdue_requests
    values: dict[str, object] = {
        "lines": [_line(visit, row) for row in found.items],
        "overdue": visit.say(f"products.overdue.{form_of(late)}", count=str(late)) if late else "",
        "registered": visit.caller.participant is not None,
        "next": found.next,
        "cursor": cursor,
    }
    title = visit.say(
        "products.title" if cursor or found.next else f"products.title.{form_of(count)}",
        count=str(count),
    )
    return visit.page("manufacturer/products.html", title, values, MANUFACTURER.frame("products"))


def _line(visit: Visit, row: ProductRow) -> ProductLine:
    own, language = row.calculation, visit.language
    calculated = None if own is None else format_period(visit, own.period)
    declared = ""
    if row.declaration is not None and (own is None or row.declaration.calculation != own.id):
        declared = visit.say(
            "products.declared_before", period=format_period(visit, row.declaration.period)
        )
    step = visit.say(f"products.next.{row.next}")
    named = visit.say("products.next.of", step=step, model=row.model, site=row.site)
    return ProductLine(
        row=row,
        period=format_period(visit, row.period),
        figure="" if own is None else number(show_figure(Decimal(own.total)), language),
        unit="" if own is None else visit.say(f"page.unit.{own.per}"),
        calculated=calculated or "",
        chips=tuple(_chips(visit, row)),
        declared=declared,
        primary="" if row.coverage is None else percentage(row.coverage.primary, language),
        due=tuple(due_chips(visit, row.due)),
        href=_href(row),
        act=step,
        act_of=named,
    )


def _chips(visit: Visit, row: ProductRow) -> Iterator[Chip]:
    """The states in the order in which one follows another."""
    for state in row.states:
        words = {
            "index": "" if row.calculation is None else str(row.calculation.index),
            "auditor": "" if row.attestation is None else row.attestation.auditor,
        }
        yield Chip(MARKS[state], visit.say(f"products.state.{state}", **words))


def due_chips(visit: Visit, items: tuple[DueItem, ...]) -> Iterator[Chip]:
    """What is overdue, counted by sort."""
    for sort in ("request", "delivery", "validity"):
        count = sum(item.overdue for item in items if item.sort == sort)
        if count:
            words = visit.say(f"products.due.{sort}.{form_of(count)}", count=str(count))
            yield Chip("bad", words)


def _href(row: ProductRow) -> str:
    """The address of the next step."""
    start = f"{MANUFACTURER.root}/calculate"
    product = urlencode({"model": row.model, "site": row.site})
    own = "" if row.calculation is None else row.calculation.id[7:]
    figure = f"{MANUFACTURER.root}/figures/{own}"
    return {
        "submit": "/supplier/submit",
        "calculate": f"{start}?{product}",
        "continue": f"{start}/{row.draft}",
        "follow": f"{figure}/declare",
        "declare": f"{figure}/declare",
        "open": figure,
        "correct": f"{start}?supersedes={own}",
        "recalculate": f"{start}?supersedes={own}",
        "explain": f"{MANUFACTURER.root}/stale",
    }[row.next]


def _cells(row: ProductRow) -> list[object]:
    made, own = row.period, row.calculation
    attested, declared = row.attestation, row.declaration
    return [
        *(row.model, row.site, row.issuer),
        *((None, None) if made is None else (made.start, made.end)),
        *(row.entries, " ".join(row.states)),
        *(
            (None,) * 6
            if own is None
            else (own.id, own.period.start, own.period.end, own.total, own.per, own.rulebook)
        ),
        *((None, None) if attested is None else (attested.auditor, attested.outcome)),
        None if declared is None else declared.id,
        None if row.coverage is None else row.coverage.primary,
        sum(item.overdue for item in row.due),
        row.next,
    ]
