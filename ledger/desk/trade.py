"""A product on trade: its emissions by country, the cost of carbon prices on it, and the origin of its elements.

A manufacturer is shown its own sites, and all others as one sum to 4 digits; their cost as a range that depends on no
country of theirs; and elements by country, since naming a mine would disclose who supplies whom.
"""

from typing import Annotated

from pydantic import Field

from ledger.client.agrees import of_calculation, of_figure, of_prices
from ledger.desk.desk import Desk
from ledger.desk.open_figure import open_figure
from ledger.desk.question import Doc, question
from ledger.documents.origin.folding import fold_origin
from ledger.documents.origin.layout import layout_origin
from ledger.documents.trade.carbon_price import carbon_price_report
from ledger.documents.trade.layout import layout_price, layout_territory
from ledger.documents.trade.territory import territory_report
from ledger.rulebooks.scenario_catalog import load_scenario, shipped_scenarios
from ledger.service.access.permissions import Action
from ledger.service.answers.difference import read_state
from ledger.service.answers.origin import origin_of
from schemas.values import Code, Country, StatementId
from schemas.views.carbon_price import CarbonPriceReport, PriceRequest
from schemas.views.origin import Origin
from schemas.views.territory import Per, TerritoryReport


@question(
    "/calculations/{statement:id}/territory",
    may=Action.EXPLAIN,
    tag="reports",
    summary="Get a product's emissions by country",
    operation="read_territory",
    told="The emissions by place and by site.",
    agrees=of_figure,
    layout=layout_territory,
)
def territory(
    desk: Desk,
    statement: StatementId,
    per: Annotated[
        Per | None,
        Doc(
            "Values for one battery or kWh of its total energy, one declared unit of another product, or one kg."
            " Default: one battery or declared unit."
        ),
    ] = None,
    market: Annotated[
        Country | None, Doc("The country of use as the caller asserts it, for the accounts.")
    ] = None,
) -> TerritoryReport:
    """Return the emissions of a calculation or declaration in three columns, and by the country of the site.

    The operator and an engaged auditor see every site. A manufacturer sees its own, and the rest as one sum to 4
    digits.
    """
    figure = open_figure(desk, statement, "territory")
    return territory_report(read_state(desk.view, statement), per, market, figure.reader)


@question(
    "/calculations/{statement:id}/carbon-price",
    may=Action.EXPLAIN,
    tag="reports",
    summary="Get the cost of price scenarios that come with Cradle",
    operation="read_carbon_price",
    told="The cost of each scenario.",
    agrees=of_figure,
    layout=layout_price,
)
def shipped_prices(
    desk: Desk,
    statement: StatementId,
    scenario: Annotated[
        tuple[Code, ...],
        Field(max_length=16),
        Doc("Ids of scenarios that come with Cradle; may be repeated. Default: all."),
    ] = (),
) -> CarbonPriceReport:
    """Return what carbon price scenarios cost on one battery or one declared unit, by tier and by country.

    Visibility is that of territory. The cost of sites that a manufacturer may not see is a range from the lowest to the
    highest price.
    """
    named = tuple(map(load_scenario, scenario)) or shipped_scenarios()
    return carbon_price.function(desk, statement, PriceRequest(scenarios=named))


@question(
    "/calculations/{statement:id}/carbon-price",
    may=Action.EXPLAIN,
    tag="reports",
    summary="Get the cost of own price scenarios",
    operation="price",
    told="The cost of each scenario.",
    method="POST",
    body="request",
    agrees=of_prices,
    layout=layout_price,
)
def carbon_price(desk: Desk, statement: StatementId, request: PriceRequest) -> CarbonPriceReport:
    """Return the cost of the scenarios in the body, a JSON object with `scenarios`; nothing is stored."""
    figure = open_figure(desk, statement, "carbon_price")
    state = read_state(desk.view, statement)
    return carbon_price_report(state, request.scenarios, (), figure.reader)


@question(
    "/calculations/{statement:id}/origin",
    may=Action.EXPLAIN,
    tag="reports",
    summary="Get the origin of a battery's elements",
    operation="read_origin",
    told="The elements by class and country.",
    agrees=of_calculation,
    layout=layout_origin,
)
def element_origin(desk: Desk, statement: StatementId) -> Origin:
    """Return the kg of lithium, nickel, cobalt, manganese and graphite by country of extraction, as a mass balance.

    The operator and the engaged auditor see entries, masses and documents; the manufacturer countries and 4 digits.
    """
    figure = open_figure(desk, statement, "origin")
    origin = origin_of(desk.ledger, statement)
    return origin if figure.whole else fold_origin(origin)
