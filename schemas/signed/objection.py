"""`objection` and `answer`: a participant contests another's statement, and the issuer of that statement answers.

Who contests a statement states the ground and may state the effect; who issued it accepts or rejects. Neither changes a
figure, and neither does silence: a verifier shows the objection, and beside the declared figure the one with the
rulebook's alternative in place of what is contested. An accepted objection is met by a statement that supersedes or
withdraws the contested one. Evidence stays with its holder: a statement has salted digests of files alone. `answer_by`
is compared with the witnesses' time of a log, as no other clock is signed. Left out: who is right.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Grammar, Model
from schemas.shown import Shown
from schemas.signed.statement import Issued
from schemas.values import Date, Digest, Nonce, Quantity, StatementId, Text


class Ground(StrEnum):
    """The ground of an objection.

    `amount` of a row, `factor` by which it is valued, `origin` of goods or energy, `double_use` of goods or
    certificates, `boundary` of the figure, `missing_entry`, or `certificate`.
    """

    AMOUNT = "amount"
    FACTOR = "factor"
    ORIGIN = "origin"
    DOUBLE_USE = "double_use"
    BOUNDARY = "boundary"
    MISSING_ENTRY = "missing_entry"
    CERTIFICATE = "certificate"


RowPlace = Annotated[
    str,
    Grammar(
        r"^(outputs|inputs|wastes|emissions|avoided)/(0|[1-9][0-9]{0,5})$",
        "objection.place",
        "a list of an inventory and the index of a row in it from 0, such as inputs/3",
    ),
]

ObjectionState = Literal["open", "accepted", "rejected", "withdrawn"]

MAX_EVIDENCE = 16

Evidence = Annotated[tuple[Digest, ...], Field(max_length=MAX_EVIDENCE)]


class Objection(Issued):
    """An objection to a live statement of another participant.

    Attributes:
        subject: an entry, delivery, calculation, attestation or declaration.
        row: the contested row of an entry; absent if the objection is to the whole statement.
        ground: of the objection.
        claimed_kg: the kg CO2e that the statement lacks, over the period or lot of the entry, or the period of the
            figure; below zero if it has too much.
        reason: read by all who are shown the subject.
        evidence: salted digests of files.
        answer_by: the last day on which an answer is in time, in UTC.
    """

    subject: StatementId
    row: RowPlace | None = None
    ground: Ground
    claimed_kg: Quantity | None = None
    reason: Text
    evidence: Evidence = ()
    answer_by: Date
    nonce: Nonce


class Answer(Issued):
    """The answer to an objection by the issuer of the contested statement; arguments as `Objection`."""

    objection: StatementId
    outcome: Literal["accepts", "rejects"]
    reason: Text
    evidence: Evidence = ()
    nonce: Nonce


class ObjectionRow(Model):
    """An objection as it is listed, with the answer to it.

    Attributes:
        id: of the objection.
        by: its issuer.
        state: `open` until it is answered or withdrawn.
        answer: to it; absent without one.
        answer_reason: of the answer.
        replaced_by: the statement that superseded or withdrew the contested one; absent if that still counts.
    """

    id: StatementId
    by: StatementId
    subject: StatementId
    row: RowPlace | None = None
    ground: Ground
    claimed_kg: Quantity | None = None
    reason: Text
    evidence: Evidence = ()
    answer_by: Date
    state: ObjectionState
    answer: StatementId | None = None
    answer_reason: Text | None = None
    replaced_by: StatementId | None = None


class Objections(Shown):
    """The objections to a statement, or to all statements of a participant, in the order of the log."""

    items: tuple[ObjectionRow, ...]
