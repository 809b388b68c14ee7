"""The conservative part of a rulebook: the alternative to each choice of a declarer, and the data behind it.

A conservative figure puts the alternative in place of every choice that no accepted auditor settled. A rulebook names
the choices for which it has one, and how the alternative is found; a choice that it does not name is reported without
an effect. Bounds are of nature where they can be, and otherwise of common practice, as each source says.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from schemas.base import Grammar, Model, require_sorted
from schemas.signed.constants import Confidence, Constant, Reference, require_references
from schemas.values import Code, Country, Material, Quantity, Text
from schemas.vocabulary import ProcessCode

Alternative = Literal[
    "average_received",
    "country_mix",
    "dearest_reading",
    "dearest_source",
    "dearest_version",
    "default_legs",
    "default_life",
    "each_line_carries_all",
    "fossil_origin",
    "highest_factor",
    "least_favourable",
    "least_share_factor",
    "left_out_counts",
    "mean_intensity",
    "no_credit",
    "no_uptake",
    "physical_bound",
    "process_floor",
    "received_counts",
    "rulebook_credit",
    "solved_loop",
    "supplier_or_worst_dataset",
    "version_before",
    "virgin_production",
]
"""The ways in which the alternative to a choice is found.

- `average_received`: of earlier rulebooks; `received_counts` or `dearest_version`.
- `country_mix`: electricity has the mix of the site's country.
- `dearest_reading`: what is not stated is the dearest of all that agrees with what is.
- `dearest_source`: what is missing counts at the dearest known source of it.
- `dearest_version`: a line counts at least as the dearest live line of the same goods of its maker.
- `default_legs`: goods travel as the rulebook assumes where nothing is stated.
- `default_life`: the service life is the rulebook's default.
- `each_line_carries_all`: each line that a customer draws carries all burdens of its entry.
- `fossil_origin`: a gas counts as the same gas of fossil origin.
- `highest_factor`: a flow has the highest value that an accepted set gives for its product.
- `least_favourable`: the value of the rulebook that gives the least total energy.
- `least_share_factor`: the joint process of a recycler counts with the smallest A of its materials.
- `left_out_counts`: the product counts at least as the entry that is left out.
- `mean_intensity`: of earlier rulebooks; `dearest_source`.
- `no_credit`: nothing is credited.
- `no_uptake`: no carbon taken up is subtracted.
- `physical_bound`: the capacity is at most what the stated elements can store.
- `process_floor`: the energy that a process lacks to its floor has the mix of the site's country.
- `received_counts`: goods received and not drawn count as used.
- `rulebook_credit`: the credit is at most the rulebook's recovery rate of the content, at the lower virgin value.
- `solved_loop`: goods that were cut out count at the figure of their product, with the loop solved.
- `supplier_or_worst_dataset`: goods count as their supplier's figure or the worst accepted dataset, the larger.
- `version_before`: a statement counts as it did before it was changed.
- `virgin_production`: recycled feedstock counts as virgin material.
"""


class ChoiceRule(Model):
    """The alternative to one kind of choice, with its source and the confidence of its reading."""

    choice: Annotated[
        str,
        Grammar(r"^[a-z_]+\.[a-z_]+$", "conservative.choice", "a kind such as supplier.dataset"),
    ]
    alternative: Alternative
    source: Code
    confidence: Confidence


class RecoveryRate(Model):
    """The share of a material in the treated product that the rulebook takes for recovered."""

    material: Material
    rate: Constant


class ChargeCarrier(Model):
    """An element whose atoms carry the charge, and what a known battery makes of it.

    Attributes:
        element: its symbol.
        volts: the highest mean voltage of a known cell that moves it, in V, times the electrons of one atom.
        most_kg_per_kwh: the most of it that a battery in use needs for one kWh; the least favourable capacity.
        least_cycles: the least declared cycle life of such a battery; the least favourable life.
    """

    element: Material
    volts: Constant
    most_kg_per_kwh: Constant | None = None
    least_cycles: Constant | None = None


class LeastFraction(Model):
    """An element, and the least mass fraction of it by which goods are recognised."""

    element: Material
    fraction: Constant


class ProcessFloor(Model):
    """The least energy, in kWh per kg of main output, with which goods of a composition can be made.

    It holds for the process of that code, for all goods of at least these fractions, and for goods that leave open
    whether they have them: another code does not free the goods of it.
    """

    process: ProcessCode
    kwh: Constant
    made_of: tuple[LeastFraction, ...] = ()


class ElementPrice(Model):
    """The dearest documented route to an element, in kg CO2e per kg of the element in goods that consist of it."""

    element: Material
    kg: Constant


class GoodsPrice(Model):
    """The dearest documented goods of a main element, in kg CO2e per kg; without an element of any composition."""

    element: Material | None = None
    kg: Constant


class OreLimit(Model):
    """The highest mass fraction of an element in ores, brines and concentrates; above it, goods are not from nature."""

    element: Material
    fraction: Constant


class CategoryLimit(Model):
    """The largest usable capacity of one battery, in kWh, of a vehicle category."""

    vehicle_category: Code
    kwh: Constant


class LeastDistance(Model):
    """The shortest distance between towns of two countries, in km; `country` comes before `other`."""

    country: Country
    other: Country
    km: Constant


class Place(Model):
    """A country: the centre of its towns, from the centre of the Earth, and the radius of its area; all in km."""

    country: Country
    x: Quantity
    y: Quantity
    z: Quantity
    radius: Quantity


class Places(Model):
    """Countries by their places, from which distances are derived where no pair has its own."""

    source: Code
    confidence: Confidence
    rows: tuple[Place, ...]


class FreightLeg(Model):
    """A leg of goods on the way of which nothing is known: its mode, km, and kg CO2e per tkm."""

    mode: Literal["lorry", "rail", "barge", "sea"]
    km: Constant
    per_tkm: Constant


class Freight(Model):
    """The way of goods, within Europe and elsewhere, where a rulebook has no default legs or no set values them."""

    in_europe: tuple[FreightLeg, ...] = Field(min_length=1)
    other: tuple[FreightLeg, ...] = Field(min_length=1)


class Conservative(Model):
    """The alternatives of a method, and their data.

    `margin` is the share by which a stated value may pass a bound of nature, for purity and rounding.
    `specific_energy` is the highest that a battery of common practice has, kWh per kg, and `least_specific_energy` the
    lowest. `oldest_data` is in years. `ballast` is the kg CO2e per kg below which bought goods, such as water and sand,
    explain no mass of a product. `least_yield` is the part of an element that a process keeps at least, and `least_row`
    the share of an entry's mass from which a row prices what is missing.
    `fossil_heat` is the least kg CO2e per MJ of heat from a fossil fuel; energy below it has another source.
    `unknown_grid` is the kg CO2e per kWh of the dearest documented mix; electricity of no known mix counts at least so.
    `least_sample` is the least share of a line's amount from which an average may be taken, and `least_gap` the least
    share of an output whose unexplained mass is a gap. `least_a` and `most_a` bound the share factor that the method
    leaves open.
    """

    id: Code
    version: Code
    title: Text
    alternatives: tuple[ChoiceRule, ...] = Field(min_length=1)
    recovery_rates: tuple[RecoveryRate, ...] = ()
    charge_carriers: tuple[ChargeCarrier, ...] = ()
    margin: Constant
    specific_energy: Constant | None = None
    least_specific_energy: Constant | None = None
    category_limits: tuple[CategoryLimit, ...] = ()
    ballast: Constant | None = None
    least_yield: Constant | None = None
    least_row: Constant | None = None
    element_prices: tuple[ElementPrice, ...] = ()
    goods_prices: tuple[GoodsPrice, ...] = ()
    ore_limits: tuple[OreLimit, ...] = ()
    fossil_heat: Constant | None = None
    unknown_grid: Constant | None = None
    oldest_data: Constant | None = None
    least_sample: Constant | None = None
    least_gap: Constant | None = None
    least_distances: tuple[LeastDistance, ...] = ()
    places: Places | None = None
    freight: Freight | None = None
    process_floors: tuple[ProcessFloor, ...] = ()
    least_a: Constant | None = None
    most_a: Constant | None = None
    references: tuple[Reference, ...]

    @model_validator(mode="after")
    def _in_order_with_their_sources(self) -> "Conservative":
        require_sorted(
            (row.choice for row in self.alternatives), "conservative.order", "alternatives"
        )
        require_sorted(
            (row.material for row in self.recovery_rates), "conservative.order", "recovery_rates"
        )
        require_references(self, self.references, "conservative.reference")
        return self

    def alternative(self, choice: str) -> Alternative | None:
        """The alternative to a kind of choice; None if the rulebook names none."""
        return next((row.alternative for row in self.alternatives if row.choice == choice), None)

    def least_km(self, country: str, other: str) -> Constant | None:
        """The shortest distance between two countries; None if the rulebook has none."""
        pair = tuple(sorted((country, other)))
        rows = self.least_distances
        return next((row.km for row in rows if (row.country, row.other) == pair), None)

    def element_price(self, element: str) -> Decimal | None:
        """The kg CO2e per kg of an element by its dearest documented route; None if the rulebook has none."""
        rows = self.element_prices
        return next((Decimal(row.kg.value) for row in rows if row.element == element), None)

    def goods_price(self, element: str | None) -> Decimal | None:
        """The kg CO2e per kg of the dearest goods of a main element; None if the rulebook has none."""
        rows = self.goods_prices
        return next((Decimal(row.kg.value) for row in rows if row.element == element), None)

    def ore_limit(self, element: str) -> Decimal | None:
        """The highest fraction of an element in what nature gives; None if the rulebook has none."""
        rows = self.ore_limits
        return next((Decimal(row.fraction.value) for row in rows if row.element == element), None)

    def recovery_rate(self, material: str) -> Constant | None:
        """The recovery rate of a material; None if the rulebook has none, which counts as zero."""
        return next((row.rate for row in self.recovery_rates if row.material == material), None)
