"""Products: a manufacturer's battery models and plants, with their statements and what is due."""

from ledger.desk.desk import Desk
from ledger.desk.pages import Cursor, Limit, format_cursor, parse_cursor
from ledger.desk.question import question
from ledger.service.access.permissions import Action
from ledger.service.products.listing import products_for
from ledger.store.changes import NOW
from schemas.views.products import Products


@question(
    "/products",
    may=Action.PRODUCTS,
    tag="reports",
    summary="List products",
    operation="list_products",
    told="A page of products.",
    is_linked=True,
)
def products(desk: Desk, limit: Limit = 25, cursor: Cursor = None) -> Products:
    """Return the battery models and plants of the caller's entries, the one with the newest entry first.

    Each has its newest calculation, the attestation of it, the declaration, the share of primary data, and the days
    that are due: suppliers' answers, deliveries' validity, the declaration's. The operator sees those of all. The share
    of primary data is absent until it was computed, which a request does for three calculations at most.
    """
    before = parse_cursor(cursor, NOW)
    page = products_for(desk.ledger, desk.caller, desk.now, before, limit)
    following = None if page.older is None else format_cursor(page.older)
    return Products(items=page.rows, overdue_requests=page.overdue_requests, next=following)
