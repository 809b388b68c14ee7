"""Findings and the report of a verification.

A finding names its cause once and lists its consequences. `contradiction`: two documents of the bundle disagree, or one
is not on the policy's lists. `missing`: something that is named is absent, so everything that depends on it is unknown.
`remark`: reported, without effect on the verdict. Exit status: 1 with a contradiction, else 2 with something missing,
else 0.
"""

from typing import Literal

from schemas.base import Model
from schemas.signed.calculation import StageValue
from schemas.signed.objection import ObjectionRow
from schemas.signed.quality import StudyQuality
from schemas.signed.settled import ChoiceId
from schemas.values import (
    Amount,
    Code,
    Count,
    Country,
    Digest,
    Figure,
    ModelId,
    Period,
    RegistryState,
    StatementId,
    Text,
)
from schemas.views.choice_counts import ChoiceCounts
from schemas.views.compared_document import ComparedDocument
from schemas.views.contributor import Contributor
from schemas.views.counted_warranty import CountedWarranty
from schemas.views.report_goods import ReportedGoods
from schemas.views.standing import ConservativeParts, FigureStanding
from schemas.vocabulary import Unit

Severity = Literal["contradiction", "missing", "remark"]
Outcome = Literal["passed", "found", "not_told"]
Verdict = Literal["verified", "contradicted", "attested", "incomplete"]
WithoutAlternative = Literal["no_alternative", "no_row", "not_recomputed"]
Why = Literal["excluded", "before", "within", "after", "later", "withdrawn"]


