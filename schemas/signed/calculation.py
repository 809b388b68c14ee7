"""`calculation`, `declaration`: a manufacturer's figure, and the declaration of it.

A calculation states every input it asserts (capacity, warranty, batteries, exclusions) and every value it derives, so a
reader can recompute all of them. `as_of` names the registry state under which each citation means its newest version.
Its header states each value to 4 significant digits, because every login reads it and amounts follow from long digits;
the exact cells are in a section, for the operator and the auditor. The older form, without `digits`, has them all in
its header: it verifies, and discloses.
A declaration gives what Article 7(1) of Regulation (EU) 2023/1542 requires: a calculation and its attestation.
"""

from typing import Literal

from pydantic import Field, model_validator

from schemas.base import Model, broken, require_sorted
from schemas.signed.delivery import Cell, require_cells
from schemas.signed.participant import BusinessDetails, Signatory
from schemas.signed.statement import Issued, Superseding
from schemas.values import (
    Amount,
    Code,
    Count,
    Date,
    Digest,
    Figure,
    ModelId,
    Nonce,
    Period,
    RegistryState,
    Share,
    StatementId,
    Text,
    WebAddress,
)
from schemas.vocabulary import Category, CompositionRole, Stage, Unit


class Warranty(Model):
    """A commercial warranty: years, the distance that may end it earlier, and the share of usable energy it promises.

    A warranty without a share counts as below every share that a rulebook requires. `evidence` is the salted digest of
    the warranty document.
    """

    years: Amount
    km: Amount | None = None
    remaining_energy: Share | None = None
    evidence: Digest | None = None


class Ratio(Model):
    """An exact ratio, because the years of a mileage warranty may not be a finite decimal."""

    numerator: Amount
    denominator: Amount


class StageValue(Model):
    """The net figure of one stage, in the unit of the calculation's total."""

    stage: Stage
    value: Figure


class Filling(Model):
    """Rows that a calculation adds where entries leave something out; every reader sees each of them.

    `transport`: the rulebook's default legs for goods that no transport row names. `mass`: goods up to the mass of the
    outputs, of the material that weighs most in the figure.
    """

    transport: Literal[True] | None = None
    mass: Literal[True] | None = None


class CalculationSections(Model):
    """The digests of the composition, and of the exact cells of a calculation that states `digits`."""

    composition: Digest
    exact: Digest | None = None


class AssertedCalculation(Issued):
    """The part of a calculation that its figure and the rules of its rows read: product, period and total energy.

    It is known before the figure is computed.
    """

    model: ModelId
    site: Code
    period: Period
    category: Category
    vehicle_category: Code | None = None
    capacity_kwh: Amount
    warranties: tuple[Warranty, ...] = Field(max_length=16)
    cycle_life: Amount | None = None
    capacity_evidence: Digest | None = None
    batteries: Count
    batteries_evidence: Digest | None = None
    total_energy: Ratio


class Calculation(AssertedCalculation):
    """The carbon footprint of one battery model from one plant, in kg CO2e per kWh of total energy.

    `digits` is the number of significant digits of each value of the header, rounded half-even; the exact cells are
    then in the section `exact`. `supersedes` names the calculation of the same model and site that this one corrects.
    """

    digits: Literal[4] | None = None
    cells: tuple[Cell, ...]
    stages: tuple[StageValue, ...]
    total: Figure
    rulebook: Digest
    factor_sets: tuple[Digest, ...] = Field(min_length=1, max_length=16)
    filling: Filling | None = None
    as_of: RegistryState
    software: Text
    supersedes: Superseding | None = None
    sections: CalculationSections

    @model_validator(mode="after")
    def _in_order(self) -> "Calculation":
        require_cells(self.cells)
        require_sorted(self.factor_sets, "factor_sets.order", "factor_sets")
        if (self.digits is None) != (self.sections.exact is None):
            detail = "digits and the section of exact cells belong together; state both or neither"
            raise broken("calculation.digits", detail)
        if tuple(row.stage for row in self.stages) != tuple(Stage):
            detail = (
                "the four stages are not in order or not all there; list each, by the life cycle"
            )
            raise broken("stages.order", detail)
        return self


class CompositionRow(Model):
    """A part of the product: a line of the issuer's own, counted whole, or another issuer's representative delivery.

    A product row names an entry and a line, and its amount is the line's output. Other rows may name a delivery.
    """

    role: CompositionRole
    entry: StatementId | None = None
    delivery: StatementId | None = None
    line: Code
    amount: Amount
    unit: Unit

    @model_validator(mode="after")
    def _one_of_two(self) -> "CompositionRow":
        if (self.entry is None) == (self.delivery is None):
            detail = "a row names both an entry and a delivery, or neither; name one of them"
            raise broken("composition.cites", detail)
        if self.role is CompositionRole.PRODUCT and self.entry is None:
            detail = "a product row names no entry; name the manufacturer's own entry"
            raise broken("composition.product", detail)
        return self


class Exclusion(Model):
    """An entry of this model that the calculation leaves out: an assertion, which every report shows."""

    entry: StatementId
    reason: Text


class Composition(Model):
    """Section `composition` of a calculation."""

    rows: tuple[CompositionRow, ...] = Field(min_length=1)
    exclusions: tuple[Exclusion, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "Composition":
        keys = [(r.role.value, r.entry or r.delivery or "", r.line) for r in self.rows]
        require_sorted(keys, "composition.order", "rows")
        require_sorted((row.entry for row in self.exclusions), "composition.order", "exclusions")
        return self


class Declaration(Issued):
    """The declaration of Article 7(1): the figure by its calculation, conformity number, and public study.

    `details` of the manufacturer and the `town` of the plant take precedence over those of the registration, which
    cannot be changed. `chemistry` is in the manufacturer's words, `date` is the day of issue. `supersedes` names the
    declaration of the same model and site that this one replaces.
    """

    calculation: StatementId
    attestation: StatementId
    conformity: Text
    study: WebAddress
    details: BusinessDetails | None = None
    town: Text | None = None
    chemistry: Text | None = None
    date: Date | None = None
    signatory: Signatory | None = None
    supersedes: Superseding | None = None
    nonce: Nonce
