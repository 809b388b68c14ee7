"""A firm's own deliveries, and the goods that it can deliver: the output lines of its live entries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ledger.append.ledger import Ledger
from ledger.service.access.history import history_of, newest_for, row_for, rows_of
from ledger.service.access.names import firm_of
from ledger.service.access.permissions import Action, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import unknown_statement
from ledger.state.view import View
from ledger.store.changes import NOW
from ledger.store.goods import live_lines_of_lineages, live_lines_of_products
from ledger.store.statements import newest_issued
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry
from schemas.signed.statement import Kind
from schemas.values import Period
from schemas.views.history import HistoryLine, HistoryRow
from schemas.views.names import NamedFirm

MOST: Final = 200
"""The newest entries whose goods are offered; goods of older ones are found by what they are wanted for."""


@dataclass(frozen=True, slots=True)
class OwnDelivery:
    """A delivery of the firm.

    Attributes:
        row: its row of the history.
        delivery: its payload.
        goods: the line that it delivers.
        period: in which the goods were made; None if the entry is not in the ledger.
        recipient: the customer.
    """

    row: HistoryRow
    delivery: Delivery
    goods: HistoryLine
    period: Period | None
    recipient: NamedFirm


@dataclass(frozen=True, slots=True)
class OwnGoods:
    """An output line of a live entry of the firm; `first` is the first version of the entry."""

    entry: str
    first: str
    line: HistoryLine
    period: Period


@dataclass(frozen=True, slots=True)
class WantedGoods:
    """Goods to offer beside the newest: of entries by id, by first version, and by product."""

    entries: tuple[str, ...] = ()
    firsts: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


def deliveries_for(ledger: Ledger, principal: Principal) -> tuple[OwnDelivery, ...]:
    """The principal's own deliveries, the newest first.

    Raises:
        CradleError: `access.denied` or `access.unregistered`.
    """
    scope_of(principal, Action.READ)
    own = history_of(ledger, require_participant(principal))
    rows = [row for row in own.rows if row.kind == "delivery"]
    with ledger.view() as view:
        return tuple(_open(view, row) for row in reversed(rows))


def newest_deliveries(
    ledger: Ledger, principal: Principal, count: int, before: int = NOW
) -> tuple[tuple[OwnDelivery, ...], int | None]:
    """The principal's newest deliveries, the newest first, and the index that older ones are below.

    Raises:
        CradleError: `access.denied` or `access.unregistered`.
    """
    page = newest_for(ledger, principal, (Kind.DELIVERY,), count, before)
    with ledger.view() as view:
        return tuple(_open(view, row) for row in page.rows), page.older


def delivery_for(ledger: Ledger, principal: Principal, name: str) -> OwnDelivery:
    """One of the principal's own deliveries.

    Raises:
        CradleError: `access.*`; `statement.unknown`, also for another firm's.
    """
    row = row_for(ledger, principal, name)
    if row.kind != "delivery":
        raise unknown_statement(name)
    with ledger.view() as view:
        return _open(view, row)


def goods_for(
    ledger: Ledger, principal: Principal, wanted: WantedGoods | None = None
) -> tuple[OwnGoods, ...]:
    """The goods that the principal can deliver, those of the newest entry first.

    Of a firm with more than `MOST` entries these are the goods of the newest ones, and all that are wanted.

    Raises:
        CradleError: `access.denied` or `access.unregistered`.
    """
    scope_of(principal, Action.READ)
    participant = require_participant(principal)
    selection = wanted or WantedGoods()
    with ledger.view() as view:
        connection = view.connection
        newest = newest_issued(connection, participant, [Kind.ENTRY.value], NOW, MOST)
        of_products = live_lines_of_products(connection, participant, selection.products)
        of_lineages = live_lines_of_lineages(connection, participant, selection.firsts)
        more = (line.entry for line in (*of_products[:MOST], *of_lineages))
        statements = view.read((*newest, *more, *selection.entries)).items()
        own = [
            name
            for name, statement in statements
            if isinstance(statement, Entry) and statement.issuer == participant
        ]
        rows = rows_of(view, own)
    return tuple(
        OwnGoods(row.id, row.first, line, row.period)
        for row in reversed(rows)
        if row.status == "live" and row.period is not None
        for line in row.lines
    )


def names_of_goods(
    ledger: Ledger, principal: Principal, products: Iterable[str]
) -> Mapping[str, str]:
    """The names that the principal's own newest entries give to products; a product without an entry has none."""
    wanted = set(products)
    if principal.participant is None or not wanted:
        return {}
    with ledger.view() as view:
        names = dict[str, str]()
        for row in live_lines_of_products(view.connection, principal.participant, wanted):
            record = None if row.product in names else view.entry(row.entry)
            inventory = None if record is None else record.inventory
            output = None if inventory is None else inventory.output(row.line)
            if output is not None:
                names[row.product] = output.name
        return names


def _open(view: View, row: HistoryRow) -> OwnDelivery:
    delivery = view.statement(row.id, Delivery)
    if delivery is None:
        raise unknown_statement(row.id)
    entry = view.statement(delivery.entry, Entry)
    period = None if entry is None else entry.period
    return OwnDelivery(row, delivery, row.lines[0], period, firm_of(view, delivery.recipient))
