"""A page of a manufacturer's products, which the HTTP API and the manufacturer's first page share."""

from api.authentication import Caller
from api.context import AppContext
from ledger.desk.pages import format_cursor, parse_cursor
from ledger.service.products.listing import products_for
from ledger.store.changes import NOW
from schemas.views.products import Products


def product_page(context: AppContext, caller: Caller, limit: int, cursor: str | None) -> Products:
    """Read a page of products.

    Args:
        context: the ledger and the clock.
        caller: that is logged in.
        limit: the largest number of products.
        cursor: the start of the page; None for the first.

    Raises:
        CradleError: `cursor.invalid`, or as `products_for`.
    """
    before = parse_cursor(cursor, NOW)
    found = products_for(context.ledger, caller, context.now(), before, limit)
    following = None if found.older is None else format_cursor(found.older)
    return Products(items=found.rows, overdue_requests=found.overdue_requests, next=following)
