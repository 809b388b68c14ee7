"""The members of a study about its goal, product system, method, verification and corrections.

Each member is named in `schemas.views.study_items`.
"""

from typing import Literal

from schemas.base import Model
from schemas.signed.attestation import Depth, Level
from schemas.signed.calculation import DeclaredUnit, Warranty
from schemas.signed.constants import Confidence, Reference
from schemas.values import (
    Amount,
    Code,
    Count,
    Country,
    Figure,
    Index,
    Period,
    StatementId,
    Text,
)
from schemas.views.standing import LegalStanding
from schemas.vocabulary import (
    Category,
    ProcessCode,
    Stage,
)


class Goal(Model):
    """The goal of the study. The commissioner is the manufacturer that signed the calculation.

    `verifiers` are the auditors that attested the calculation or refused to.
    """

    application: LegalStanding
    reasons: Literal["article_7"] | None = None
    audience: Literal["public", "caller"]
    commissioner: Text
    verifiers: tuple[Text, ...] = ()


class StudiedUnit(Model):
    """What the functional unit rests on: category, usable capacity, and the service life by its rule.

    One unit is 1 kWh of the total energy that a battery delivers over its service life, or 1 kWh of usable capacity if
    the rule is `one_cycle`.
    """

    category: Category
    vehicle_category: Code | None = None
    rule: Literal["warranty", "declared_cycle_life", "one_cycle"]
    capacity_kwh: Amount
    warranties: tuple[Warranty, ...] = ()
    cycle_life: Amount | None = None
    batteries: Count


class StageProcesses(Model):
    """The kinds of processes behind the figure whose process code is of that stage."""

    stage: Stage
    processes: tuple[ProcessCode, ...]


class CutOffs(Model):
    """The shares below which the method lets inputs be left out: of a component, and of the product in sum."""

    component: Figure | None = None
    cumulative: Figure | None = None
    filled: tuple[Code, ...] = ()


class ExcludedEntry(Model):
    """An entry of the product that the figure leaves out, with the manufacturer's reason as it was signed."""

    entry: StatementId
    period: Period
    batteries: Count | None = None
    reason: Text


class ProductSystem(Model):
    """The product system: unit, reference flow (kg of product), boundary, processes, period, and what is left out.

    The unit is the functional unit of a battery, or the declared unit of another product. `name` is that of the
    other product, `peak_power` the kWp of its unit, and `per_kwp` the figure per kWp, if its line states them.

    `not_covered` are the parts of the law or method that the rulebook says it lacks.
    """

    site: Code
    country: Country
    name: Text | None = None
    functional_unit: StudiedUnit | DeclaredUnit
    reference_flow: Figure | None = None
    peak_power: Figure | None = None
    per_kwp: Figure | None = None
    boundary: Literal["cradle_to_grave", "cradle_to_gate"]
    processes: tuple[StageProcesses, ...]
    use_stage: Literal["excluded", "after_gate"]
    period: Period
    cut_offs: CutOffs | None = None
    exclusions: tuple[ExcludedEntry, ...] = ()
    not_covered: tuple[Text, ...] = ()


class Verification(Model):
    """An auditor's attestation of the calculation, or its refusal; materiality is in per cent of the total."""

    attestation: StatementId
    auditor: Text
    outcome: Literal["verified", "verified_with_remarks", "refused"]
    level: Level
    scope: Text
    materiality: Amount
    depth: Depth


class MethodConstant(Model):
    """A constant of the rulebook by its path, with its source and the confidence of its reading."""

    path: Text
    value: Figure
    source: Code
    confidence: Confidence


class PerformanceClass(Model):
    """The class of the figure by the rulebook's limits, kg CO2e per kWh."""

    label: Code
    at_most: Figure


class StudyMethod(Model):
    """The rulebook and its legal status; its constants without those of the gases and of the choices."""

    title: Text
    legal_status: Literal["study", "draft", "adopted", "in_force", "repealed"]
    declarable: Literal["article_7", "product", "demo", "no"]
    constants: tuple[MethodConstant, ...] = ()
    references: tuple[Reference, ...]
    performance_class: PerformanceClass | None = None


class Corrections(Model):
    """The number of statements behind the figure that replaced others; what changed since is in its standing."""

    replaced: Index
