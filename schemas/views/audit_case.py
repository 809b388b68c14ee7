"""Cases of an auditor: the statements that it is engaged for, their figures opened, and its own findings and looks.

Values are decimal strings in kg CO2e per unit of the case's figure: per kWh of total energy, or per unit of a delivery.
Times are in seconds of UTC since 1970.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Model
from schemas.signed.attestation import Depth
from schemas.values import (
    Code,
    Country,
    Digest,
    Figure,
    Index,
    ModelId,
    Nonce,
    Period,
    StatementId,
    Text,
)
from schemas.views.report import Report, Step, Verdict
from schemas.views.standing import FigureStanding
from schemas.views.trace import Trace, TracedFormula, TrailNode
from schemas.vocabulary import Custody, DataBasis, Stage, Unit

Place = Annotated[str, Field(pattern=r"^[a-z_]{1,40}(/(0|[1-9][0-9]{0,5}))?$")]
"""A row of an entry, `inputs/3`, or the word of an amount that the method adds."""


class CaseState(StrEnum):
    """The state of a case; of several that hold, the first one counts."""

    SUPERSEDED = "superseded"
    STALE = "stale"
    ATTESTED = "attested"
    FINDINGS = "findings"
    LOOKING = "looking"
    NEW = "new"


def awaits_auditor(state: CaseState, attestation: str | None) -> bool:
    """True until the auditor has attested the figure, or a statement has replaced it or the subject."""
    return attestation is None and state is not CaseState.SUPERSEDED


class AuditCase(Model):
    """A statement that an auditor is engaged for.

    `figure` is the calculation, or the delivery itself; `product` is a battery model, or the product of a delivery.
    `site`, `period`, `total` and `unit` are absent if the statement has none: a delivery without a figure has no total,
    a figure per kWh of total energy no unit. `since` is the day on which the state began, absent if no time of it is
    recorded; `attestation` is the auditor's own last one. `by` is the statement that made the case superseded or stale.
    `standing` is what the figure is worth; absent if the statement states none.
    """

    subject: StatementId
    kind: Literal["calculation", "declaration", "delivery"]
    figure: StatementId
    product: ModelId
    firm: Text
    issuer: StatementId
    site: Code | None = None
    period: Period | None = None
    number: Text | None = None
    total: Figure | None = None
    unit: Unit | None = None
    engaged: Index
    state: CaseState
    since: Text | None = None
    attestation: StatementId | None = None
    by: StatementId | None = None
    standing: FigureStanding | None = None


class CasePage(Model):
    """A page of cases, those that await the auditor first; `next` is the number of cases before the next page."""

    items: tuple[AuditCase, ...]
    next: int | None = None


class CaseStage(Model):
    """A stage with its burdens and credits; a credit is negative, and neither is netted with the other."""

    stage: Stage
    burdens: Figure
    credits: Figure


class CaseRow(Model):
    """A row behind a case's figure, and the amount that it adds; a credit is negative.

    `name` is that of the factor, or of the goods that the row draws on or replaces; absent if there is none.
    `known` is the origin of its amount: `not_stated` if the row is silent, `added` if no row states it.
    """

    entry: StatementId
    place: Text
    label: Text
    name: Text | None = None
    source: Text
    firm: Text
    site: Code
    country: Country
    known: Code
    basis: DataBasis
    kg: Figure
    percent: Figure | None = None


class CaseNode(Model):
    """An entry behind a figure as a customer uses it: `own` and `total` with suppliers, of what the customer draws.

    `suppliers` and `rows` are the next level, if it is open: the largest first, and the others in one sum.
    """

    entry: StatementId
    firm: Text
    site: Code
    country: Country
    own: Figure
    total: Figure
    leaf: bool
    suppliers: tuple["CaseNode", ...] = ()
    rows: tuple[CaseRow, ...] = ()
    smaller: int = 0
    smaller_total: Figure | None = None
    more_rows: int = 0


class CaseView(Model):
    """A case with its figure opened: stages, the largest rows, and the first level of entries.

    `stages`, `rows` and `roots` are absent if the statement has no figure. `entries` counts the entries behind it.
    `evaluating` is true while rows and entries are computed; `stages` are then those of the signed figure.
    """

    case: AuditCase
    stages: tuple[CaseStage, ...] | None = None
    rows: tuple[CaseRow, ...] | None = None
    roots: tuple[CaseNode, ...] | None = None
    entries: int | None = None
    evaluating: bool = False


FindingState = Literal["open", "answered", "resolved", "accepted"]
Fit = Literal["fits", "differs", "no_document"]
LookDepth = Literal["recomputed", "documents", "site_visit"]


class FindingBody(Model):
    """A finding as its auditor writes it.

    `entry` and `place` name what it is about; both are absent for the case as a whole. `effect` is the kg CO2e per unit
    of the figure by which the declared figure is too high (positive) or too low (negative), absent if it is not known.
    """

    comment: Annotated[Text, Field(max_length=2000)]
    state: FindingState = "open"
    effect: Figure | None = None
    entry: StatementId | None = None
    place: Place | None = None


class AuditFinding(FindingBody):
    """A kept finding."""

    id: Nonce
    created: Index
    updated: Index


class AuditFindings(Model):
    """The findings of a case, the oldest first.

    `known` is the sum of the sizes of known effects that are not resolved, `percent` that sum in per cent of the size
    of the total; `unknown` counts the others that are not resolved.
    """

    subject: StatementId
    items: tuple[AuditFinding, ...]
    known: Figure
    percent: Figure | None = None
    unknown: int


class LookBody(Model):
    """The depth to which a row was looked at, or the whole entry without a `place`.

    `recomputed` takes a deeper look at the same row or entry back.
    """

    entry: StatementId
    place: Place | None = None
    depth: LookDepth


class AuditLook(LookBody):
    """A kept look."""

    at: Index


class OpenedNumber(Model):
    """A row behind a case's figure: its trace, the way to it, its formula, and the auditor's looks at it.

    `key` is the state of the key that signed the entry, `custody` where its owner says that it is kept, `registered`
    the place of its owner's registration in the registry; `hashes` counts those of the inclusion proof. `fits` says
    whether a digest that was asked about is one of the row's evidence; it is absent if none was.
    """

    trace: Trace
    name: Text | None = None
    trail: tuple[TrailNode, ...]
    formula: TracedFormula | None = None
    key: Literal["active", "replaced", "compromised", "not_known"]
    custody: Custody | None = None
    registered: int | None = None
    hashes: int | None = None
    looks: tuple[AuditLook, ...] = ()
    fits: Fit | None = None
    own_policy: bool


class RecomputedCase(Model):
    """The kept recomputation of a case.

    `own_policy` is true if the policy is the server's own. `bundle`, `policy` and `findings` are the digests that an
    attestation names; `findings` and `report` are absent until the run has ended.
    """

    subject: StatementId
    state: Literal["none", "running", "ended", "failed"]
    own_policy: bool | None = None
    day: Text | None = None
    bundle: Digest | None = None
    policy: Digest | None = None
    findings: Digest | None = None
    steps: tuple[Step, ...] = ()
    report: Report | None = None


class DepthShare(Model):
    """The entries that were examined to a depth, and their part of the sizes of all entries' own parts in per cent."""

    depth: Literal["recomputed", "sampled", "site_visit", "documents"]
    entries: int
    percent: Figure


class AuditLooks(Model):
    """The looks of a case, the oldest first."""

    subject: StatementId
    items: tuple[AuditLook, ...]


class SignOff(Model):
    """What an attestation of a case would rest on: the kept run's verdict, the depth by the looks, and the findings.

    `verdict` and `own_policy` are absent without a kept run; `own_policy` is true if the policy is the server's own.
    """

    subject: StatementId
    verdict: Verdict | None = None
    own_policy: bool | None = None
    depth: Depth
    examined: tuple[DepthShare, ...]
    findings: AuditFindings
