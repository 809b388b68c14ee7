"""A battery's emissions by country, and the cost of price scenarios, as a principal may know them.

The operator, and an auditor engaged for the calculation, are shown every entry. A manufacturer is shown its own sites,
and all others as one sum to 4 digits; their cost as a range that depends on no country of theirs. Every participant
with a part in a figure reads in the journal that it was shown.
"""

from collections.abc import Sequence

from ledger.append.ledger import Ledger
from ledger.service.access.differences import open_figures
from ledger.service.access.permissions import require_participant
from ledger.service.access.principal import Principal
from ledger.service.answers.trade import carbon_price_of, territory_of
from schemas.exchanged.price_scenario import PriceScenario
from schemas.views.carbon_price import CarbonPriceReport
from schemas.views.territory import Per, TerritoryReport


def territory_for(
    ledger: Ledger, principal: Principal, name: str, asked: tuple[Per, str | None], now: int
) -> TerritoryReport:
    """The emissions of a calculation or declaration by country, as far as the principal may see.

    Args:
        ledger: the ledger.
        principal: the reader.
        name: the id of the calculation or declaration.
        asked: the unit of values, and the market that the reader asserts.
        now: seconds since 1970.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as `territory_of` and `note`.
    """
    reader = _reader(ledger, principal, "territory", name, now)
    return territory_of(ledger, name, *asked, reader)


def carbon_price_for(
    ledger: Ledger, principal: Principal, name: str, scenarios: Sequence[PriceScenario], now: int
) -> CarbonPriceReport:
    """The cost of scenarios on a battery, as far as the principal may see.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as `carbon_price_of` and `note`.
    """
    reader = _reader(ledger, principal, "carbon_price", name, now)
    return carbon_price_of(ledger, name, scenarios, reader)


def _reader(ledger: Ledger, principal: Principal, action: str, name: str, now: int) -> str | None:
    """The participant whose own entries are shown; None if the principal may look into all."""
    if open_figures(ledger, principal, action, (name,), now):
        return None
    return require_participant(principal)
