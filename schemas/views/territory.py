"""`territory`: the emissions of a product by country. A document that anybody can recompute, never signed.

Emissions are in three columns: `territorial`, on the territory of a site by its own rows; `grid_zone`, where its
electricity was made; and `unlocated`, for which no row and no factor states a country. `sites` has the same emissions
by the country of the site that stands for them, which is not where they were emitted. Credits are apart and at most
zero. All values are in kg CO2e per `per`. A reader who may not look into every entry has the rest in `closed`.
"""

from typing import Literal

from schemas.base import Model
from schemas.values import Code, Country, Figure, ModelId, StatementId
from schemas.views.standing import OfFigure
from schemas.vocabulary import Unit

Per = Literal["battery", "kwh", "declared_unit", "kg"]
"""One battery or one kWh of its total energy; one declared unit of another product; or one kg as delivered."""


class TerritoryCountry(Model):
    """The emissions placed on a country; a dataset's factor alone places the part `by_dataset` of `territorial`."""

    country: Country
    territorial: Figure
    by_dataset: Figure
    grid_zone: Figure


class TerritorySite(Model):
    """The emissions and credits that the sites of a country stand for; `share` is of all emissions, to 4 digits."""

    country: Country
    burdens: Figure
    credits: Figure
    share: Figure


class TerritoryPart(Model):
    """One part of the figure: columns, `credits` and `closed` sum to `total`, but for the rounding of 34 digits.

    Attributes:
        total: the figure of this part, the declared digits if the reader may see all of it.
        burdens: the emissions in all columns, without closed ones.
        credits: avoided emissions.
        countries: the emissions that are placed, the largest first.
        unlocated: the emissions without a place.
        sites: by the country of the site, the largest first.
        closed: emissions and credits of entries that this reader may not look into, to 4 digits.
    """

    total: Figure
    burdens: Figure
    credits: Figure
    countries: tuple[TerritoryCountry, ...]
    unlocated: Figure
    sites: tuple[TerritorySite, ...]
    closed: Figure | None = None


class TerritoryAccount(Model):
    """Accounts by production and consumption, and emissions exported and imported: CBA = PBA - EEE + EEI."""

    country: Country
    pba: Figure
    eee: Figure
    eei: Figure
    cba: Figure


class TerritoryReport(OfFigure):
    """A calculation by country.

    Attributes:
        calculation: the figure.
        declaration: that was named, if one was.
        model: of the battery, or the id of the product.
        rulebook: of the figure.
        per: the unit of all values.
        unit: the declared unit of a product; absent of a battery.
        exact: True if the reader may look into every entry.
        delivered: the product as delivered, without end of life.
        end_of_life: its treatment, if the figure counts it.
        market: the country of use, as the reader asserts it.
        accounts: of the delivered product for that market; absent if none was asserted.
    """

    document: Literal["territory"]
    calculation: StatementId | None = None
    declaration: StatementId | None = None
    model: ModelId
    rulebook: Code
    per: Per
    unit: Unit | None = None
    exact: bool
    delivered: TerritoryPart
    end_of_life: TerritoryPart | None = None
    market: Country | None = None
    accounts: tuple[TerritoryAccount, ...] | None = None
