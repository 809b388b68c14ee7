"""The conservative part of a rulebook: the alternative to each choice of a declarer, and the data behind it.

A conservative figure puts the alternative in place of every choice that no accepted auditor settled. A rulebook names
the choices for which it has one, and how the alternative is found; a choice that it does not name is reported without
an effect. Bounds are of nature where they can be, and otherwise of common practice, as each source says.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from schemas.base import Grammar, Model, require_sorted
from schemas.constants import Confidence, Constant, Reference, require_references
from schemas.values import Code, Country, Material, Text
from schemas.vocabulary import ProcessCode

Alternative = Literal[
    "average_received",
    "country_mix",
    "default_legs",
    "default_life",
    "each_line_carries_all",
    "fossil_origin",
    "highest_factor",
    "least_share_factor",
    "left_out_counts",
    "mean_intensity",
    "no_credit",
    "no_uptake",
    "physical_bound",
    "process_floor",
    "rulebook_credit",
    "supplier_or_worst_dataset",
    "version_before",
    "virgin_production",
]
"""The ways in which the alternative to a choice is found.

- `average_received`: the goods used come from all deliveries received, in proportion.
- `country_mix`: electricity has the mix of the site's country.
- `default_legs`: goods travel as the rulebook assumes where nothing is stated.
- `default_life`: the service life is the rulebook's default.
- `each_line_carries_all`: each line that a customer draws carries all burdens of its entry.
- `fossil_origin`: a gas counts as the same gas of fossil origin.
- `highest_factor`: a flow has the highest value that an accepted set gives for its product.
- `least_share_factor`: the joint process of a recycler counts with the smallest A of its materials.
- `left_out_counts`: the product counts at least as the entry that is left out.
- `mean_intensity`: a gap weighs as much as the entry's inputs do on average.
- `no_credit`: nothing is credited.
- `no_uptake`: no carbon taken up is subtracted.
- `physical_bound`: the capacity is at most what the stated elements can store.
- `process_floor`: the energy that a process lacks to its floor has the mix of the site's country.
- `rulebook_credit`: the credit is at most the rulebook's recovery rate of the content, at the lower virgin value.
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
    """An element whose atoms carry the charge, and the highest mean voltage of a known cell that moves it.

    `volts` is in V, times the electrons that one atom of the element moves.
    """

    element: Material
    volts: Constant


class ProcessFloor(Model):
    """The least energy, in kWh per kg of main output, with which a process can be run."""

    process: ProcessCode
    kwh: Constant


class LeastDistance(Model):
    """The shortest distance between towns of two countries, in km; `country` comes before `other`."""

    country: Country
    other: Country
    km: Constant


class Conservative(Model):
    """The alternatives of a method, and their data.

    `margin` is the share by which a stated value may pass a bound of nature, for purity and rounding.
    `specific_energy` is the highest that a battery of common practice has, kWh per kg. `oldest_data` is in years.
    `fossil_heat` is the least kg CO2e per MJ of heat from a fossil fuel; energy below it has another source.
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
    fossil_heat: Constant | None = None
    oldest_data: Constant | None = None
    least_sample: Constant | None = None
    least_gap: Constant | None = None
    least_distances: tuple[LeastDistance, ...] = ()
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

    def least_km(self, one: str, other: str) -> Constant | None:
        """The shortest distance between two countries; None if the rulebook has none."""
        pair = tuple(sorted((one, other)))
        rows = self.least_distances
        return next((row.km for row in rows if (row.country, row.other) == pair), None)

    def recovery_rate(self, material: str) -> Constant | None:
        """The recovery rate of a material; None if the rulebook has none, which counts as zero."""
        return next((row.rate for row in self.recovery_rates if row.material == material), None)
