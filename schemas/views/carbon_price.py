"""`carbon_price`: the cost of carbon price scenarios on a battery, side by side. Assumptions, never signed.

The costs are of one battery as delivered, without end of life, in each scenario's currency; nothing is converted. Every
assumption is in the scenario itself, which the document repeats.
"""

from typing import Literal

from pydantic import Field

from schemas.base import Model
from schemas.exchanged.price_scenario import Coverage, PriceScenario
from schemas.values import Code, Country, Figure, Index, ModelId, NotNegative, StatementId, Text
from schemas.views.standing import OfFigure


class TierCost(Model):
    """The cost of sites at one distance from the product: 0 is the plant, 1 are its suppliers.

    `emissions` are charged kg CO2e, also at a price of zero; `share` is of the cost, to 4 digits.
    """

    tier: Index
    emissions: Figure
    cost: Figure
    paid: Figure
    due: Figure
    share: Figure


class CountryCost(Model):
    """The cost of sites in one country; `price` is for one tonne, `net_price` the part of it that is paid."""

    country: Country
    price: NotNegative
    net_price: NotNegative
    covers: Coverage
    emissions: Figure
    cost: Figure
    paid: Figure
    due: Figure
    share: Figure


class BorderCost(Model):
    """The cost of certificates at the border for the goods in the battery that the border covers, and why it is so."""

    cost: Figure
    goods: tuple[Text, ...]
    reason: Text


class ClosedCost(Model):
    """The emissions of entries that the reader may not look into, kg CO2e to 4 digits, and the range of their cost."""

    emissions: Figure
    lowest: Figure
    highest: Figure


class ScenarioCost(Model):
    """The cost of one battery under one scenario, as far as the reader may look.

    Attributes:
        scenario: with all its prices.
        cost: of one battery; `paid` of it is already paid, `due` is not.
        per_kwh: of total energy.
        per_kwh_capacity: of usable capacity.
        border: the part of the carbon border, beside `cost`.
        tiers: the cost by distance from the product.
        countries: the cost by country of the site, the largest first.
        charged: the emissions that a price is charged on, kg CO2e, also a price of zero.
        not_covered: emissions that the prices do not cover, kg CO2e.
        earns_nothing: credits, uptake and factors below zero, kg CO2e, which no scheme pays for.
        closed: of entries that the reader may not look into; absent if there is none.
    """

    scenario: PriceScenario
    cost: Figure
    paid: Figure
    due: Figure
    per_kwh: Figure
    per_kwh_capacity: Figure
    border: BorderCost
    tiers: tuple[TierCost, ...]
    countries: tuple[CountryCost, ...]
    charged: Figure
    not_covered: Figure
    earns_nothing: Figure
    closed: ClosedCost | None = None


class CarbonPriceReport(OfFigure):
    """A battery under several scenarios; `exact` is true if the reader may look into every entry."""

    document: Literal["carbon_price"]
    calculation: StatementId | None = None
    declaration: StatementId | None = None
    model: ModelId
    rulebook: Code
    exact: bool
    scenarios: tuple[ScenarioCost, ...]


class PriceRequest(Model):
    """Own scenarios that a caller sends to a server, at most 16."""

    scenarios: tuple[PriceScenario, ...] = Field(min_length=1, max_length=16)
