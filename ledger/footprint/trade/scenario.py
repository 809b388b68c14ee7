"""The price that a scenario puts on emissions in a country, and the part of it that is already paid.

A country's own price goes before that of the group `EU`, and that before the default. A country that has prices for
other years only is refused: the default would price it by silence. A site that states a region in place of a country
has the highest price of the year, as an unknown origin has the highest default value (Implementing Regulation (EU)
2025/2621, Annex IV, by analogy).
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.numbers import EXACT, ZERO
from schemas.errors import CradleError
from schemas.exchanged.price_scenario import (
    EU,
    EU_COUNTRIES,
    Coverage,
    DefaultPrice,
    PaidPrice,
    PriceScenario,
)
from schemas.values import ISO_COUNTRIES


class AppliedPrice(NamedTuple):
    """The price of one tonne of CO2 equivalent, the part that is paid, and the emissions that it is charged on."""

    price: Decimal
    paid: Decimal
    covers: Coverage

    @property
    def due(self) -> Decimal:
        """The part that is not paid yet."""
        return EXACT.subtract(self.price, self.paid)


def price_in(scenario: PriceScenario, country: str) -> AppliedPrice:
    """The price in a country, in the scenario's currency for one tonne of CO2 equivalent.

    Raises:
        CradleError: `scenario.no_price` if the scenario has none, `scenario.paid_above` if more is paid than the price.
    """
    price_row = stated_price(scenario, country)
    paid = _paid(scenario, country)
    price, net = Decimal(price_row.price), ZERO if paid is None else Decimal(paid.net_price)
    if net > price:
        detail = (
            f"Scenario {scenario.id} has {net:f} paid in {country} and a price of {price:f}; state what is paid net of"
            " free allocation and rebates, at most the price."
        )
        raise CradleError("scenario.paid_above", detail, country)
    return AppliedPrice(price, net, price_row.covers)


def stated_price(scenario: PriceScenario, country: str) -> DefaultPrice:
    """The scenario's row that prices a country.

    Raises:
        CradleError: `scenario.no_price`.
    """
    now = {row.country: row for row in scenario.prices if row.year == scenario.year}
    if country not in ISO_COUNTRIES:
        rows: list[DefaultPrice] = [*now.values(), *_default(scenario)]
        return max(rows, key=lambda row: (Decimal(row.price), row.covers == "all"))
    priced_countries = {row.country for row in scenario.prices}
    for place in _places(country):
        if place in now:
            return now[place]
        if place in priced_countries:
            raise _no_price(scenario, country, f"prices of {place} are for other years")
    if scenario.default is None:
        raise _no_price(scenario, country, "there is no default")
    return scenario.default


def price_range(scenario: PriceScenario) -> tuple[Decimal, Decimal]:
    """The lowest and the highest price of the scenario's year, for emissions whose country is not shown.

    A price on direct emissions alone may charge nothing, so the lowest is then zero. Without a default every country
    that is not named is refused, so the named prices are the range.
    """
    rows: list[DefaultPrice] = [row for row in scenario.prices if row.year == scenario.year]
    rows += _default(scenario)
    lowest = min(Decimal(row.price) if row.covers == "all" else ZERO for row in rows)
    return lowest, max(Decimal(row.price) for row in rows)


def _default(scenario: PriceScenario) -> Iterable[DefaultPrice]:
    return () if scenario.default is None else (scenario.default,)


def _paid(scenario: PriceScenario, country: str) -> PaidPrice | None:
    now = {row.country: row for row in scenario.paid if row.year == scenario.year}
    return next((now[place] for place in _places(country) if place in now), None)


def _places(country: str) -> tuple[str, ...]:
    return (country, EU) if country in EU_COUNTRIES else (country,)


def _no_price(scenario: PriceScenario, country: str, why: str) -> CradleError:
    detail = f"Scenario {scenario.id} has no price of {country} for {scenario.year}: {why}; state one, also if it is 0."
    return CradleError("scenario.no_price", detail, country)
