"""Suppliers' figures for their products: of live deliveries, the latest of each supplier.

They serve to compare a default with usual values; a median of only a few suppliers must not be
shown. Figures under different rulebooks and factor sets are listed together. The function reads
every delivery of the ledger.
"""

from collections import defaultdict
from decimal import Decimal

from ledger.append.ledger import Ledger
from ledger.service.answers.look_ups import list_of
from ledger.store.changes import changes_of
from schemas.signed.delivery import Delivery
from schemas.signed.statement import Kind


def supplier_figures(ledger: Ledger) -> dict[tuple[str, str], tuple[Decimal, ...]]:
    """The latest figure of each supplier in kg CO2e per unit, by product and unit."""
    ids = [row.id for row in list_of(ledger, Kind.DELIVERY.value)]
    latest: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
    with ledger.view() as view:
        gone = changes_of(view.connection, ids)
        for name, statement in view.read(ids).items():
            if name in gone or not isinstance(statement, Delivery) or statement.figure is None:
                continue
            goods = statement.product, statement.unit.value
            latest[goods][statement.issuer] = Decimal(statement.figure.total)
    return {goods: tuple(figures.values()) for goods, figures in latest.items()}