class Finding(Model):
    """One observation about a statement or file (`subject`), with the step that made it and its effect on the figure.

    `effect_kg` is in kg CO2e per functional unit of the calculation (kWh of total energy), `effect_percent` in per cent
    of its total.
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
    """One numbered step of the verification, and the number of its checks."""

    number: int
    name: str
    checked: int
    outcome: Outcome


class Asserted(Model):
    """An input that a calculation asserts and that cannot be recomputed."""

    name: str
    value: str


class Coverage(Model):
    """The checked part of something: the number checked (`told`), the number named (`of`), and the missing ones."""

    what: str
    told: int
    of: int
    missing: tuple[str, ...]


class Basis(Model):
    """A part of the figure by its evidence, for bundles from which recipes are withheld.

    `recomputed`: valued from rows in the bundle. `attested`: suppliers' figures on `deliveries` that the auditors `by`
    have attested. `stated`: suppliers' figures without an attestation. `not_told`: the remainder of the declared total.
    `kg` is in kg CO2e per unit of that total, `percent` in per cent of it, both to 4 digits.
    """

    basis: Literal["recomputed", "attested", "stated", "not_told"]
    kg: Figure
    percent: Figure | None = None
    by: tuple[StatementId, ...] = ()
    deliveries: tuple[StatementId, ...] = ()


class Heading(Model):
    """The verified calculation's issuer, product and method.

    `firm` is the legal name in the signed profile, or the issuer's id without one. `rulebook` is the rulebook's id,
    with `rulebook_version`, if the rulebook is available, and otherwise its digest.
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
    """An entry of the same model and site that the figure does not count, and the figure of that entry.

    `why` is `excluded` (with its `reason`), `before` or `after` (the entry ends at most a year outside the period),
    `within` (it ends in the period, which is a contradiction), `later` (it was entered after the figure's registry
    state) or `withdrawn`. `kg` is in kg CO2e per kWh of total energy, or per `unit` of the main output if the number of
    batteries is not stated; it is absent if unknown. `effect_kg` is the declared figure minus the figure that also
    counts the entry.
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


class ReportedChoice(Model):
    """A choice that moves the figure: a legitimate word of a declarer, its alternative, and the evidence behind it.

    `code` is the kind, `subject` the statement that makes the choice and `by` its issuer. `effect` is the kg CO2e per
    unit of the report's totals by which the rulebook's alternative alone would raise the declared figure; it is absent
    if there is no alternative. `state` is `settled` if an auditor that the policy accepts attests this choice, or a
    published document that the policy lists answers it, `documented` if `evidence` names a document or digest, else
    `unevidenced`. `coordinate` is the place of the choice in the statement, absent for one of the whole statement. `kg`
    is the mass, rounded up to 4 digits, that evidence must explain over the period of the entry.
    """

    code: Code
    subject: StatementId
    coordinate: str | None = None
    by: StatementId
    detail: str
    effect: Figure | None = None
    kg: Amount | None = None
    state: Literal["unevidenced", "documented", "settled"]
    evidence: tuple[str, ...] = ()

    @property
    def id(self) -> ChoiceId:
        """The id by which an attestation settles the choice."""
        return ChoiceId(self.code, self.subject, self.coordinate or "")


class ConservativeTotal(Model):
    """The figure with each unconfirmed choice replaced by the rulebook's default, in kg CO2e per unit of the totals.

    `total` is rounded up to 4 digits. `policy` is the digest of the policy whose auditors settle choices; it is absent
    if no policy applies, and then no choice is settled. `interaction` is the part of the increase that no single choice
    causes; it is absent from a draft. `parts` is absent from reports that were made before it was introduced. `absent`
    are ids that attestations settle and that are none of the choices found here: they settle nothing. `warranties` are
    the published ones of the policy that speak of the figure; it is absent without any.
    """

    total: Figure
    policy: Digest | None = None
    interaction: Figure | None = None
    parts: ConservativeParts | None = None
    absent: tuple[str, ...] = ()
    warranties: tuple[CountedWarranty, ...] | None = None


class ReportedObjection(ObjectionRow):
    """An objection to a statement in the bundle, with the answer to it; it changes no figure and no verdict.

    `overdue` is true if there is no answer and the witnesses' time of the checkpoints is after `answer_by`; it is
    absent if no time was witnessed. `total` is the figure with the rulebook's alternative in place of what is
    contested, in kg CO2e per unit of the totals, rounded up to 4 digits. It is absent if the objection was withdrawn,
    or accepted and met, and otherwise `without` says why.
    """

    overdue: bool | None = None
    total: Figure | None = None
    without: WithoutAlternative | None = None


class Sensitivity(Model):
    """The range of a figure over one thing that its method leaves open, in kg CO2e per kWh of total energy.

    `a` is the share factor of the circular formula, `recovery` the recovered part of the content, `mix` the kind of
    grid mix, `life` the reading of warranties. Nothing else changes. Values have 4 digits.
    """

    parameter: Literal["a", "recovery", "mix", "life"]
    low: Figure
    high: Figure
    detail: str


class StatementName(Model):
    """The readable name of a statement that the report mentions.

    `firm` is the legal name in the signed profile of its issuer, or the issuer's id without one. `site` and `country`
    are those of an entry, `number` is that of a delivery.
    """

    id: StatementId
    kind: Code
    firm: Text
    site: Code | None = None
    country: Country | None = None
    number: Text | None = None


class Report(Model):
    """The result of verifying one bundle under one policy.

    No `verdict` means that a statement is true or that a battery conforms to the law. `attested`, with exit status 2,
    means that only sections are missing, and that the whole figure rests on rows in the bundle and on deliveries that
    accepted auditors have attested; it does not mean recomputed, as `verified` does.

    `witnessed_at` is the time, RFC 3339 in UTC, at which the quorum was complete on both logs, by the witnesses'
    clocks: the logs held their content no later than that. Totals are per kWh of total energy, or per the `unit` of a
    delivery if that is the subject, to 4 digits. `coverage` lists the things that could be checked in part only, and is
    absent if nothing is withheld. `basis` splits the figure by its evidence, and is absent if all of it was recomputed.
    `left_out` lists the plant's entries of the model that the figure does not count, and is absent if there are none.
    `standing` is what the figure is worth as of the bundle's checkpoints; it is absent without a subject.
    `heading` is absent if the bundle has no calculation. `choices`, `conservative` and `sensitivity` are absent if the
    figure could not be recomputed, or if its rulebook names no alternatives; the choice worth most comes first. A
    delivery has no `sensitivity`.
    `stages` and `contributors` explain the recomputed figure and are absent without one; `contributors` are the ten
    largest rows. `objections` are those in the bundle, `goods` those of the carbon border whose quantities could be
    recomputed; both are absent if there are none. `documents` are those that the reader named beside the bundle, and
    their findings count in the verdict; it is absent if none was named. `names` has the statements in the bundle that
    the report mentions.
    """

    heading: Heading | None = None
    verdict: Verdict
    exit_code: Literal[0, 1, 2]
    bundle: Digest
    policy: Digest
    subject: StatementId | None = None
    calculation: StatementId | None = None
    declared_total: Figure | None = None
    recomputed_total: Figure | None = None
    stages: tuple[StageValue, ...] | None = None
    contributors: tuple[Contributor, ...] | None = None
    quality: StudyQuality | None = None
    standing: FigureStanding | None = None
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
    choices: tuple[ReportedChoice, ...] | None = None
    choice_counts: ChoiceCounts | None = None
    conservative: ConservativeTotal | None = None
    sensitivity: tuple[Sensitivity, ...] | None = None
    objections: tuple[ReportedObjection, ...] | None = None
    goods: tuple[ReportedGoods, ...] | None = None
    documents: tuple[ComparedDocument, ...] | None = None
    names: tuple[StatementName, ...] = ()

    @property
    def is_changed(self) -> bool:
        """True if what the figure rests on has changed since it was computed, as far as the bundle tells."""
        return self.standing is not None and self.standing.changed is not None
