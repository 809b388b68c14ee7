"""Rulebooks and factor sets: methods and factors as data, named by digest in every calculation.

Each constant of a method has a source and the confidence of its reading (`schemas.signed.constants`). A rulebook
contains its characterization, so that one digest names everything it computes with. Neither file is logged: a
calculation's signature covers their digests, and the auditor's own policy lists the accepted ones.
"""

from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from schemas.base import Model, broken, require_sorted
from schemas.gases import GasOrigin
from schemas.signed.characterization import Characterization
from schemas.signed.circular import CircularFootprint
from schemas.signed.conservative import Conservative
from schemas.signed.constants import Confidence, Constant, Reference, require_references
from schemas.signed.electricity import Boundary, Carrier, ElectricityRule, Mix
from schemas.signed.quality import QualityRule, Ratings
from schemas.signed.redeclaration import Redeclaration
from schemas.signed.transport import TransportDefaults
from schemas.values import Code, Digest, FlowId, Material, ProductId, Quantity, Share, Text, Year
from schemas.vocabulary import (
    Category,
    CompositionRole,
    Group,
    ProcessCode,
    Purpose,
    Stage,
    Unit,
)


class CyclesPerYear(Model):
    """The typical full equivalent cycles per year of a vehicle category, and its km per year to convert km to years."""

    vehicle_category: Code
    cycles: Constant
    km_per_year: Constant


class FunctionalUnit(Model):
    """The rule for total energy over the service life of a battery category: warranty years, or declared cycle life.

    `one_cycle` counts no service life: total energy is the usable capacity, so a figure is per kWh of capacity.
    """

    category: Category
    service_life: Literal["warranty", "declared_cycle_life", "one_cycle"]
    cycles_per_year: tuple[CyclesPerYear, ...] = ()

    @model_validator(mode="after")
    def _cycles_where_years_count(self) -> "FunctionalUnit":
        if (self.service_life == "warranty") != bool(self.cycles_per_year):
            detail = "Give cycles_per_year if, and only if, service_life is warranty"
            raise broken("rulebook.cycles", detail)
        return self


class WarrantyRule(Model):
    """The default years if no warranty qualifies, and the least share of usable energy of a qualifying warranty."""

    default_years: Constant
    least_remaining_energy: Constant


class CompanySpecific(Model):
    """A process for which the method requires company-specific data."""

    process: ProcessCode
    source: Code
    confidence: Confidence


class BalanceRule(Model):
    """Tolerances of balances: mass and element as shares of the outputs, a site's remainder as a share of its use."""

    mass: Constant
    element: Constant
    site: Constant | None = None


class ClassLimit(Model):
    """A performance class and its highest value, kg CO2e per kWh."""

    label: Code
    at_most: Quantity


class FilingRule(Model):
    """The assignment of rows to a stage, by the stage of their process and their purpose; other rows keep their own."""

    process_stage: Stage
    purpose: Purpose
    stage: Stage


class RefusedOrigin(Model):
    """A carbon origin that the method excludes from a footprint."""

    origin: GasOrigin
    source: Code
    confidence: Confidence


class Rulebook(Model):
    """One version of a method.

    `functional_units` are those of batteries; `declared_unit` says that it computes any product per unit of its line.
    `declarable` says which figures may be declared: those of batteries as law or as a demo, or those of products.
    `cut_off` is the share by mass of a component below which an input may be left out. `cumulative_cut_off` is the
    largest share of the whole product, by mass and by footprint, of all inputs left out together. `redeclaration` lists
    the triggers of a new declaration, and changes no figure.
    """

    id: Code
    version: Code
    title: Text
    legal_status: Literal["study", "draft", "adopted", "in_force", "repealed"]
    declarable: Literal["article_7", "product", "demo", "no"]
    filing: Literal["stated", "rule"]
    filing_rules: tuple[FilingRule, ...] = ()
    boundary: Literal["cradle_to_grave", "cradle_to_gate"]
    avoided: Literal["counts", "circular_footprint"]
    functional_units: tuple[FunctionalUnit, ...]
    declared_unit: Literal[True] | None = None
    warranty: WarrantyRule | None = None
    required_roles: tuple[CompositionRole, ...]
    required_stages: tuple[Stage, ...]
    electricity: ElectricityRule | None = None
    transport: TransportDefaults | None = None
    cut_off: Constant | None = None
    cumulative_cut_off: Constant | None = None
    company_specific: tuple[CompanySpecific, ...] = ()
    circular_footprint: CircularFootprint | None = None
    data_quality: QualityRule | None = None
    balances: BalanceRule | None = None
    classes: tuple[ClassLimit, ...] = ()
    refused_origins: tuple[RefusedOrigin, ...] | None = None
    characterization: Characterization
    conservative: Conservative | None = None
    redeclaration: Redeclaration | None = None
    unknown: tuple[Text, ...] = ()
    not_covered: tuple[Text, ...] = ()
    references: tuple[Reference, ...]

    @model_validator(mode="after")
    def _references_exist(self) -> "Rulebook":
        require_references(self, self.references, "rulebook.reference")
        return self

    @model_validator(mode="after")
    def _formula_has_its_parameters(self) -> "Rulebook":
        if (self.avoided == "circular_footprint") != (self.circular_footprint is not None):
            detail = (
                "Give the circular_footprint parameters if, and only if, avoided is"
                " circular_footprint"
            )
            raise broken("rulebook.circular_footprint", detail)
        return self

    @model_validator(mode="after")
    def _declares_by_a_rule_of_electricity(self) -> "Rulebook":
        is_study = self.legal_status == "study" and self.declarable == "demo"
        if self.electricity is None and self.declarable != "no" and not is_study:
            detail = (
                "the rulebook may be declared and has no rule of electricity; add one (a study that"
                " is a demo needs none)"
            )
            raise broken("rulebook.electricity", detail)
        return self

    @model_validator(mode="after")
    def _declares_what_it_computes(self) -> "Rulebook":
        if self.declarable == "product" and not self.declared_unit:
            detail = "declarable is product, and no product is computed; add declared_unit"
            raise broken("rulebook.declarable", detail)
        return self


