"""The pages of where a product's emissions arise, by country, and of what carbon prices cost on it, by scenario."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.paths import IdDigits
from api.web.manufacturer.figure_links import FIGURES, report_page
from api.web.manufacturer.figure_waiting import await_figure
from api.web.twins import Rows, twins
from api.web.workspace import Visit, Visited
from ledger.documents.drawing.country_tiles import CountryValue, TileWords, draw_country_tiles
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from ledger.translations.documents import percentage
from schemas.values import ISO_COUNTRIES
from schemas.views.carbon_price import CarbonPriceReport, ScenarioCost
from schemas.views.territory import TerritoryPart, TerritoryReport

router = APIRouter(prefix=FIGURES, include_in_schema=False)
Market = Annotated[str, Query(pattern=r"^([A-Z]{2})?$")]
"""The country of use that the reader asserts; empty if none."""

PLACES = ("country", "territorial", "by_dataset", "grid_zone", "unlocated", "closed")
COSTS = ("scenario", "currency", "country", "price", "covers", "emissions", "cost", "paid", "due")


def _places(report: TerritoryReport) -> Rows:
    part = report.delivered
    rows = [
        (row.country, row.territorial, row.by_dataset, row.grid_zone, "", "")
        for row in part.countries
    ]
    return PLACES, [*rows, ("", "", "", "", part.unlocated, part.closed or "")]


@twins(router, "/{digits}/territory", _places)
def territory(visit: Visited, digits: IdDigits, market: Market = "") -> TerritoryReport:
    """Return the emissions by country as data, and the places as a table."""
    return visit.desk.territory(f"sha256:{digits}", market=market or None)


@router.get("/{digits}/territory")
def territory_page(visit: Visited, digits: IdDigits, market: Market = "") -> Response:
    """Show where a product's emissions were emitted, and the accounts of a market that the reader asserts."""
    waiting = await_figure(visit, digits)
    if waiting is not None:
        return waiting
    report = territory(visit, digits, market)
    return report_page(
        visit,
        digits,
        "territory",
        report,
        tiles=_emission_tiles(visit, report.delivered),
        markets=sorted(ISO_COUNTRIES),
        market=market,
    )


def _emission_tiles(visit: Visit, part: TerritoryPart) -> str:
    """The countries with placed emissions; each tile has its share of all emissions."""
    whole = exact_sum([Decimal(part.burdens), max(ZERO, Decimal(part.closed or "0"))])
    placed = (
        (row.country, exact_sum([Decimal(row.territorial), Decimal(row.grid_zone)]))
        for row in part.countries
    )
    values = ((code, value) for code, value in placed if value > ZERO)
    title, nothing = visit.say("territory.places"), visit.say("territory.places.nothing")
    return _tiles(visit, whole, values, title, nothing)


def _costs(report: CarbonPriceReport) -> Rows:
    return COSTS, _cost_rows(report)


def _cost_rows(report: CarbonPriceReport) -> Iterator[tuple[str, ...]]:
    for scenario_cost in report.scenarios:
        head = scenario_cost.scenario.id, scenario_cost.scenario.currency
        for row in scenario_cost.countries:
            costs = row.emissions, row.cost, row.paid, row.due
            yield (*head, row.country, row.price, row.covers, *costs)


@twins(router, "/{digits}/carbon-price", _costs)
def carbon_price(visit: Visited, digits: IdDigits) -> CarbonPriceReport:
    """Return the costs of the scenarios that come with Cradle as data, and by country as a table."""
    return visit.desk.shipped_prices(f"sha256:{digits}")


@router.get("/{digits}/carbon-price")
def carbon_price_page(visit: Visited, digits: IdDigits) -> Response:
    """Show the cost of each scenario, by country and by tier."""
    waiting = await_figure(visit, digits)
    if waiting is not None:
        return waiting
    report = carbon_price(visit, digits)
    return report_page(
        visit,
        digits,
        "carbon_price",
        report,
        tiles=lambda scenario_cost: _cost_tiles(visit, scenario_cost),
    )


def _cost_tiles(visit: Visit, scenario_cost: ScenarioCost) -> str:
    """The countries with a cost; each tile has its share of the cost."""
    costs = ((row.country, Decimal(row.cost)) for row in scenario_cost.countries)
    title = visit.say("carbon_price.countries", title=scenario_cost.scenario.id)
    values = (pair for pair in costs if pair[1])
    return _tiles(
        visit, Decimal(scenario_cost.cost), values, title, visit.say("carbon_price.nothing")
    )


def _tiles(
    visit: Visit, whole: Decimal, values: Iterable[tuple[str, Decimal]], title: str, nothing: str
) -> str:
    """Countries as SVG, each with its share of the whole."""

    def share(value: Decimal) -> str:
        return percentage(EXPLAIN.divide(value, whole), visit.language)

    listed = [CountryValue(code, code, value) for code, value in values]
    return draw_country_tiles(listed, TileWords(title=title, nothing=nothing, number=share))
