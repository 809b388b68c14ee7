"""`declaration`: the document that a manufacturer files. A document about signed statements, never one itself.

It has what Article 7(1) (a) to (g) of Regulation (EU) 2023/1542 requires, and beside it what a reader needs to judge
the figure: the batteries counted, the spread among lots, the basis of the data, the depth of the audit, what is
asserted. Beside these are what a form asks for: day of issue and signatory, and the battery's mass and chemistry. All
figures have the digits of the calculation's header, four; every output of the document bears the same strings. The
exact figures are in the calculation, which `digests` names.
"""

from typing import Literal

from schemas.base import Model
from schemas.signed.calculation import DeclaredUnit
from schemas.signed.participant import BusinessDetails, Signatory
from schemas.values import (
    Code,
    Count,
    Country,
    Date,
    Digest,
    Figure,
    ModelId,
    Period,
    Quantity,
    RegistryState,
    StatementId,
    Text,
    WebAddress,
)
from schemas.views.plausibility import Plausibility
from schemas.views.report import ConservativeTotal
from schemas.views.standing import FigureStanding
from schemas.vocabulary import Category, Stage


class Manufacturer(Model):
    """Article 7(1)(a): the firm that answers for the declaration; `details` are absent where it states none."""

    name: Text
    country: Country
    details: BusinessDetails | None = None


class Plant(Model):
    """Article 7(1)(c): the place of manufacture, as the firm's code, town and country."""

    site: Code
    town: Text | None = None
    region: Text | None = None
    country: Country | None = None


class DeclaredStage(Model):
    """Article 7(1)(e): one stage in the unit of the total, and `per_battery`, of a battery, in kg CO2e.

    Credits are zero or less; `value` is the sum of both.
    """

    stage: Stage
    burdens: Figure
    credits: Figure
    value: Figure
    per_battery: Figure | None = None


LeftOut = Literal["excluded", "not_counted", "withdrawn"]


class Lot(Model):
    """A product entry: its lot or period, its batteries or amount, and its figure up to the gate, in the total's unit.

    An entry that the declared figure does not count says `why`: the calculation excludes it, with its `reason`; or
    leaves it out without a word; or it was withdrawn. Its own figure is absent if it cannot be computed.
    """

    lot: Code | None = None
    period: Period
    batteries: Count | None = None
    amount: Quantity | None = None
    value: Figure | None = None
    why: LeftOut | None = None
    reason: Text | None = None


class Spread(Model):
    """The figures of the plant's entries of the model up to the gate, in the unit of the total, each entry alike.

    `entries` is the number of counted ones. `outliers` are those outside the quartiles by more than 1.5 times their
    distance (Tukey, Exploratory Data Analysis, 1977, section 2E), from four entries on. `left_out` are entries of the
    period that are not counted.
    """

    entries: Count
    lowest: Figure
    median: Figure
    highest: Figure
    outliers: tuple[Lot, ...]
    left_out: tuple[Lot, ...]


class Portion(Model):
    """A part of the figure under a code, as a fraction of the sum of absolute contributions."""

    code: Code
    share: Quantity


class Assertion(Model):
    """An input that the manufacturer asserts and that nobody can recompute."""

    code: Code
    value: Text


class MethodName(Model):
    """The rulebook of the figure."""

    id: Code
    version: Code
    title: Text
    legal_status: Code


class Digests(Model):
    """The signed statements and files behind the document, and the registry's state at which it was computed."""

    calculation: StatementId
    declaration: StatementId | None = None
    attestation: StatementId | None = None
    rulebook: Digest
    factor_sets: tuple[Digest, ...]
    origin: Text
    as_of: RegistryState


class DeclarationDocument(Model):
    """The declaration of one battery model, plant and period; or the footprint of another product, in the same form.

    `total` and `stages` are Article 7(1)(d) and (e), in kg CO2e per kWh of `per`: of the total energy over the service
    life, or of the capacity where the method ends at the gate. `conformity` is (f), `study` (g). `per_battery` is the
    asserted. Beside these are what a form asks for: day of issue and signatory, the battery's mass and chemistry. All
    figures have the digits of the calculation's header, four; every output of the document bears the same strings. The
    exact figures are in the calculation, which `digests` names. Another product is stated per unit of its line,
    `declared_unit`; it has no category, class or service life, and no law that it is declared under. `name` is that of
    its line, `peak_power` the kWp of one unit, and `per_kwp` the figure per kWp, of a line that states them.
    """

    document: Literal["declaration"]
    standing: FigureStanding
    manufacturer: Manufacturer
    model: ModelId
    name: Text | None = None
    category: Category | None = None
    vehicle_category: Code | None = None
    chemistry: Text | None = None
    mass: Figure | None = None
    plant: Plant
    period: Period
    per: Literal["total_energy", "usable_capacity", "declared_unit"]
    declared_unit: DeclaredUnit | None = None
    peak_power: Figure | None = None
    per_kwp: Figure | None = None
    total: Figure
    stages: tuple[DeclaredStage, ...]
    per_battery: Figure | None = None
    total_energy: Figure | None = None
    plausibility: Plausibility | None = None
    performance_class: Code | None = None
    conformity: Text | None = None
    date: Date | None = None
    signatory: Signatory | None = None
    study: WebAddress | None = None
    page: WebAddress | None = None
    batteries: Count | None = None
    share_counted: Quantity | None = None
    spread: Spread | None = None
    basis: tuple[Portion, ...]
    company_specific: tuple[Portion, ...]
    depth: tuple[Portion, ...] | None = None
    asserted: tuple[Assertion, ...]
    conservative: ConservativeTotal | None = None
    method: MethodName
    not_stated: tuple[Code, ...]
    supersedes: StatementId | None = None
    software: Text
    digests: Digests