class GroupValue(Model):
    """The kg CO2e per unit of the flow, in one group."""

    group: Group
    value: Quantity


class FactorElement(Model):
    """The mass fraction of an element in goods that a dataset is of."""

    element: Material
    fraction: Share


class Factor(Model):
    """The footprint of one unit of a flow: of making it (`product`) or of treating it (`treatment`).

    `stands_for` names the product for which the dataset is a default if the supplier states no figure. `carrier` is the
    kind of the flow: a flow in kWh is electricity unless the carrier is another, a flow in MJ only if the carrier is
    electricity. `direct` marks a factor of burning a fuel, or of making electricity, alone. `grid`, `mix`, `year` and
    `boundary` together mark the row as a mix of a country or grid zone in a year. `ef_compliant` marks a dataset that
    states its own compliance with the Environmental Footprint; `incomplete` one that counts some of its inputs as zero.
    `elements` is the composition of the goods in kg: without it they explain the mass of a product, but no element.
    `supplied_by` are the digests of the factor sets that valued inputs anywhere behind an imported dataset: a reader
    that does not accept one of them does not know what the dataset counts.
    """

    flow: FlowId
    unit: Unit
    direction: Literal["product", "treatment"]
    name: Text
    values: tuple[GroupValue, ...] = Field(min_length=1)
    source: Text
    geography: Text | None = None
    years: Text | None = None
    rating: Ratings | None = None
    stands_for: ProductId | None = None
    carrier: Carrier | None = None
    grid: Code | None = None
    mix: Mix | None = None
    year: Year | None = None
    boundary: Boundary | None = None
    direct: Literal[True] | None = None
    ef_compliant: Literal[True] | None = None
    incomplete: Literal[True] | None = None
    elements: tuple[FactorElement, ...] | None = None
    supplied_by: tuple[Digest, ...] | None = Field(default=None, min_length=1, max_length=64)

    @model_validator(mode="after")
    def _elements_are_of_a_mass(self) -> "Factor":
        rows = self.elements or ()
        require_sorted((row.element for row in rows), "factor.order", "elements")
        if rows and (self.unit is not Unit.KG or sum(Decimal(row.fraction) for row in rows) > 1):
            detail = "elements are of goods in kg, and come to at most 1; state them so, or not"
            raise broken("factor.elements", detail)
        return self

    @model_validator(mode="after")
    def _electricity_is_energy(self) -> "Factor":
        if self.carrier == "electricity" and self.unit not in {Unit.KWH, Unit.MJ}:
            detail = f"the unit of electricity is {self.unit.value}; state kWh or MJ"
            raise broken("factor.carrier", detail)
        return self

    @model_validator(mode="after")
    def _mix_is_whole(self) -> "Factor":
        presence = [part is not None for part in (self.grid, self.mix, self.year, self.boundary)]
        electricity = self.unit is Unit.KWH and self.carrier in {None, "electricity"}
        if any(presence) and not (all(presence) and electricity and self.direction == "product"):
            detail = (
                "fill in grid, mix, year and boundary, in kWh of electricity with direction product"
            )
            raise broken("factor.grid", detail)
        return self

    @model_validator(mode="after")
    def _each_once(self) -> "Factor":
        require_sorted(self.supplied_by or (), "factor.order", "supplied_by")
        require_sorted((row.group.value for row in self.values), "factor.order", "values")
        return self


class FactorSet(Model):
    """A named, versioned list of factors; a `digest_only` set may not be redistributed, so the auditor needs a copy."""

    id: Code
    version: Code
    title: Text
    method: Text
    licence: Literal["open", "digest_only"]
    rows: tuple[Factor, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _rows_in_order(self) -> "FactorSet":
        keys = ((row.flow, row.unit.value, row.direction) for row in self.rows)
        require_sorted(keys, "factor_set.order", "rows")
        return self
