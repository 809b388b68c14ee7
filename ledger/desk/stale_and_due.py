"""What has become stale at a manufacturer, and what becomes due: own figures, suppliers' figures, answers, validity.

Own calculations are explained in full. A supplier's old figure is listed where a product's newest entry takes the goods
in; the supplier corrects it.
"""

from typing import Final, NamedTuple

from ledger.desk.desk import Desk
from ledger.desk.staleness import own_stale
from ledger.service.access.permissions import require_participant
from ledger.service.products.due import in_order, request_item
from ledger.service.products.listing import products_for, waiting_requests
from ledger.service.products.owing import owed_for
from ledger.store.changes import NOW
from ledger.store.products import live_entries_of, made_products
from schemas.views.products import DueItem, OwedItem
from schemas.views.stale import StaleStatement

PRODUCTS: Final = 100
"""The most products, those with the newest entries, whose due days and suppliers are read."""


class StaleAndDue(NamedTuple):
    """Own stale calculations, suppliers' stale figures, and due days, the earliest first."""

    stale: tuple[StaleStatement, ...]
    suppliers: tuple[OwedItem, ...]
    due: tuple[DueItem, ...]


def stale_and_due(desk: Desk) -> StaleAndDue:
    """What has become stale at the caller's participant, and what becomes due.

    Raises:
        CradleError: `access.*`, or as `own_stale`.
    """
    ledger, principal, now = desk.ledger, desk.caller, desk.now
    issuer = require_participant(principal)
    stale = own_stale(desk)
    listed = products_for(ledger, principal, now, NOW, PRODUCTS)
    with ledger.view() as view:
        products = made_products(view.connection, issuer, NOW, PRODUCTS)
        live = live_entries_of(view.connection, [row.subject for row in products])
        request_items = [
            request_item(view, row) for row in waiting_requests(ledger, principal, now)
        ]
    owed = owed_for(ledger, principal, [row.newest for row in live.values()], now)
    due = in_order([*request_items, *(item for row in listed.rows for item in row.due)])
    return StaleAndDue(stale, tuple(row for row in owed if row.sort == "stale"), due)
