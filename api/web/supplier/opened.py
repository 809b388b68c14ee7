"""The suppliers that a signed delivery opens: for its issuer, its recipient, and whoever else is shown the delivery."""

from collections.abc import Iterable, Iterator

from fastapi import APIRouter, Response

from api.paths import IdDigits
from api.web.twins import Rows, twins
from api.web.workspace import Visited
from api.web.workspaces import SUPPLIER
from ledger.desk.openings import read_shown_delivery
from ledger.footprint.analysis.opening import rest_of
from schemas.signed.opening import OpenedSupplier
from schemas.views.delivered import DeliveryOpening, OpenedRow

router = APIRouter(prefix=f"{SUPPLIER.root}/deliveries/{{digits}}/opened", include_in_schema=False)


def _table(found: DeliveryOpening) -> Rows:
    """`behind` has one name a line."""
    values = (
        (row.name, row.country, "\n".join(row.behind), row.stage.value, row.burdens, row.credits)
        for row in found.rows
    )
    return OpenedRow.model_fields, values


@twins(router, "", _table, "opened")
def opening(visit: Visited, digits: IdDigits) -> DeliveryOpening:
    """Return what a delivery opens as data, and the rows as a table."""
    with visit.desk.opened() as desk:
        shown = read_shown_delivery(desk, f"sha256:{digits}")
    delivery = shown.delivery
    figure, found = delivery.figure, shown.opening
    rows = () if found is None else found.suppliers
    return DeliveryOpening(
        delivery=shown.id,
        issuer=shown.issuer,
        number=delivery.number,
        unit=delivery.unit,
        total=None if figure is None else figure.total,
        onward=None if found is None else found.onward,
        rows=tuple(_rows(rows)),
        rest=None if figure is None else rest_of(figure.total, rows),
    )


@router.get("")
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
