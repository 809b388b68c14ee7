"""Findings and the report of a verification.

A finding names its cause once; what follows from it is grouped under it. `contradiction`: two things in hand disagree,
or something the policy does not list. `missing`: something named is not there; what depends on it is not told.
`remark`: told, verdict unchanged. Exit status: 1 with a contradiction, else 2 with something missing, else 0.
"""

from typing import Literal

from schemas.base import Model
from schemas.quality import StudyQuality
from schemas.values import (
    Code,
    Count,
    Digest,
    Figure,
    ModelId,
    Period,
    RegistryState,
    StatementId,
    Text,
)
from schemas.vocabulary import Unit

Severity = Literal["contradiction", "missing", "remark"]
Outcome = Literal["passed", "found", "not_told"]
Why = Literal["excluded", "before", "within", "after", "later", "withdrawn"]


class Finding(Model):
    """One observation: what, about which statement or file, found in which step, with which effect.

    `effect_kg` is in kg CO2e per functional unit of the calculation (kWh of total energy), `effect_percent` of its
    total.
    """

    code: str
    severity: Severity
    step: int
    subject: str
    detail: str
    effect_kg: Figure | None = None
    effect_percent: Figure | None = None
    follows: tuple[str, ...] = ()


class Step(Model):
    """One numbered step of the verification, and how many things it checked."""

    number: int
    name: str
    checked: int
    outcome: Outcome


class Asserted(Model):
    """An input that a calculation asserts and nobody can recompute."""

    name: str
    value: str


class Coverage(Model):
    """How much of something could be told: so many of all that is named, and what is missing."""

    what: str
    told: int
    of: int
    missing: tuple[str, ...]


class Basis(Model):
    """A part of the figure, by whose word it is told where recipes are withheld.

    `recomputed`: rows in hand, valued here. `attested`: figures that suppliers told with `deliveries` and that the
    auditors `by` have attested. `stated`: such figures on their suppliers' word alone. `not_told`: what is left of the
    declared total. `kg` is in kg CO2e per unit of that total, `percent` of it, both to 4 digits.
    """

    basis: Literal["recomputed", "attested", "stated", "not_told"]
    kg: Figure
    percent: Figure | None = None
    by: tuple[StatementId, ...] = ()
    deliveries: tuple[StatementId, ...] = ()


class Heading(Model):
    """Whose calculation is judged, of which product, by which method.

    `firm` is the legal name by the signed profile, else the issuer's id; `rulebook` its id, with `rulebook_version`,
    where the rulebook is in hand, else its digest.
    """

    firm: str
    issuer: StatementId
    model: ModelId
    site: Code
    period: Period
    rulebook: str
    rulebook_version: Code | None = None
    rulebook_digest: Digest


class LeftOut(Model):
    """An entry of the same model and site that a figure does not count, and what it comes to.

    `why`: it is `excluded`, with its `reason`; it ends `before` or `after` the period, at most a year, or `within` it,
    which contradicts; it was entered `later` than the state that the figure is of, or `withdrawn`. `kg` is in kg CO2e
    per kWh of total energy, and without a number of batteries per `unit` of the main output; absent where it is not
    known. `effect_kg` is the declared figure less the one that counts the entry too.
    """

    entry: StatementId
    why: Why
    period: Period
    reason: Text | None = None
    batteries: Count | None = None
    kg: Figure | None = None
    unit: Unit | None = None
    effect_kg: Figure | None = None
    effect_percent: Figure | None = None


class Report(Model):
    """The judgement on one bundle under one policy. `verdict` never says true, and never conform.

    `attested`, with exit status 2, is said where nothing but sections is missing and the whole figure rests on rows in
    hand and on deliveries that accepted auditors have attested; it never means recomputed, as `verified` does.

    `witnessed_at` is the time, RFC 3339 in UTC, at which the quorum was complete on both logs, by the witnesses'
    clocks: what stands in the logs was there no later. Totals are per kWh of total energy, or where the subject is a
    delivery per its `unit`, to 4 digits. `coverage` lists what could not wholly be told, and is absent where nothing is
    withheld; `basis` says on whose word the figure rests, and is absent where all of it was recomputed; `left_out`
    lists what the plant made of the model and the figure does not count, and is absent where there is nothing.
    `heading` is absent where the bundle is of no calculation.
    """

    heading: Heading | None = None
    verdict: Literal["verified", "contradicted", "attested", "incomplete"]
    exit_code: Literal[0, 1, 2]
    bundle: Digest
    policy: Digest
    subject: StatementId | None = None
    calculation: StatementId | None = None
    declared_total: Figure | None = None
    recomputed_total: Figure | None = None
    quality: StudyQuality | None = None
    stale: bool = False
    entries: RegistryState | None = None
    registry: RegistryState | None = None
    witnessed: int = 0
    quorum: int = 0
    witnessed_at: str | None = None
    steps: tuple[Step, ...] = ()
    findings: tuple[Finding, ...] = ()
    asserted: tuple[Asserted, ...] = ()
    unit: Unit | None = None
    coverage: tuple[Coverage, ...] | None = None
    basis: tuple[Basis, ...] | None = None
    left_out: tuple[LeftOut, ...] | None = None
