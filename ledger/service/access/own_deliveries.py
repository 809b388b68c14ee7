"""A firm's own deliveries, and the goods that it can deliver: the output lines of its live entries."""

from dataclasses import dataclass

from ledger.service.access.history import history_for
from ledger.service.access.names import firm_of
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import unknown_statement
from ledger.service.append.ledger import Ledger
from schemas.delivery import Delivery
from schemas.entry import Entry
from schemas.history import HistoryLine, HistoryRow
from schemas.names import NamedFirm
from schemas.values import Period


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


def deliveries_for(ledger: Ledger, principal: Principal) -> tuple[OwnDelivery, ...]:
    """The principal's own deliveries, the newest first.

    Raises:
        CradleError: `access.denied` or `access.unregistered`.
    """
    rows = [row for row in history_for(ledger, principal).rows if row.kind == "delivery"]
    return tuple(_open(ledger, row) for row in reversed(rows))


def delivery_for(ledger: Ledger, principal: Principal, name: str) -> OwnDelivery:
    """One of the principal's own deliveries.

    Raises:
        CradleError: `access.*`; `statement.unknown`, also for another firm's.
    """
    row = own_row(ledger, principal, name)
    if row.kind != "delivery":
        raise unknown_statement(name)
    return _open(ledger, row)


def own_row(ledger: Ledger, principal: Principal, name: str) -> HistoryRow:
    """The row of one of the principal's own statements.

    Raises:
        CradleError: `access.*`; `statement.unknown`, also for another firm's.
    """
    rows = history_for(ledger, principal).rows
    found = next((row for row in rows if row.id == name), None)
    if found is None:
        raise unknown_statement(name)
    return found


def goods_for(ledger: Ledger, principal: Principal) -> tuple[OwnGoods, ...]:
    """The goods that the principal can deliver, those of the newest entry first.

    Raises:
        CradleError: `access.denied` or `access.unregistered`.
    """
    rows = reversed(history_for(ledger, principal).rows)
    return tuple(
        OwnGoods(row.id, row.first, line, row.period)
        for row in rows
        if row.kind == "entry" and row.status == "live" and row.period is not None
        for line in row.lines
    )


def _open(ledger: Ledger, row: HistoryRow) -> OwnDelivery:
    with ledger.view() as view:
        delivery = view.statement(row.id, Delivery)
        if delivery is None:
            raise unknown_statement(row.id)
        entry = view.statement(delivery.entry, Entry)
        period = None if entry is None else entry.period
        recipient = firm_of(view, delivery.recipient)
    return OwnDelivery(row, delivery, row.lines[0], period, recipient)
