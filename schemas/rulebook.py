"""Rulebooks and factor sets: the law and the numbers as data, named by digest in every calculation.

Each constant of a method carries where it was read and how sure that reading is (`schemas.constants`). A rulebook
holds its characterization whole, so that one digest names all it computes with. Neither file is logged: a
calculation's signature names their digests, and the auditor's own policy says which ones it accepts.
"""

from typing import Literal

from pydantic import Field, model_validator

from schemas.base import Model, broken, require_sorted
from schemas.characterization import Characterization
from schemas.circular import CircularFootprint
from schemas.constants import Confidence, Constant, Reference, require_references
from schemas.electricity import Boundary, Carrier, ElectricityRule, Mix
from schemas.gases import GasOrigin
from schemas.quality import Criterion, Ratings
from schemas.transport import TransportDefaults
from schemas.values import Code, FlowId, ProductId, Quantity, Text, Year
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
    """Typical full equivalent cycles per year of a vehicle category, and the km per year that turn km into years."""

    vehicle_category: Code
    cycles: Constant
    km_per_year: Constant


class FunctionalUnit(Model):
    """Total energy over the service life for one battery category: by warranty years, or by declared cycle life."""

    category: Category
    service_life: Literal["warranty", "declared_cycle_life"]
    cycles_per_year: tuple[CyclesPerYear, ...] = ()

    @model_validator(mode="after")
    def _cycles_where_years_count(self) -> "FunctionalUnit":
        if (self.service_life == "warranty") != bool(self.cycles_per_year):
            raise broken(
                "rulebook.cycles", "cycles per year stand if and only if warranty years do"
            )
        return self


class WarrantyRule(Model):
    """Years where no warranty qualifies, and the share of usable energy below which a warranty does not."""

    default_years: Constant
    least_remaining_energy: Constant


class CompanySpecific(Model):
    """A process for which the method demands the company's own data."""

    process: ProcessCode
    source: Code
    confidence: Confidence


class QualityLimits(Model):
    """The worst ratings that company-specific data of a process may have where the method demands them."""

    te_r: Constant
    ge_r: Constant
    ti_r: Constant
    p: Constant
    dqr: Constant


class QualityLevel(Model):
    """A word for a DQR, and the highest DQR that it is said of."""

    label: Code
    at_most: Constant


class QualityRule(Model):
    """Data quality: which criteria the mean takes, and the share of the total that most relevant processes make up.

    Levels stand best first; above the last one there is no word.
    """

    criteria: tuple[Criterion, ...] = Field(min_length=3)
    most_relevant_share: Constant
    highest_dqr: Constant | None = None
    company_specific: QualityLimits | None = None
    levels: tuple[QualityLevel, ...] | None = None


class BalanceRule(Model):
    """Tolerances: of mass and element balances as shares of what comes out, of a site's remainder of what it used."""

    mass: Constant
    element: Constant
    site: Constant | None = None


class ClassLimit(Model):
    """A performance class and the highest value that belongs to it, kg CO2e per kWh."""

    label: Code
    at_most: Quantity


class FilingRule(Model):
    """A row of a process of this stage, with this purpose, is filed under that stage; all others under their own."""

    process_stage: Stage
    purpose: Purpose
    stage: Stage


class RefusedOrigin(Model):
    """An origin whose gases the method keeps out of a footprint."""

    origin: GasOrigin
    source: Code
    confidence: Confidence


class Rulebook(Model):
    """One version of a method.

    `cut_off` is the share by mass of a component below which an input may be left out; `cumulative_cut_off` the share
    of the whole product, by mass and by footprint, that all that is left out may come to together.
    """

    id: Code
    version: Code
    title: Text
    legal_status: Literal["study", "draft", "adopted", "in_force", "repealed"]
    declarable: Literal["article_7", "demo", "no"]
    filing: Literal["stated", "rule"]
    filing_rules: tuple[FilingRule, ...] = ()
    boundary: Literal["cradle_to_grave", "cradle_to_gate"]
    avoided: Literal["counts", "circular_footprint"]
    functional_units: tuple[FunctionalUnit, ...]
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
            detail = "the formula's parameters stand if and only if avoided lines go by it"
            raise broken("rulebook.circular_footprint", detail)
        return self

    @model_validator(mode="after")
    def _declares_by_a_rule_of_electricity(self) -> "Rulebook":
        is_study = self.legal_status == "study" and self.declarable == "demo"
        if self.electricity is None and self.declarable != "no" and not is_study:
            detail = (
                "only a study may be declared without a rule of electricity, and only as a demo"
            )
            raise broken("rulebook.electricity", detail)
        return self


class GroupValue(Model):
    """kg CO2e per unit of the flow, in one group."""

    group: Group
    value: Quantity


class Factor(Model):
    """The footprint of one unit of a flow: of making it (`product`) or of treating it (`treatment`).

    `stands_for` names the product that the dataset stands in for where its supplier tells nothing. `carrier` says what
    the flow is: per kWh it is electricity unless the carrier is another, per MJ only if the carrier says so.
    `grid`, `mix`, `year` and `boundary` together say that the row is a mix of a country or grid zone in a year.
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

    @model_validator(mode="after")
    def _electricity_is_energy(self) -> "Factor":
        if self.carrier == "electricity" and self.unit not in {Unit.KWH, Unit.MJ}:
            raise broken("factor.carrier", "electricity is counted in kWh or MJ")
        return self

    @model_validator(mode="after")
    def _mix_is_whole(self) -> "Factor":
        stated = [part is not None for part in (self.grid, self.mix, self.year, self.boundary)]
        electricity = self.unit is Unit.KWH and self.carrier in {None, "electricity"}
        if any(stated) and not (all(stated) and electricity and self.direction == "product"):
            detail = (
                "a mix is of direction product, in kWh, and states grid, mix, year and boundary"
            )
            raise broken("factor.grid", detail)
        return self

    @model_validator(mode="after")
    def _groups_once(self) -> "Factor":
        require_sorted((row.group.value for row in self.values), "factor.order", "values")
        return self


class FactorSet(Model):
    """A named, versioned list of factors; a `digest_only` set may not be passed on, so the auditor brings a copy."""

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
