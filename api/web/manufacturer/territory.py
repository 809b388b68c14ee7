"""The page of a battery's emissions by country: where they were emitted, and the sites that stand for them."""

from decimal import Decimal
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query, Response

from api.paths import IdDigits
from api.web.csv_file import csv_response
from api.web.manufacturer.figure_links import FIGURES, Crumb, figure_crumbs
from api.web.manufacturer.figure_waiting import await_figure
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.documents.drawing.country_tiles import CountryValue, TileWords, draw_country_tiles
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, show_figure
from ledger.translations.documents import number, percentage
from schemas.values import ISO_COUNTRIES
from schemas.views.territory import TerritoryPart, TerritoryReport

router = APIRouter(prefix=FIGURES, include_in_schema=False)
Market = Annotated[str, Query(pattern=r"^([A-Z]{2})?$")]
"""The country of use that the reader asserts; empty if none."""

COLUMNS = ("country", "territorial", "by_dataset", "grid_zone", "unlocated", "closed")


class PlaceLine(NamedTuple):
    """A row of the table of places: the emissions of a country, or those without one."""

    name: str
    territorial: str = ""
    by_dataset: str = ""
    grid_zone: str = ""
    unlocated: str = ""


@router.get("/{digits}/territory.json")
def territory_data(visit: Visited, digits: IdDigits, market: Market = "") -> Response:
    """Return the emissions by country as data."""
    return visit.data(_read(visit, digits, market))


@router.get("/{digits}/territory.csv")
def territory_table(visit: Visited, digits: IdDigits) -> Response:
    """Return the places as a table."""
    part = _read(visit, digits, "").delivered
    rows = [
        (row.country, row.territorial, row.by_dataset, row.grid_zone, "", "")
        for row in part.countries
    ]
    rows.append(("", "", "", "", part.unlocated, part.closed or ""))
    return csv_response("territory", COLUMNS, rows)


@router.get("/{digits}/territory")
def territory_page(visit: Visited, digits: IdDigits, market: Market = "") -> Response:
    """Show where a battery's emissions were emitted, and the accounts of a market that the reader asserts."""
    waiting = await_figure(visit, digits)
    if waiting is not None:
        return waiting
    found = _read(visit, digits, market)
    values: dict[str, object] = {
        "found": found,
        "digits": digits,
        "crumbs": (*figure_crumbs(visit, found.model, digits), Crumb(visit.say("territory.crumb"))),
        "tiles": _tiles(visit, found.delivered),
        "places": _places(visit, found.delivered),
        "shown": lambda value: _shown(visit, value),
        "percent": lambda share: percentage(share, visit.language),
        "markets": sorted(ISO_COUNTRIES),
        "market": market,
    }
    title = visit.say("territory.title")
    return visit.page("manufacturer/territory.html", title, values, MANUFACTURER.frame("products"))


def _read(visit: Visit, digits: str, market: str) -> TerritoryReport:
    return visit.desk.territory(f"sha256:{digits}", market=market or None)


def _shown(visit: Visit, value: str) -> str:
    """A value to 6 digits; the sign for none if it is zero."""
    shown = number(show_figure(Decimal(value)), visit.language)
    return shown if Decimal(value) else visit.say("page.none")


def _places(visit: Visit, part: TerritoryPart) -> list[PlaceLine]:
    """The countries, then the emissions without a place."""
    lines = [
        PlaceLine(
            row.country,
            *(_shown(visit, one) for one in (row.territorial, row.by_dataset, row.grid_zone)),
        )
        for row in part.countries
    ]
    lines.append(
        PlaceLine(visit.say("territory.unlocated"), unlocated=_shown(visit, part.unlocated))
    )
    return lines


def _tiles(visit: Visit, part: TerritoryPart) -> str:
    """The countries with placed emissions as SVG; each tile has its share of all emissions."""
    whole = exact_sum([Decimal(part.burdens), max(ZERO, Decimal(part.closed or "0"))])
    placed = {
        row.country: exact_sum([Decimal(row.territorial), Decimal(row.grid_zone)])
        for row in part.countries
    }
    words = TileWords(
        title=visit.say("territory.places"),
        nothing=visit.say("territory.places.nothing"),
        number=lambda value: percentage(EXPLAIN.divide(value, whole), visit.language),
    )
    values = [CountryValue(code, code, value) for code, value in placed.items() if value > ZERO]
    return draw_country_tiles(values, words)
