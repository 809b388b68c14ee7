"""`calculation`, `declaration`: a manufacturer's figure, and the declaration of it.

The subject is a battery, per kWh of total energy, or any other product, per unit of its line (decision 0060). A
calculation states every input it asserts (capacity, warranty, batteries, exclusions) and every value it derives, so a
reader can recompute all of them. `as_of` names the registry state under which each citation means its newest version.
Its header states each value to 4 significant digits, because every login reads it and amounts follow from long digits;
the exact cells are in a section, for the operator and the auditor. The older form, without `digits`, has them all in
its header: it verifies, and discloses.
A battery's declaration gives what Article 7(1) of Regulation (EU) 2023/1542 requires; a product's is under no law.
"""

from typing import Literal

from pydantic import Field, model_validator

from schemas.base import Model, broken, require_sorted
from schemas.errors import CradleError
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


class DeclaredUnit(Model):
    """The unit that a product's figure is of, and the amount in it that all product lines of the period made."""

    unit: Unit
    amount: Amount


class BatteryUnit(Model):
    """The functional unit of a battery: what its total energy follows from, and the number of batteries."""

    category: Category
    vehicle_category: Code | None = None
    capacity_kwh: Amount
    warranties: tuple[Warranty, ...] = Field(max_length=16)
    cycle_life: Amount | None = None
    capacity_evidence: Digest | None = None
    batteries: Count
    batteries_evidence: Digest | None = None
    total_energy: Ratio


class AssertedCalculation(Issued):
    """The part of a calculation that its figure and the rules of its rows read: product, period and unit.

    It is known before the figure is computed. Either the members of `BatteryUnit` stand, and the subject is a battery
    of that model, or `declared_unit`, and it is a product: `model` is then the id of its line.
    """

    model: ModelId
    site: Code
    period: Period
    category: Category | None = None
    vehicle_category: Code | None = None
    capacity_kwh: Amount | None = None
    warranties: tuple[Warranty, ...] | None = Field(default=None, max_length=16)
    cycle_life: Amount | None = None
    capacity_evidence: Digest | None = None
    batteries: Count | None = None
    batteries_evidence: Digest | None = None
    total_energy: Ratio | None = None
    declared_unit: DeclaredUnit | None = None

    @model_validator(mode="after")
    def _one_subject(self) -> "AssertedCalculation":
        stated = {name for name in BatteryUnit.model_fields if getattr(self, name) is not None}
        if self.declared_unit is not None and stated:
            detail = (
                f"it states declared_unit and {', '.join(sorted(stated))}; state the one for a product, the others"
                " for a battery"
            )
            raise broken("calculation.subject", detail)
        required = {name for name, row in BatteryUnit.model_fields.items() if row.is_required()}
        if self.declared_unit is None and required - stated:
            detail = (
                f"it states neither declared_unit nor {', '.join(sorted(required - stated))}; state the one for a"
                " product, all the others for a battery"
            )
            raise broken("calculation.subject", detail)
        return self

    @property
    def unit(self) -> Unit | None:
        """The declared unit of a product; None of a battery, whose figure is per kWh."""
        return None if self.declared_unit is None else self.declared_unit.unit

    @property
    def battery(self) -> BatteryUnit:
        """The functional unit of a battery.

        Raises:
            CradleError: `calculation.no_battery` if the subject is another product.
        """
        if self.declared_unit is not None:
            detail = (
                f"This figure is of a product, per {self.declared_unit.unit.value}, and the answer exists for batteries"
                " alone; ask for the figure, its study or its bundle instead."
            )
            raise CradleError("calculation.no_battery", detail, "calculation")
        names = BatteryUnit.model_fields
        return BatteryUnit.model_construct(**{name: getattr(self, name) for name in names})


class Calculation(AssertedCalculation):
    """The carbon footprint of one product from one plant, in kg CO2e per kWh of total energy or per declared unit.

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
    """The declaration of a figure: by its calculation and attestation, with the address of the public study.

    A battery's is that of Article 7(1) and states its `conformity` number; that of any other product states neither
    that nor a `chemistry`, and is a product footprint under the rulebook of its calculation (decision 0061).
    `details` of the manufacturer and the `town` of the plant take precedence over those of the registration, which
    cannot be changed. `chemistry` is in the manufacturer's words, `date` is the day of issue. `supersedes` names the
    declaration of the same model and site that this one replaces.
    """

    calculation: StatementId
    attestation: StatementId
    conformity: Text | None = None
    study: WebAddress
    details: BusinessDetails | None = None
    town: Text | None = None
    chemistry: Text | None = None
    date: Date | None = None
    signatory: Signatory | None = None
    supersedes: Superseding | None = None
    nonce: Nonce
