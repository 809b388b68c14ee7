"""A battery on trade: its emissions by country, and the cost of carbon price scenarios on it."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query

from api.authentication import Caller
from api.context import Context
from api.paths import PREFIX, Id
from api.problems import PROBLEMS
from api.submissions import Body
from ledger.rulebooks.scenario_catalog import load_scenario, shipped_scenarios
from ledger.service.access.trade import carbon_price_for, territory_for
from schemas.values import Code, Country
from schemas.views.carbon_price import CarbonPriceReport, PriceRequest
from schemas.views.territory import Per, TerritoryReport

router = APIRouter(prefix=PREFIX, tags=["reports"], responses=PROBLEMS)

_BODY: Final[dict[str, Any]] = {
    "requestBody": {"required": True, "content": {"application/json": {}}}
}


@router.get(
    "/calculations/{statement:id}/territory",
    summary="Get a battery's emissions by country",
    operation_id="read_territory",
    response_model_exclude_none=True,
    response_description="The emissions by place and by site.",
)
def territory(
    statement: Id,
    caller: Caller,
    context: Context,
    per: Annotated[
        Per, Query(description="Values for one battery, one kWh of total energy, or one kg.")
    ] = "battery",
    market: Annotated[
        Country | None,
        Query(description="The country of use as the caller asserts it, for the accounts."),
    ] = None,
) -> TerritoryReport:
    """Return the emissions of a calculation or declaration in three columns, and by the country of the site.

    The operator and an engaged auditor see every site. A manufacturer sees its own, and the rest as one sum to 4
    digits.
    """
    return territory_for(context.ledger, caller, statement, (per, market), context.now())


@router.get(
    "/calculations/{statement:id}/carbon-price",
    summary="Get the cost of price scenarios that come with Cradle",
    operation_id="read_carbon_price",
    response_model_exclude_none=True,
    response_description="The cost of each scenario.",
)
def carbon_price(
    statement: Id,
    caller: Caller,
    context: Context,
    scenario: Annotated[
        list[Code],
        Query(
            max_length=16,
            description="Ids of scenarios that come with Cradle; may be repeated. Default: all.",
        ),
    ] = [],  # noqa: B006 - FastAPI copies the default
) -> CarbonPriceReport:
    """Return what carbon price scenarios cost on one battery, by tier and by country. Visibility is that of territory.

    The cost of sites that a manufacturer may not see is a range from the lowest to the highest price.
    """
    named = tuple(map(load_scenario, scenario)) or shipped_scenarios()
    return carbon_price_for(context.ledger, caller, statement, named, context.now())


@router.post(
    "/calculations/{statement:id}/carbon-price",
    summary="Get the cost of own price scenarios",
    operation_id="price",
    openapi_extra=_BODY,
    response_model_exclude_none=True,
    response_description="The cost of each scenario.",
)
def own_scenarios(statement: Id, caller: Caller, context: Context, data: Body) -> CarbonPriceReport:
    """Return the cost of the scenarios in the body, a JSON object with `scenarios`; nothing is stored."""
    asked = PriceRequest.parse(data)
    return carbon_price_for(context.ledger, caller, statement, asked.scenarios, context.now())
