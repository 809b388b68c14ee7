"""A supplier's deliveries: what it delivered, to whom, with which figure, and the code for the delivery note.

A delivery has its code as long as it is live; a superseded or withdrawn one must not be put on a note again.
"""

from typing import Annotated, Final, NamedTuple

from fastapi import APIRouter, Query, Response

from api.paths import IdDigits
from api.web.csv_file import csv_response
from api.web.wording import format_period, format_quantity
from api.web.workspace import PRIVATE, Visit, Visited
from api.web.workspaces import SUPPLIER
from ledger.documents.drawing.qr import draw_qr
from ledger.exchange.delivery_code import DeliveryCode, format_delivery_code
from ledger.service.access.own_deliveries import (
    OwnDelivery,
    deliveries_for,
    delivery_for,
    newest_deliveries,
)
from ledger.service.access.visibility import unknown_statement
from ledger.store.changes import NOW
from ledger.translations.documents import number
from schemas.views.delivered import DeliveryRow, DeliveryRows
from schemas.vocabulary import Unit

router = APIRouter(prefix=SUPPLIER.root, include_in_schema=False)
MARK: Final = {"live": "ok", "superseded": "info", "withdrawn": "bad"}
"""The sort of chip of each state."""

SHOWN: Final = 100
"""The most statements of a page; a link leads to the older ones."""

Before = Annotated[int, Query(ge=0, lt=NOW)]
"""The index in the log that all statements of a page are below."""

_SVG: Final = {**PRIVATE, "Content-Security-Policy": "default-src 'none'"}


class DeliveryLine(NamedTuple):
    """A delivery as the table shows it; `unit` is that of the figure, `mark` the sort of the chip."""

    row: DeliveryRow
    digits: str
    amount: str
    period: str
    figure: str
    unit: str
    mark: str


@router.get("/deliveries")
def deliveries(visit: Visited, before: Before = NOW - 1) -> Response:
    """Show the firm's deliveries, the newest first."""
    found, older = newest_deliveries(visit.context.ledger, visit.caller, SHOWN, before)
    lines = [_line(visit, delivery_row(own)) for own in found]
    values: dict[str, object] = {"lines": lines, "older": older}
    frame = SUPPLIER.frame("deliveries")
    return visit.page("supplier/deliveries.html", visit.say("deliveries.title"), values, frame)


@router.get("/deliveries.json")
def deliveries_data(visit: Visited) -> Response:
    """Return the firm's deliveries as data."""
    return visit.data(DeliveryRows(rows=_rows(visit)))


@router.get("/deliveries.csv")
def deliveries_table(visit: Visited) -> Response:
    """Return the firm's deliveries as a table."""
    names = [name for name in DeliveryRow.model_fields if name not in {"period", "recipient"}]
    headings = [*names, "period_start", "period_end", "recipient", "recipient_name", "country"]
    rows = ([*(getattr(row, name) for name in names), *_flat(row)] for row in _rows(visit))
    return csv_response("deliveries", headings, rows)


@router.get("/deliveries/{digits}/code")
def code_page(visit: Visited, digits: IdDigits) -> Response:
    """Show the code of a live delivery, large enough to be printed on the delivery note."""
    row = _live(visit, digits)
    values: dict[str, object] = {"line": _line(visit, row)}
    title = visit.say("deliveries.code.title", number=row.number)
    return visit.page("supplier/delivery_code.html", title, values, SUPPLIER.frame("deliveries"))


@router.get("/deliveries/{digits}/code.json")
def code_data(visit: Visited, digits: IdDigits) -> Response:
    """Return a live delivery as data."""
    return visit.data(_live(visit, digits))


@router.get("/deliveries/{digits}/code.svg")
def code_picture(visit: Visited, digits: IdDigits) -> Response:
    """Draw the code of a live delivery as a QR code."""
    drawn = draw_qr(str(_live(visit, digits).code))
    svg = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return Response(svg, media_type="image/svg+xml", headers=_SVG)


def figure_unit(visit: Visit, unit: Unit) -> str:
    """The unit of a stated figure."""
    return visit.say("deliveries.figure.unit", unit=unit.value)


def delivery_row(own: OwnDelivery) -> DeliveryRow:
    """A delivery with its code, if it is live."""
    delivery, row = own.delivery, own.row
    figure = None if delivery.figure is None else delivery.figure.total
    code = format_delivery_code(DeliveryCode(row.id, delivery.unit, delivery.amount))
    return DeliveryRow(
        id=row.id,
        index=row.index,
        status=row.status,
        by=row.by,
        reason=row.reason,
        name=own.goods.name,
        product=delivery.product,
        period=own.period,
        recipient=own.recipient,
        number=delivery.number,
        amount=delivery.amount,
        unit=delivery.unit,
        valid_until=delivery.valid_until,
        figure=figure,
        code=code if row.status == "live" else None,
    )


def _rows(visit: Visit) -> tuple[DeliveryRow, ...]:
    found = deliveries_for(visit.context.ledger, visit.caller)
    return tuple(delivery_row(own) for own in found)


def _live(visit: Visit, digits: str) -> DeliveryRow:
    name = f"sha256:{digits}"
    row = delivery_row(delivery_for(visit.context.ledger, visit.caller, name))
    if row.code is None:
        raise unknown_statement(name)
    return row


def _line(visit: Visit, row: DeliveryRow) -> DeliveryLine:
    amount = "" if row.amount is None else format_quantity(visit, row.amount, row.unit)
    return DeliveryLine(
        row=row,
        digits=row.id.removeprefix("sha256:"),
        amount=amount,
        period=format_period(visit, row.period),
        figure="" if row.figure is None else number(row.figure, visit.language),
        unit=figure_unit(visit, row.unit),
        mark=MARK[row.status],
    )


def _flat(row: DeliveryRow) -> tuple[str | None, ...]:
    """The cells of a row's period and recipient."""
    period = (None, None) if row.period is None else (row.period.start, row.period.end)
    return (*period, row.recipient.id, row.recipient.name, row.recipient.country)
