"""`standing`: what a figure is worth at the moment of reading, wherever it is read.

A figure is a signed word about a state of the registry, and stays what it is; what it is worth changes. Its issuer
replaces it, a supplier corrects what it rests on, an auditor attests it, somebody objects. Every answer about a
figure has this value, computed when it is read, and every surface renders it; none decides any of it.

The log has an order and no times. So a step has the index of its leaf, and a day only where its statement states one.
"""

from typing import Annotated, Literal

from schemas.base import ABSENT, Model
from schemas.shown import Shown
from schemas.signed.attestation import Level
from schemas.values import Amount, Code, Count, Date, Figure, Index, StatementId, Text

LegalStanding = Literal["declared", "example", "study", "product"]
"""What a figure may be used for: declared under law in force, an example of such law, studied only, or a product's."""

StandingState = Literal["draft", "in_force", "superseded", "withdrawn"]

UnknownPart = Literal["law", "changed", "audit", "objections"]

LifeEvent = Literal["calculated", "attested", "refused", "declared", "changed", "superseded"]


class StandingAsOf(Model):
    """The sizes of both logs after a statement."""

    entries: Index
    registry: Index


class Replacement(Model):
    """The statement `by` which another one replaced the figure, its `reason`, and the `newest` that counts now.

    `index` is that of its leaf in the entries log, `registry_index` that of the registry's record.
    """

    by: StatementId
    newest: StatementId
    index: Index
    registry_index: Index
    reason: Code | None = None


class ChangeCause(Model):
    """A statement behind the figure that was replaced or withdrawn, or an entry that was added, and who did so.

    `index` is that of the registry's record.
    """

    index: Index
    event: Literal["superseded", "withdrawn", "added"]
    statement: StatementId
    by: StatementId
    firm: Text | None = None
    reason: Code | None = None


class FigureChange(Model):
    """The changes of what a figure rests on since it was computed.

    Attributes:
        count: of the changes.
        withdrawn: those of them that left nothing in place of what the figure rests on.
        causes: each of them; absent for a reader who may know no more than that something changed.
        after: the figure by today's statements, in the unit of the figure; absent as `causes`, and where it has
            none or was not computed.
        difference: `after` minus the figure.
        percent: of the figure that the difference is.
        problem: the code of the reason why there is no figure by today's statements.
    """

    count: Count
    withdrawn: Index
    causes: tuple[ChangeCause, ...] | None = None
    after: Figure | None = None
    difference: Figure | None = None
    percent: Figure | None = None
    problem: Code | None = None


class AuditStanding(Model):
    """The auditor's word on the figure: the one that the declaration names, else the newest.

    Attributes:
        attestation: its id.
        index: of its leaf in the entries log.
        auditor: the auditor's name.
        depth: at which statements were examined that the attestation does not list apart.
        exceptions: the number of those that it lists apart.
        date: the day that it states, and `valid_until` its last one.
        standard: under which it was made.
        accreditation: of the auditor, and `notified_body` its number in NANDO.
    """

    attestation: StatementId
    index: Index
    auditor: Text
    outcome: Literal["verified", "verified_with_remarks", "refused"]
    level: Level
    materiality: Amount
    scope: Text
    depth: Code
    exceptions: Index
    date: Date | None = None
    valid_until: Date | None = None
    standard: Text | None = None
    accreditation: Text | None = None
    notified_body: Text | None = None


class ConservativeParts(Model):
    """What the conservative figure is above the declared one, in kg CO2e per unit of the totals, rounded to 4 digits.

    `method_and_use` is what the least total energy of a battery adds: its capacity, its life, its vehicle category.
    `data_and_modelling` is all else. The two add up to the whole distance.
    """

    data_and_modelling: Figure
    method_and_use: Figure


class ConservativeSum(Model):
    """A conservative figure, rounded up to 4 digits, and its parts; older reports lack them."""

    total: Figure
    parts: ConservativeParts | None = None


class ConservativeStanding(Model):
    """The conservative figure before and after the audit that `FigureStanding.audit` names.

    `before` settles no choice; `after` those that the auditor examined by documents or on the site. It is absent
    without an audit.
    """

    before: ConservativeSum
    after: ConservativeSum | None = None


class LifeStep(Model):
    """A step in the life of a figure: the statement that made it, the index of its leaf, and the day it states."""

    event: LifeEvent
    statement: StatementId
    index: Index
    day: Date | None = None


class FigureStanding(Shown):
    """What a figure is worth at the moment of reading.

    Attributes:
        state: of the figure: `draft` until it is in the log; `superseded` by its issuer; `withdrawn` where something
            that it rests on was, and nothing is in its place.
        law: what it may be used for under its method.
        figure: the calculation or delivery that states it; absent for a draft.
        declaration: the newest declaration of it, whether or not that one is in force.
        as_of: the sizes of the logs after the last statement that changed this standing.
        replaced: the statement that replaced it; absent if none did.
        changed: what it rests on has changed; absent if it is current.
        audit: the auditor's word; absent without one.
        objections: the number of open objections to it and to what it rests on.
        unknown: the parts of which the reader's file does not tell; absent where all are told.
        conservative: absent where the question does not evaluate the figure, or it has none.
        incomplete: the number of datasets behind it that count some of their inputs as zero; absent as
            `conservative`.
        bars: what keeps it from being a declaration under the law, in words; absent as `conservative`.
        life: its steps, in the order of the log.
    """

    state: StandingState
    law: LegalStanding
    figure: StatementId | None = None
    declaration: StatementId | None = None
    as_of: StandingAsOf
    replaced: Replacement | None = None
    changed: FigureChange | None = None
    audit: AuditStanding | None = None
    objections: Index
    unknown: tuple[UnknownPart, ...] | None = None
    conservative: ConservativeStanding | None = None
    incomplete: Index | None = None
    bars: tuple[Text, ...] | None = None
    life: tuple[LifeStep, ...]

    @property
    def is_declared(self) -> bool:
        """True for a figure that a declaration in force states."""
        return self.declaration is not None and self.state == "in_force"


class OfFigure(Shown):
    """An answer about a figure, with what that is worth at the moment of reading.

    `standing` is absent from an answer that comes from a file, and of a figure that nobody has signed.
    """

    standing: Annotated[FigureStanding | None, ABSENT] = None
