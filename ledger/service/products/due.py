"""The days on which a product's data become overdue: suppliers' answers, deliveries' validity, the declaration's.

A delivery counts if one of the manufacturer's own product entries takes it in, or its newest calculation counts it;
what is further up is its suppliers' own business. A delivery that was replaced counts as its newest version. A
declaration has a last day only where its rulebook states years of validity, which count from the end of the period.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ledger.admission.common import newest_version
from ledger.documents.difference.redeclaration import end_of_validity
from ledger.service.products.chain import ProductChain
from ledger.state.profiles import name_of
from ledger.state.view import View
from schemas.exchanged.request import RequestView
from schemas.signed.calculation import Composition
from schemas.signed.delivery import Delivery
from schemas.signed.rulebook import Rulebook
from schemas.signed.statement import SectionName
from schemas.values import Period
from schemas.views.products import DueItem


def deliveries_behind(
    view: View, entries: Iterable[str], chain: ProductChain
) -> dict[str, Delivery]:
    """The deliveries that product entries take in and that their newest calculation counts, in their newest versions.

    Args:
        view: the transaction.
        entries: own product entries beside those that the calculation counts.
        chain: of the product.
    """
    product_entries, counted = dict.fromkeys(entries), []
    if chain.calculation is not None:
        composition = view.section(chain.calculation[1], SectionName.COMPOSITION, Composition)
        product_entries |= dict.fromkeys(
            row.entry for row in composition.rows if row.entry is not None
        )
        counted = [row.delivery for row in composition.rows if row.delivery is not None]
    records = [view.entry(name) for name in product_entries]
    inventories = [row.inventory for row in records if row is not None]
    cited = [name for inventory in inventories if inventory is not None for name in inventory.cited]
    newest = [newest_version(view, name) for name in dict.fromkeys((*cited, *counted))]
    opened = {name: view.statement(name, Delivery) for name in newest if name is not None}
    return {name: delivery for name, delivery in opened.items() if delivery is not None}


def due_items(
    view: View,
    deliveries: Mapping[str, Delivery],
    requests: Sequence[RequestView],
    today: str,
) -> Iterator[DueItem]:
    """The open requests for the products of some deliveries, and the last days of the deliveries themselves.

    Args:
        view: the transaction.
        deliveries: by id.
        requests: that wait for an answer.
        today: the day of reading, YYYY-MM-DD.
    """
    products = {delivery.product for delivery in deliveries.values()}
    for request in requests:
        if request.product in products:
            yield request_item(view, request)
    for name, delivery in deliveries.items():
        if delivery.valid_until is not None:
            yield DueItem(
                sort="delivery",
                subject=name,
                firm=name_of(view, delivery.issuer),
                product=delivery.product,
                day=delivery.valid_until,
                overdue=delivery.valid_until < today,
            )


def request_item(view: View, request: RequestView) -> DueItem:
    """A request as a day on which an answer is due."""
    firm = request.firm if request.participant is None else name_of(view, request.participant)
    return DueItem(
        sort="request",
        subject=request.id,
        firm=firm,
        product=request.product,
        day=request.due,
        overdue=request.overdue,
    )


def validity_item(name: str, period: Period, rulebook: Rulebook, today: str) -> DueItem | None:
    """The last day of a declaration for a period; None if the rulebook states no validity."""
    rule = rulebook.redeclaration
    if rule is None or rule.validity_years is None:
        return None
    day = str(end_of_validity(period.end, rule.validity_years.value))
    return DueItem(sort="validity", subject=name, day=day, overdue=day < today)


def in_order(items: Iterable[DueItem]) -> tuple[DueItem, ...]:
    """Due items by day, each once."""
    return tuple(sorted(dict.fromkeys(items), key=lambda row: (row.day, row.sort, row.subject)))
