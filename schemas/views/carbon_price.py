"""`carbon_price`: the cost of carbon price scenarios on a product, side by side. Assumptions, never signed.

The costs are of one battery, or one declared unit of another product, as delivered, without end of life, in each
scenario's currency; nothing is converted. Every assumption is in the scenario itself, which the document repeats.
"""

from typing import Literal

from pydantic import Field

from schemas.base import Model
from schemas.exchanged.price_scenario import Coverage, PriceScenario
from schemas.values import Code, Country, Figure, Index, ModelId, NotNegative, StatementId, Text
from schemas.views.standing import OfFigure
from schemas.vocabulary import Unit


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
    """The cost of certificates at the border for the goods in the product that the border covers, and why it is so.

    Without a `cost` it is unknown: nothing says whether the border covers a product that is no battery.
    """

    cost: Figure | None = None
    goods: tuple[Text, ...]
    reason: Text


class ClosedCost(Model):
    """The emissions of entries that the reader may not look into, kg CO2e to 4 digits, and the range of their cost."""

    emissions: Figure
    lowest: Figure
    highest: Figure


class ScenarioCost(Model):
    """The cost of one battery or declared unit under one scenario, as far as the reader may look.

    Attributes:
        scenario: with all its prices.
        cost: of one; `paid` of it is already paid, `due` is not.
        per_kwh: of total energy; absent of a product that is no battery.
        per_kwh_capacity: of usable capacity, likewise.
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
    per_kwh: Figure | None = None
    per_kwh_capacity: Figure | None = None
    border: BorderCost
    tiers: tuple[TierCost, ...]
    countries: tuple[CountryCost, ...]
    charged: Figure
    not_covered: Figure
    earns_nothing: Figure
    closed: ClosedCost | None = None


class CarbonPriceReport(OfFigure):
    """A product under several scenarios.

    Attributes:
        model: of the battery, or the id of the product.
        unit: the declared unit of a product, which all costs are of; absent of a battery.
        exact: True if the reader may look into every entry.
    """

    document: Literal["carbon_price"]
    calculation: StatementId | None = None
    declaration: StatementId | None = None
    model: ModelId
    rulebook: Code
    unit: Unit | None = None
    exact: bool
    scenarios: tuple[ScenarioCost, ...]


class PriceRequest(Model):
    """Own scenarios that a caller sends to a server, at most 16."""

    scenarios: tuple[PriceScenario, ...] = Field(min_length=1, max_length=16)
