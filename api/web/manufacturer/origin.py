"""The page of the origin of a battery's elements: a bar and table rows for each, as JSON, CSV, SVG and a workbook too.

It is shown as far as the reader may know it: countries to the manufacturer, entries to the operator.
"""

from decimal import Decimal

from fastapi import APIRouter, Response

from api.paths import IdDigits
from api.templates import XLSX
from api.web.manufacturer.figure_links import FIGURES, report_page
from api.web.manufacturer.figure_waiting import await_figure
from api.web.rendering import write_stated
from api.web.twins import download, twins
from api.web.workspace import PRIVATE, Visit, Visited
from ledger.documents.drawing.origin_bars import OriginBar, OriginSegment, draw_origin_bars
from ledger.exchange.origin_sheet import SHARES, origin_workbook, share_rows
from ledger.translations.documents import percentage
from schemas.views.origin import ElementOrigin, Origin, OriginClass, OriginShare

router = APIRouter(prefix=FIGURES, include_in_schema=False)


@twins(router, "/{digits}/origin", lambda report: (SHARES, share_rows(report)))
def origin(visit: Visited, digits: IdDigits) -> Origin:
    """Return the origin as data, and the shares as a table."""
    return visit.desk.element_origin(f"sha256:{digits}")


@router.get("/{digits}/origin.xlsx")
def origin_sheet(visit: Visited, digits: IdDigits) -> Response:
    """Return the origin as a workbook in the shape of EMRT."""
    return download(origin_workbook(origin(visit, digits)), XLSX, "origin.xlsx")


@router.get("/{digits}/origin.svg")
def origin_picture(visit: Visited, digits: IdDigits) -> Response:
    """Return the bars as a file."""
    drawn = _picture(visit, origin(visit, digits))
    return Response(drawn, media_type="image/svg+xml", headers=PRIVATE)


@router.get("/{digits}/origin")
def origin_page(visit: Visited, digits: IdDigits) -> Response:
    """Show the elements, each with its countries."""
    waiting = await_figure(visit, digits)
    if waiting is not None:
        return waiting
    report = origin(visit, digits)
    return report_page(visit, digits, "origin", report, picture=_picture(visit, report))


def _picture(visit: Visit, report: Origin) -> str:
    return draw_origin_bars(
        [_bar(visit, row) for row in report.elements], visit.say("origin.title")
    )


def _bar(visit: Visit, row: ElementOrigin) -> OriginBar:
    name, kg = visit.say(f"origin.element.{row.element}"), row.kg_per_battery
    segments = tuple(
        OriginSegment(
            word=_word(visit, share),
            title=f"{_place(visit, share)}: {percentage(share.share, visit.language)}",
            share=Decimal(share.share),
            origin=share.origin.value,
        )
        for share in row.shares
    )
    mass = "" if kg is None else write_stated(kg, visit.language)
    label = f"{name}, {mass} kg" if row.shares else name
    return OriginBar(label, segments, visit.say("origin.nothing"))


def _word(visit: Visit, share: OriginShare) -> str:
    """The country of mined metal; of other metal its class too, which colour alone must not say."""
    if share.country is not None and share.origin is OriginClass.MINED:
        return share.country
    return _place(visit, share)


def _place(visit: Visit, share: OriginShare) -> str:
    words = visit.say(f"origin.class.{share.origin.value}")
    return f"{share.country}, {words}" if share.country else words
