"""`calculation`, `attestation`, `declaration`: a manufacturer's figure, an auditor's statement on it, the declaration.

A calculation states every input it asserts (capacity, warranty, batteries, exclusions) and every value it derives, so a
reader can recompute all of them. `as_of` names the registry state under which each citation means its newest version.
Its header states each value to 4 significant digits, because every login reads it and amounts follow from long digits;
the exact cells are in a section, for the operator and the auditor. The older form, without `digits`, has them all in
its header: it verifies, and discloses.
An attestation is about a calculation, or about a delivery with the figure that a supplier states to one customer. A
declaration gives what Article 7(1) of Regulation (EU) 2023/1542 requires, by naming a calculation and its attestation.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from schemas.base import Grammar, Model, broken, require_sorted
from schemas.signed.cbam_good import VerifiedQuantity
from schemas.signed.commitment import AttestedSample
from schemas.signed.delivery import Cell, require_cells
from schemas.signed.participant import BusinessDetails, Signatory
from schemas.signed.settled import AttestationSections
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
from schemas.vocabulary import Category, CompositionRole, Level, Stage, Unit


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


class Depth(Model):
    """The depth of the audit: a default, and the statements that were examined differently."""

    default: Literal["recomputed", "sampled", "site_visit", "documents"]
    exceptions: tuple["DepthException", ...] = ()


class DepthException(Model):
    """A statement examined differently from the rest; `attested` rests on another auditor's attestation."""

    statement: StatementId
    depth: Literal["recomputed", "sampled", "site_visit", "documents", "attested"]


class Attestation(Issued):
    """An auditor's statement on either a calculation or a delivery with its figure.

    `bundle`, `policy` and `findings` are digests of files that the auditor keeps; only a holder of those files can
    check them. `materiality` is in per cent of the total. `sample` reveals the seed of the auditor's sample, and what
    was drawn; only an attestation of a calculation has one. `date` is the day of the statement, `valid_until` its last
    day; `standard` is the one under which it was made, `independence` the auditor's statement on its independence, and
    `notified_body` the body's number in NANDO. `quantities` of the carbon border are verified for goods made in
    `period` by a verifier with that `accreditation`; without them the attestation is of the carbon footprint. Its
    section `settled` lists the choices that hold as stated; without it none does, however deep the auditor looked.
    """

    calculation: StatementId | None = None
    delivery: StatementId | None = None
    bundle: Digest
    policy: Digest
    findings: Digest
    scope: Text
    level: Level
    materiality: Amount
    depth: Depth
    outcome: Literal["verified", "verified_with_remarks", "refused"]
    sample: AttestedSample | None = None
    standard: Text | None = None
    independence: Text | None = None
    notified_body: (
        Annotated[
            str,
            Grammar(
                r"^[0-9]{4}$", "attestation.notified_body", "the four digits of a notified body"
            ),
        ]
        | None
    ) = None
    date: Date | None = None
    valid_until: Date | None = None
    quantities: tuple[VerifiedQuantity, ...] | None = None
    period: Period | None = None
    accreditation: Text | None = None
    sections: AttestationSections | None = None
    nonce: Nonce

    @model_validator(mode="after")
    def _verifies_goods(self) -> "Attestation":
        if self.quantities is None:
            return self
        require_sorted(self.quantities, "attestation.quantities", "quantities")
        particulars = self.delivery, self.period, self.accreditation
        if not self.quantities or None in particulars:
            detail = (
                "quantities are of a delivery, for a period, by an accredited verifier; state delivery,"
                " period and accreditation, or leave them out"
            )
            raise broken("attestation.quantities", detail)
        return self

    @model_validator(mode="after")
    def _valid_from_a_day(self) -> "Attestation":
        if self.valid_until is not None and (self.date or "9") > self.valid_until:
            detail = (
                "valid_until is before the date, or there is no date; state both, the date first"
            )
            raise broken("attestation.date", detail)
        return self

    @model_validator(mode="after")
    def _one_of_two(self) -> "Attestation":
        if (self.calculation is None) == (self.delivery is None):
            detail = "an attestation names both a calculation and a delivery, or neither; name one"
            raise broken("attestation.subject", detail)
        if self.sample is not None and self.calculation is None:
            detail = "a sample is drawn from a calculation; leave it out for a delivery"
            raise broken("attestation.sample", detail)
        return self

    @property
    def subject(self) -> StatementId:
        """The id of the attested calculation or delivery."""
        return self.calculation or self.delivery or ""

    @property
    def rests_on(self) -> tuple[StatementId, ...]:
        """The ids of the deliveries whose figures other auditors have attested."""
        return tuple(row.statement for row in self.depth.exceptions if row.depth == "attested")


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
