"""Data that other firms owe to a product: a missing or old figure, a delivery that is no longer valid, an open answer.

It is read from the deliveries that the product's own entries take in. What is further up the chain is the suppliers'
own business, and shows in their figures.
"""

from collections.abc import Iterator, Mapping, Sequence

from ledger.append.ledger import Ledger
from ledger.service.access.principal import Principal
from ledger.service.products.chain import ProductChain
from ledger.service.products.due import deliveries_behind
from ledger.service.products.listing import waiting_requests
from ledger.service.requests.state import day_of
from ledger.state.profiles import name_of
from ledger.state.stale import find_stale
from ledger.state.view import View
from schemas.exchanged.request import RequestView
from schemas.signed.delivery import Delivery
from schemas.views.products import OwedItem


def owed_for(
    ledger: Ledger, principal: Principal, entries: Sequence[str], now: int
) -> tuple[OwedItem, ...]:
    """What other firms owe to the product of some own entries, by firm.

    Args:
        ledger: the ledger.
        principal: the caller, whose own requests are read.
        entries: that made the product.
        now: the clock, in seconds of UTC since 1970.

    Raises:
        CradleError: `access.denied`.
    """
    requests = waiting_requests(ledger, principal, now)
    with ledger.view() as view:
        deliveries = deliveries_behind(view, entries, ProductChain())
        items = [
            *_lacking(view, deliveries, day_of(now)),
            *_asked(view, deliveries, requests),
        ]
    return tuple(sorted(dict.fromkeys(items), key=lambda row: (row.firm, row.sort, row.subject)))


def _lacking(view: View, deliveries: Mapping[str, Delivery], today: str) -> Iterator[OwedItem]:
    old = {row.id for row in find_stale(view, deliveries)}
    for name, delivery in deliveries.items():
        firm = name_of(view, delivery.issuer)
        if delivery.figure is None:
            yield OwedItem(sort="no_figure", firm=firm, product=delivery.product, subject=name)
        elif name in old:
            yield OwedItem(sort="stale", firm=firm, product=delivery.product, subject=name)
        if delivery.valid_until is not None and delivery.valid_until < today:
            yield OwedItem(
                sort="not_valid",
                firm=firm,
                product=delivery.product,
                subject=name,
                day=delivery.valid_until,
            )


def _asked(
    view: View, deliveries: Mapping[str, Delivery], requests: Sequence[RequestView]
) -> Iterator[OwedItem]:
    products = {delivery.product for delivery in deliveries.values()}
    for row in requests:
        if row.product in products:
            participant = row.participant
            yield OwedItem(
                sort="overdue" if row.overdue else "asked",
                firm=row.firm or row.id if participant is None else name_of(view, participant),
                product=row.product,
                subject=row.id,
                day=row.due,
            )
