"""The suppliers that a signed delivery opens: for its issuer, its recipient, and whoever else is shown the delivery."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fastapi import APIRouter, Response

from api.paths import IdDigits
from api.web.csv_file import csv_response
from api.web.supplier.deliveries import figure_unit
from api.web.workspace import Visit, Visited
from api.web.workspaces import SUPPLIER
from ledger.desk.openings import read_shown_delivery
from ledger.footprint.analysis.opening import rest_of
from ledger.translations.documents import number
from schemas.signed.opening import OpenedSupplier
from schemas.views.delivered import DeliveryOpening, OpenedRow

router = APIRouter(prefix=f"{SUPPLIER.root}/deliveries/{{digits}}/opened", include_in_schema=False)


class OpenedLine(NamedTuple):
    """A row as the table shows it."""

    name: str
    country: str
    behind: str
    stage: str
    burdens: str
    credits: str


@router.get("")
def opened_page(visit: Visited, digits: IdDigits) -> Response:
    """Show what a delivery opens, and the rest of its figure."""
    opening = _opening(visit, digits)
    values: dict[str, object] = {
        "opening": opening,
        "digits": digits,
        "lines": [_line(visit, row) for row in opening.rows],
        "unit": figure_unit(visit, opening.unit),
        "total": "" if opening.total is None else number(opening.total, visit.language),
        "rest": "" if opening.rest is None else number(opening.rest, visit.language),
    }
    title = visit.say("deliveries.opened", number=opening.number)
    return visit.page("supplier/opened.html", title, values, SUPPLIER.frame("deliveries"))


@router.get(".json")
def opened_data(visit: Visited, digits: IdDigits) -> Response:
    """Return what a delivery opens as data."""
    return visit.data(_opening(visit, digits))


@router.get(".csv")
def opened_table(visit: Visited, digits: IdDigits) -> Response:
    """Return the rows as a table; `behind` has one name a line."""
    rows = _opening(visit, digits).rows
    values = (
        (row.name, row.country, "\n".join(row.behind), row.stage.value, row.burdens, row.credits)
        for row in rows
    )
    return csv_response("opened", OpenedRow.model_fields, values)


def _opening(visit: Visit, digits: str) -> DeliveryOpening:
    with visit.desk.opened() as desk:
        shown = read_shown_delivery(desk, f"sha256:{digits}")
    delivery = shown.delivery
    figure, opening = delivery.figure, shown.opening
    rows = () if opening is None else opening.suppliers
    return DeliveryOpening(
        delivery=shown.id,
        issuer=shown.issuer,
        number=delivery.number,
        unit=delivery.unit,
        total=None if figure is None else figure.total,
        onward=None if opening is None else opening.onward,
        rows=tuple(_rows(rows)),
        rest=None if figure is None else rest_of(figure.total, rows),
    )


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


def _line(visit: Visit, row: OpenedRow) -> OpenedLine:
    return OpenedLine(
        name=row.name,
        country=row.country,
        behind=" → ".join(row.behind),
        stage=visit.say(f"deliveries.stage.{row.stage.value}"),
        burdens=number(row.burdens, visit.language),
        credits=number(row.credits, visit.language),
    )
