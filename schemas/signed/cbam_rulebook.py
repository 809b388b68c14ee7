"""The rulebook of the carbon border: the goods, the rows that count for each quantity, and the factor of each year.

A quantity is a tally over the graph (`ledger.footprint.tally`): its rows are listed here as data, and the deliveries
that it follows are the goods that another good is made of. Sources: Regulation (EU) 2023/956, Implementing Regulation
(EU) 2025/2547, and Directive (EU) 2023/959 for the factors. Left out: imported electricity.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from schemas.base import Grammar, Model, broken, require_sorted
from schemas.signed.characterization import Characterization
from schemas.signed.constants import Confidence, Constant, Reference, require_references
from schemas.values import Code, Country, Text, Year
from schemas.vocabulary import Purpose

QuantityName = Literal["see_direct", "see_indirect", "embedded_electricity", "carbon_price"]
"""Embedded emissions direct and indirect, electricity used, and carbon price paid, each per unit of a good."""


class GoodsRule(Model):
    """The goods whose code begins with these digits; the longest that fits a code applies.

    Attributes:
        prefix: the first digits of the code.
        sector: the sector of Annex I.
        indirect: True if indirect emissions count, as for goods that Annex II does not list.
        per: the unit by which the good is counted.
        of_goods: True if the good is worked from other goods, so that their mass must account for its own.
    """

    prefix: Annotated[str, Grammar(r"^[0-9]{2,8}$", "cbam.heading", "2 to 8 digits")]
    sector: Literal["aluminium", "cement", "fertilisers", "hydrogen", "iron_steel"]
    indirect: bool
    per: Literal["tonne", "clinker", "nitrogen"]
    of_goods: bool


class CountedRows(Model):
    """Rows that a quantity counts.

    `gases` are emissions by the characterization; `fuels` are inputs of energy that are no electricity, by a factor of
    combustion; `electricity` is such an input by the direct factor of its grid, or its kWh for `electricity_amount`;
    `carbon_prices` are those that an entry states as paid.
    """

    rows: Literal["gases", "fuels", "electricity", "electricity_amount", "carbon_prices"]
    purposes: tuple[Purpose, ...] = ()


class QuantityRule(Model):
    """A quantity: its name, its unit per kg of a good, and the rows that it counts."""

    name: QuantityName
    unit: Text
    counts: tuple[CountedRows, ...] = Field(min_length=1)
    source: Code
    confidence: Confidence


class YearFactor(Model):
    """The share of free allocation that remains in a year; of the last year listed also in all later ones.

    `correction` is the cross-sectoral correction factor, which lowers free allocation and is at most 1.
    """

    year: Year
    factor: Constant
    correction: Constant

    @model_validator(mode="after")
    def _corrects_downwards(self) -> "YearFactor":
        if Decimal(self.correction.value) > 1:
            detail = f"the correction of {self.year} is {self.correction.value}; it is at most 1"
            raise broken("cbam.correction", detail)
        return self


class ExemptOrigins(Model):
    """The countries whose goods embed nothing that counts."""

    countries: tuple[Country, ...]
    source: Code
    confidence: Confidence

    @model_validator(mode="after")
    def _in_order(self) -> "ExemptOrigins":
        require_sorted(self.countries, "cbam.order", "countries")
        return self


class CbamRulebook(Model):
    """One version of the method; `threshold` is the tonnes a year up to which an importer is exempt.

    `scrap` are headings of what embeds nothing and still accounts for the mass of worked goods.
    """

    id: Code
    version: Code
    title: Text
    legal_status: Literal["draft", "adopted", "in_force", "repealed"]
    first_year: Year
    goods: tuple[GoodsRule, ...] = Field(min_length=1)
    quantities: tuple[QuantityRule, ...] = Field(min_length=1)
    years: tuple[YearFactor, ...] = Field(min_length=1)
    exempt: ExemptOrigins
    # Parentheses: `^[0-9]{4}$` is the pattern of notified bodies, and a pattern has one code (`grammar`).
    scrap: tuple[Annotated[str, Grammar(r"^[0-9]{4}$", "cbam.heading", "4 digits")], ...]
    threshold: Constant
    materiality: Constant
    characterization: Characterization
    unknown: tuple[Text, ...] = ()
    not_covered: tuple[Text, ...] = ()
    references: tuple[Reference, ...]

    @cached_property
    def by_prefix(self) -> Mapping[str, GoodsRule]:
        """The rules of goods, by the first digits of their codes."""
        return {rule.prefix: rule for rule in self.goods}

    def of_year(self, year: int) -> YearFactor:
        """The factor and the correction of a year; those of the last year listed in all later ones."""
        return next((row for row in self.years if row.year == year), self.years[-1])

    @property
    def circular_footprint(self) -> None:
        """The border has no formula of recycling: scrap embeds nothing."""
        return

    @property
    def refused_origins(self) -> None:
        """No origin of carbon is refused; gases that are not characterized do not count."""
        return

    @model_validator(mode="after")
    def _in_order_with_sources(self) -> "CbamRulebook":
        require_sorted((row.prefix for row in self.goods), "cbam.order", "goods")
        require_sorted((row.name for row in self.quantities), "cbam.order", "quantities")
        require_references(self, self.references, "rulebook.reference")
        years = [row.year for row in self.years]
        if years != list(range(years[0], years[0] + len(years))):
            raise broken("cbam.order", "years are not in order, or one is missing; list each")
        return self
