"""The manufacturer's first page: each battery model and plant, the state of its figure, what is due, the next step."""

from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from api.pages import Cursor
from api.web.notices import newest_notices
from api.web.twins import Rows, columns, twins
from api.web.workspace import Visited
from api.web.workspaces import MANUFACTURER
from ledger.documents.standing import word_of
from schemas.views.products import ProductRow, Products

SHOWN: Final = 25
"""The most products of a page; a link leads to the next ones."""

HEADINGS: Final = (
    *("model", "site", "issuer", "period_start", "period_end", "entries", "standing"),
    *("calculation", "calculation_start", "calculation_end", "total", "per", "rulebook"),
    *("auditor", "outcome", "declaration", "primary", "overdue", "next"),
)
OWN: Final = (
    *("calculation.id", "calculation.period.start", "calculation.period.end"),
    *("calculation.total", "calculation.per", "calculation.rulebook"),
    *("attestation.auditor", "attestation.outcome", "declaration.id", "coverage.primary"),
)
MADE: Final = ("model", "site", "issuer", "period.start", "period.end", "entries")

router = APIRouter(prefix=MANUFACTURER.root, include_in_schema=False)


def _table(page: Products) -> Rows:
    model_cells, own = (columns(page.items, *names)[1] for names in (MADE, OWN))
    return HEADINGS, (
        [
            *first,
            row.standing and word_of(row.standing),
            *rest,
            sum(item.overdue for item in row.due),
            row.next,
        ]
        for row, first, rest in zip(page.items, model_cells, own, strict=True)
    )


@twins(router, "", _table, "products")
def products(visit: Visited, cursor: Cursor = None) -> Products:
    """Return a page of products as data and as a table."""
    return visit.desk.products(SHOWN, cursor)


@router.get("")
def products_page(visit: Visited, cursor: Cursor = None) -> Response:
    """Show the products."""
    return visit.page(
        "manufacturer/products.html",
        found=products(visit, cursor),
        notices=newest_notices(visit),
        registered=visit.caller.participant is not None,
        cursor=cursor,
        href=_href,
    )


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
