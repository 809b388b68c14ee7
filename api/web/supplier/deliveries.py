"""A supplier's deliveries: what it delivered, to whom, with which figure, and the code for the delivery note.

A delivery has its code as long as it is live; a superseded or withdrawn one must not be put on a note again. The
suppliers that a delivery opens are shown to its issuer, its recipient, and whoever else is shown the delivery.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from api.paths import IdDigits
from api.web.twins import Rows, columns, twins
from api.web.workspace import PRIVATE, Visited
from api.web.workspaces import SUPPLIER
from ledger.desk.openings import read_shown_delivery
from ledger.documents.drawing.qr import draw_qr
from ledger.exchange.delivery_code import DeliveryCode, format_delivery_code
from ledger.footprint.analysis.opening import rest_of
from ledger.service.access.own_deliveries import (
    OwnDelivery,
    deliveries_for,
    delivery_for,
    newest_deliveries,
)
from ledger.service.access.visibility import unknown_statement
from ledger.store.changes import NOW
from schemas.signed.opening import OpenedSupplier
from schemas.views.delivered import DeliveryOpening, DeliveryRow, DeliveryRows, OpenedRow

router = APIRouter(prefix=SUPPLIER.root, include_in_schema=False)
MARK: Final = {"live": "ok", "superseded": "info", "withdrawn": "bad"}
"""The sort of chip of each state."""

SHOWN: Final = 100
"""The most statements of a page; a link leads to the older ones."""

Before = Annotated[int, Query(ge=0, lt=NOW)]
"""The index in the log that all statements of a page are below."""

FLAT: Final = ("period.start", "period.end", "recipient.id", "recipient.name", "recipient.country")
_SVG: Final = {**PRIVATE, "Content-Security-Policy": "default-src 'none'"}


def _table(report: DeliveryRows) -> Rows:
    names = [name for name in DeliveryRow.model_fields if name not in {"period", "recipient"}]
    headings = [*names, "period_start", "period_end", "recipient", "recipient_name", "country"]
    return headings, columns(report.rows, *names, *FLAT)[1]


@twins(router, "/deliveries", _table)
def own_rows(visit: Visited) -> DeliveryRows:
    """Return the firm's deliveries as data and as a table."""
    own_deliveries = deliveries_for(visit.ledger, visit.caller)
    return DeliveryRows(rows=tuple(delivery_row(own) for own in own_deliveries))


@router.get("/deliveries")
def deliveries(visit: Visited, before: Before = NOW - 1) -> Response:
    """Show the firm's deliveries, the newest first."""
    own_deliveries, older = newest_deliveries(visit.ledger, visit.caller, SHOWN, before)
    return visit.page(
        "supplier/deliveries.html",
        rows=[delivery_row(own) for own in own_deliveries],
        mark=MARK,
        older=older,
    )


@twins(router, "/deliveries/{digits}/code")
def live_delivery(visit: Visited, digits: IdDigits) -> DeliveryRow:
    """Return a live delivery as data."""
    name = f"sha256:{digits}"
    row = delivery_row(delivery_for(visit.ledger, visit.caller, name))
    if row.code is None:
        raise unknown_statement(name)
    return row


@router.get("/deliveries/{digits}/code")
def code_page(visit: Visited, digits: IdDigits) -> Response:
    """Show the code of a live delivery, large enough to be printed on the delivery note."""
    return visit.page("supplier/delivery_code.html", row=live_delivery(visit, digits))


@router.get("/deliveries/{digits}/code.svg")
def code_picture(visit: Visited, digits: IdDigits) -> Response:
    """Draw the code of a live delivery as a QR code."""
    drawn = draw_qr(str(live_delivery(visit, digits).code))
    svg = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return Response(svg, media_type="image/svg+xml", headers=_SVG)


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


def _opened_table(report: DeliveryOpening) -> Rows:
    """`behind` has one name a line."""
    values = (
        (row.name, row.country, "\n".join(row.behind), row.stage.value, row.burdens, row.credits)
        for row in report.rows
    )
    return OpenedRow.model_fields, values


@twins(router, "/deliveries/{digits}/opened", _opened_table)
def opening(visit: Visited, digits: IdDigits) -> DeliveryOpening:
    """Return what a delivery opens as data, and the rows as a table."""
    with visit.desk.opened() as desk:
        shown = read_shown_delivery(desk, f"sha256:{digits}")
    delivery = shown.delivery
    figure, delivery_opening = delivery.figure, shown.opening
    rows = () if delivery_opening is None else delivery_opening.suppliers
    return DeliveryOpening(
        delivery=shown.id,
        issuer=shown.issuer,
        number=delivery.number,
        unit=delivery.unit,
        total=None if figure is None else figure.total,
        onward=None if delivery_opening is None else delivery_opening.onward,
        rows=tuple(_rows(rows)),
        rest=None if figure is None else rest_of(figure.total, rows),
    )


@router.get("/deliveries/{digits}/opened")
def opened_page(visit: Visited, digits: IdDigits) -> Response:
    """Show what a delivery opens, and the rest of its figure."""
    return visit.page("supplier/opened.html", opening=opening(visit, digits), digits=digits)


def _rows(rows: Iterable[OpenedSupplier], behind: tuple[str, ...] = ()) -> Iterator[OpenedRow]:
    """The stages of all suppliers, each before those behind it."""
    for row in rows:
        for each in row.stages:
            yield OpenedRow(
                name=row.name,
                country=row.country,
                behind=behind,
                stage=each.stage,
                burdens=each.burdens,
                credits=each.credits,
            )
        yield from _rows(row.suppliers or (), (*behind, row.name))
