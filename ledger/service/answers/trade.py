"""A battery's emissions by country, and the cost of price scenarios on it, from the ledger's statements."""

from collections.abc import Sequence

from ledger.append.ledger import Ledger
from ledger.documents.trade.carbon_price import carbon_price_report
from ledger.documents.trade.territory import territory_report
from ledger.service.answers.difference import read_state
from schemas.exchanged.price_scenario import PriceScenario
from schemas.views.carbon_price import CarbonPriceReport
from schemas.views.territory import Per, TerritoryReport


def territory_of(
    ledger: Ledger, name: str, per: Per, market: str | None, reader: str | None = None
) -> TerritoryReport:
    """The emissions of a calculation or declaration by country.

    Args:
        ledger: the ledger.
        name: the id of the calculation or declaration.
        per: the unit of values.
        market: the country of use, as the caller asserts it.
        reader: the participant that reads it, if it may not look into all entries.

    Raises:
        CradleError: `calculation.unknown`, or as `territory_report`.
    """
    with ledger.view() as view:
        state = read_state(view, name)
    return territory_report(state, per, market, reader)


def carbon_price_of(
    ledger: Ledger, name: str, scenarios: Sequence[PriceScenario], reader: str | None = None
) -> CarbonPriceReport:
    """The cost of scenarios on the battery of a calculation or declaration.

    Raises:
        CradleError: `calculation.unknown`, or as `carbon_price_report`.
    """
    with ledger.view() as view:
        state = read_state(view, name)
    return carbon_price_report(state, scenarios, (), reader)
