"""`calculation`, `attestation`, `declaration`: the manufacturer's figure, an auditor's word, the document.

A calculation states every input it asserts (capacity, warranty, batteries, exclusions) and every value it derives, so a
reader can recompute all of them. `as_of` names the registry state under which each citation means its newest version.
An attestation is on a calculation, or on a delivery: the figure that a supplier tells one customer. A declaration says
what Article 7(1) of Regulation (EU) 2023/1542 asks for, by naming a calculation and its attestation.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from schemas.base import Model, broken, grammar, require_sorted
from schemas.delivery import Cell, require_cells
from schemas.statement import Issued
from schemas.values import (
    Amount,
    Code,
    Count,
    Digest,
    Figure,
    ModelId,
    Nonce,
    Period,
    RegistryState,
    Share,
    StatementId,
    Text,
)
from schemas.vocabulary import Category, CompositionRole, Stage, Unit


class Warranty(Model):
    """A commercial warranty: years, the distance that may end it earlier, and the share of usable energy it promises.

    A warranty that states no share counts as below every share that a rulebook asks for. `evidence` is the salted
    digest of the warranty document.
    """

    years: Amount
    km: Amount | None = None
    remaining_energy: Share | None = None
    evidence: Digest | None = None


class Ratio(Model):
    """An exact ratio: a mileage warranty may not divide."""

    numerator: Amount
    denominator: Amount


class StageValue(Model):
    """The net figure of one stage, in the unit of the calculation's total."""

    stage: Stage
    value: Figure


class Filling(Model):
    """What a calculation adds where entries leave something out, each as a row of its own that every reader sees.

    `transport`: the rulebook's default legs for goods that no transport row names. `mass`: goods up to the mass of the
    outputs, of the material that weighs most in the figure.
    """

    transport: Literal[True] | None = None
    mass: Literal[True] | None = None


class CalculationSections(Model):
    """The digest of the composition."""

    composition: Digest


class Calculation(Issued):
    """The carbon footprint of one battery model from one plant, in kg CO2e per kWh of total energy."""

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
    total_energy: Ratio
    cells: tuple[Cell, ...]
    stages: tuple[StageValue, ...]
    total: Figure
    rulebook: Digest
    factor_sets: tuple[Digest, ...] = Field(min_length=1, max_length=16)
    filling: Filling | None = None
    as_of: RegistryState
    software: Text
    sections: CalculationSections

    @model_validator(mode="after")
    def _in_order(self) -> "Calculation":
        require_cells(self.cells)
        require_sorted(self.factor_sets, "factor_sets.order", "factor_sets")
        if tuple(row.stage for row in self.stages) != tuple(Stage):
            raise broken("stages.order", "all four stages stand, in the order of the life cycle")
        return self


class CompositionRow(Model):
    """A part of the product: an own line, counted whole, or another issuer's representative delivery.

    A product row names an entry and line and its amount is the line's output; other rows may name a delivery.
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
            raise broken("composition.cites", "a row names an entry or a delivery, one of them")
        if self.role is CompositionRole.PRODUCT and self.entry is None:
            raise broken("composition.product", "a product row names the manufacturer's own entry")
        return self


class Exclusion(Model):
    """An entry of this model that the calculation leaves out: an assertion, shown in every report."""

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


class Depth(Model):
    """How deep the auditor looked: a default, and the statements looked at otherwise."""

    default: Literal["recomputed", "sampled", "site_visit", "documents"]
    exceptions: tuple["DepthException", ...] = ()


class DepthException(Model):
    """One statement that was looked at in another way than the rest; `attested` is by another auditor's word."""

    statement: StatementId
    depth: Literal["recomputed", "sampled", "site_visit", "documents", "attested"]


class Attestation(Issued):
    """The auditor's statement on a calculation, or on a delivery and the figure that it tells: one of the two.

    `bundle`, `policy` and `findings` are digests of files that the auditor keeps: an assertion that only who has those
    files can compare. `materiality` is in per cent of the total.
    """

    calculation: StatementId | None = None
    delivery: StatementId | None = None
    bundle: Digest
    policy: Digest
    findings: Digest
    scope: Text
    level: Literal["limited", "reasonable"]
    materiality: Amount
    depth: Depth
    outcome: Literal["verified", "verified_with_remarks", "refused"]
    nonce: Nonce

    @model_validator(mode="after")
    def _one_of_two(self) -> "Attestation":
        if (self.calculation is None) == (self.delivery is None):
            raise broken(
                "attestation.subject", "it is of a calculation or of a delivery, one of them"
            )
        return self

    @property
    def subject(self) -> StatementId:
        """The calculation or the delivery that it is of."""
        return self.calculation or self.delivery or ""

    @property
    def rests_on(self) -> tuple[StatementId, ...]:
        """The deliveries whose figures it takes from other auditors."""
        return tuple(row.statement for row in self.depth.exceptions if row.depth == "attested")


class Declaration(Issued):
    """The declaration of Article 7(1): the figure by its calculation, conformity number, and public study."""

    calculation: StatementId
    attestation: StatementId
    conformity: Text
    study: Annotated[
        str, grammar(r"^https://[^\s]{1,500}$", "declaration.study", "an https address")
    ]
    nonce: Nonce
