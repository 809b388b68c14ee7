"""The page of the origin of a battery's elements: a bar and table rows for each, as JSON, CSV, SVG and a workbook too.

It is shown as far as the reader may know it: countries to the manufacturer, entries to the operator.
"""

from decimal import Decimal
from typing import NamedTuple

from fastapi import APIRouter, Response

from api.paths import IdDigits
from api.web.csv_file import csv_response
from api.web.manufacturer.figure_links import FIGURES, Crumb, figure_crumbs
from api.web.manufacturer.figure_waiting import await_figure
from api.web.workspace import PRIVATE, Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.documents.drawing.origin_bars import OriginBar, OriginSegment, draw_origin_bars
from ledger.exchange.origin_sheet import SHARES, origin_workbook, share_rows
from ledger.footprint.graph.numbers import show_stated
from ledger.translations.documents import number, percentage
from schemas.views.origin import ElementOrigin, Origin, OriginClass, OriginShare

router = APIRouter(prefix=FIGURES, include_in_schema=False)
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ShareLine(NamedTuple):
    """A row of the table: the place, its share and mass as they are written."""

    place: str
    share: str
    kg: str


class ElementLines(NamedTuple):
    """An element of the table: its name, its mass, its rows, and metal in no share; empty if there is none."""

    name: str
    kg: str
    shares: tuple[ShareLine, ...]
    untraced: str


@router.get("/{digits}/origin.json")
def origin_data(visit: Visited, digits: IdDigits) -> Response:
    """Return the origin as data."""
    return visit.data(_read(visit, digits))


@router.get("/{digits}/origin.csv")
def origin_table(visit: Visited, digits: IdDigits) -> Response:
    """Return the shares as a table."""
    return csv_response("origin", SHARES, share_rows(_read(visit, digits)))


@router.get("/{digits}/origin.xlsx")
def origin_sheet(visit: Visited, digits: IdDigits) -> Response:
    """Return the origin as a workbook in the shape of EMRT."""
    content = origin_workbook(_read(visit, digits))
    headers = {**PRIVATE, "Content-Disposition": 'attachment; filename="origin.xlsx"'}
    return Response(content, media_type=_WORKBOOK, headers=headers)


@router.get("/{digits}/origin.svg")
def origin_picture(visit: Visited, digits: IdDigits) -> Response:
    """Return the bars as a file."""
    drawn = _picture(visit, _read(visit, digits))
    return Response(drawn, media_type="image/svg+xml", headers=PRIVATE)


@router.get("/{digits}/origin")
def origin_page(visit: Visited, digits: IdDigits) -> Response:
    """Show the elements, each with its countries."""
    waiting = await_figure(visit, digits)
    if waiting is not None:
        return waiting
    found = _read(visit, digits)
    values: dict[str, object] = {
        "found": found,
        "digits": digits,
        "crumbs": (*figure_crumbs(visit, found.model, digits), Crumb(visit.say("origin.crumb"))),
        "picture": _picture(visit, found),
        "elements": [_lines(visit, row) for row in found.elements],
    }
    title = visit.say("origin.title")
    return visit.page("manufacturer/origin.html", title, values, MANUFACTURER.frame("products"))


def _read(visit: Visit, digits: str) -> Origin:
    return visit.desk.element_origin(f"sha256:{digits}")


def _lines(visit: Visit, row: ElementOrigin) -> ElementLines:
    language = visit.language
    shares = tuple(
        ShareLine(_claimed(visit, one), percentage(one.share, language), _kg(visit, one.kg))
        for one in row.shares
    )
    untraced = "" if row.untraced_kg == "0" else _kg(visit, row.untraced_kg)
    return ElementLines(_name(visit, row), _mass(visit, row), shares, untraced)


def _picture(visit: Visit, found: Origin) -> str:
    return draw_origin_bars([_bar(visit, row) for row in found.elements], visit.say("origin.title"))


def _bar(visit: Visit, row: ElementOrigin) -> OriginBar:
    name = _name(visit, row)
    segments = tuple(
        OriginSegment(
            word=_word(visit, one),
            title=f"{_place(visit, one)}: {percentage(one.share, visit.language)}",
            share=Decimal(one.share),
            origin=one.origin.value,
        )
        for one in row.shares
    )
    mass = f"{name}, {_mass(visit, row)} kg" if row.shares else name
    return OriginBar(mass, segments, visit.say("origin.nothing"))


def _mass(visit: Visit, row: ElementOrigin) -> str:
    """The kg of an element in a battery; empty if no entry states it."""
    return "" if row.kg_per_battery is None else _kg(visit, row.kg_per_battery)


def _name(visit: Visit, row: ElementOrigin) -> str:
    return visit.say(f"origin.element.{row.element}")


def _claimed(visit: Visit, share: OriginShare) -> str:
    """The place of a share, and the kg that are there by the word of firms registered in another country."""
    place = _place(visit, share)
    if share.unconfirmed is None:
        return place
    return f"{place} ({visit.say('origin.unconfirmed', kg=_kg(visit, share.unconfirmed))})"


def _word(visit: Visit, share: OriginShare) -> str:
    """The country of mined metal; of other metal its class too, which colour alone must not say."""
    if share.country is not None and share.origin is OriginClass.MINED:
        return share.country
    return _place(visit, share)


def _place(visit: Visit, share: OriginShare) -> str:
    words = visit.say(f"origin.class.{share.origin.value}")
    return f"{share.country}, {words}" if share.country else words


def _kg(visit: Visit, kg: str) -> str:
    return number(show_stated(Decimal(kg)), visit.language)
