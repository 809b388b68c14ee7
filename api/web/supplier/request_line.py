"""A request as a row of a table: amount, period and due day in the page's language."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from api.web.wording import form_of, format_period, format_quantity
from api.web.workspace import Visit
from ledger.service.access.own_deliveries import names_of_goods
from schemas.views.inbox import InboxRow

SOON: Final = 14
"""Days before the due day from which a request is marked."""


class RequestLine(NamedTuple):
    """A request as a page shows it.

    Attributes:
        goods: the name that the firm's own entries give to the product; empty if it has none.
        mark: the sort of the chip of the due day.
    """

    row: InboxRow
    goods: str
    amount: str
    period: str
    mark: str
    due: str


def request_lines(visit: Visit, rows: Iterable[InboxRow]) -> list[RequestLine]:
    """Lay requests out."""
    shown = tuple(rows)
    products = [row.request.product for row in shown]
    names = names_of_goods(visit.context.ledger, visit.caller, products)
    return [_line(visit, row, names) for row in shown]


def _line(visit: Visit, row: InboxRow, names: Mapping[str, str]) -> RequestLine:
    asked = row.request
    amount = ""
    if asked.amount is not None and asked.unit is not None:
        amount = format_quantity(visit, asked.amount, asked.unit)
    period = format_period(visit, asked.period)
    late = row.days < 0
    mark = "bad" if late else "warn" if row.days <= SOON else "info"
    key = f"home.{'late' if late else 'left'}.{form_of(abs(row.days))}"
    goods = names.get(asked.product, "")
    return RequestLine(row, goods, amount, period, mark, visit.say(key, days=str(abs(row.days))))
