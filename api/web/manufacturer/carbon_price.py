"""The page of what carbon prices cost on a battery: the scenarios that come with Cradle, side by side."""

from collections.abc import Iterator
from decimal import Decimal

from fastapi import APIRouter, Response

from api.paths import IdDigits
from api.web.csv_file import csv_response
from api.web.manufacturer.figure_links import FIGURES, Crumb, figure_crumbs
from api.web.manufacturer.figure_waiting import await_figure
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.documents.drawing.country_tiles import CountryValue, TileWords, draw_country_tiles
from ledger.footprint.graph.numbers import EXPLAIN, show_figure
from ledger.translations.documents import number, percentage
from schemas.views.carbon_price import CarbonPriceReport, ScenarioCost

router = APIRouter(prefix=FIGURES, include_in_schema=False)
COLUMNS = ("scenario", "currency", "country", "price", "covers", "emissions", "cost", "paid", "due")


@router.get("/{digits}/carbon-price.json")
def carbon_price_data(visit: Visited, digits: IdDigits) -> Response:
    """Return the costs as data."""
    return visit.data(_read(visit, digits))


@router.get("/{digits}/carbon-price.csv")
def carbon_price_table(visit: Visited, digits: IdDigits) -> Response:
    """Return the costs by scenario and country as a table."""
    return csv_response("carbon-price", COLUMNS, _table(_read(visit, digits)))


@router.get("/{digits}/carbon-price")
def carbon_price_page(visit: Visited, digits: IdDigits) -> Response:
    """Show the cost of each scenario, by country and by tier."""
    waiting = await_figure(visit, digits)
    if waiting is not None:
        return waiting
    found = _read(visit, digits)
    trail = figure_crumbs(visit, found.model, digits)
    values: dict[str, object] = {
        "found": found,
        "digits": digits,
        "crumbs": (*trail, Crumb(visit.say("carbon_price.crumb"))),
        "number": lambda value: number(value, visit.language),
        "tiles": lambda one: _tiles(visit, one),
        "closed": lambda one: _closed(visit, one),
        "shares": lambda one: ", ".join(
            percentage(share, visit.language) for share in one.scenario.pass_through
        ),
        "shown": lambda value: _shown(visit, value),
        "percent": lambda share: percentage(share, visit.language),
    }
    title = visit.say("carbon_price.title")
    frame = MANUFACTURER.frame("products")
    return visit.page("manufacturer/carbon_price.html", title, values, frame)


def _read(visit: Visit, digits: str) -> CarbonPriceReport:
    return visit.desk.shipped_prices(f"sha256:{digits}")


def _table(found: CarbonPriceReport) -> Iterator[tuple[str, ...]]:
    for one in found.scenarios:
        head = one.scenario.id, one.scenario.currency
        for row in one.countries:
            costs = row.emissions, row.cost, row.paid, row.due
            yield (*head, row.country, row.price, row.covers, *costs)


def _shown(visit: Visit, value: str) -> str:
    """A value to 6 digits."""
    return number(show_figure(Decimal(value)), visit.language)


def _closed(visit: Visit, one: ScenarioCost) -> str:
    """The sentence on other firms; empty if the reader may look into every entry."""
    if one.closed is None:
        return ""
    return visit.say(
        "carbon_price.closed",
        kg=_shown(visit, one.closed.emissions),
        lowest=_shown(visit, one.closed.lowest),
        highest=_shown(visit, one.closed.highest),
        currency=one.scenario.currency,
    )


def _tiles(visit: Visit, one: ScenarioCost) -> str:
    """The countries with a cost as SVG; each tile has its share of the cost shown."""
    whole = Decimal(one.cost)
    words = TileWords(
        title=visit.say("carbon_price.countries", title=one.scenario.id),
        nothing=visit.say("carbon_price.nothing"),
        number=lambda value: percentage(EXPLAIN.divide(value, whole), visit.language),
    )
    values = [CountryValue(row.country, row.country, Decimal(row.cost)) for row in one.countries]
    return draw_country_tiles([row for row in values if row.value], words)
