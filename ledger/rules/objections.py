"""The rules of an objection and its answer: who may contest what, and who answers.

    objection   by anyone but the issuer, to a live entry, delivery, calculation, attestation or declaration
    open        until it is answered or withdrawn; an issuer has one open objection to a subject
    answer      by the issuer of the contested statement, once, to an objection that was not withdrawn

An objection, an answer and silence change no figure. The rules need the order of the logs and no clock: whether an
answer is in time is judged by the verifier, from the witnesses' time. Whether a row exists is not judged here: it would
disclose to a stranger how many rows a recipe has. Source: one objection an issuer and subject, and the burden of the
one who objects, as in the review procedures of trade law (WTO TBT Agreement, notifications; CDM, request for review).
Left out: a firm with several registrations, which has an objection under each.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from ledger.footprint.graph.resolution import Change, Problem
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Declaration
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry
from schemas.signed.objection import Answer, Objection, ObjectionState
from schemas.signed.statement import Issued

Contestable = Entry | Delivery | Calculation | Attestation | Declaration


class StatedObjection(NamedTuple):
    """An objection with its id."""

    id: str
    objection: Objection


class StatedAnswer(NamedTuple):
    """An answer with its id."""

    id: str
    answer: Answer


def state_of(answer: Answer | None, *, is_withdrawn: bool) -> ObjectionState:
    """The state of an objection, by the answer to it; a withdrawal closes it whatever was answered."""
    if is_withdrawn:
        return "withdrawn"
    if answer is None:
        return "open"
    return "accepted" if answer.outcome == "accepts" else "rejected"


def objection_problems(name: str, objection: Objection, subject: Issued) -> Iterator[Problem]:
    """An objection is to another's statement of a kind that can be contested, and a row is one of an entry.

    Args:
        name: of the objection.
        objection: the statement.
        subject: the statement that it contests.
    """
    if not isinstance(subject, Contestable):
        detail = "only an entry, delivery, calculation, attestation or declaration can be contested"
        yield Problem("objection.subject", name, f"{detail}; name one of these", "subject")
        return
    if subject.issuer == objection.issuer:
        detail = "You cannot object to your own statement; correct or withdraw it instead"
        yield Problem("objection.own", name, detail, "issuer")
    if objection.row is not None and not isinstance(subject, Entry):
        detail = "only an entry has rows; leave the row out, or object to the entry that has it"
        yield Problem("objection.row", name, detail, "row")


def replaced_subject_problem(
    name: str, objection: Objection, change: Change | None
) -> Problem | None:
    """An objection is to a statement that was live when the log accepted it; None if it was.

    The sentence does not name the successor, which not every objector is shown.

    Args:
        name: of the objection.
        objection: the statement.
        change: of its subject, as of then.
    """
    if change is None:
        return None
    detail = f"{objection.subject} was {change.kind}; object to the version that counts, if any"
    return Problem("objection.replaced", name, detail, "subject")


def second_objection_problem(
    name: str, objection: Objection, earlier: Iterable[StatedObjection], closed: Collection[str]
) -> Problem | None:
    """An issuer has one open objection to a subject, so that it cannot flood one supplier; None if it has no other.

    Args:
        name: of the objection.
        objection: the statement.
        earlier: other objections, from before it in the log.
        closed: those of them that were answered or withdrawn before it.
    """
    about = objection.issuer, objection.subject
    for other in earlier:
        if (other.objection.issuer, other.objection.subject) == about and other.id not in closed:
            detail = f"{other.id} is this issuer's open objection to {objection.subject}"
            return Problem(
                "objection.duplicate",
                name,
                f"{detail}; await its answer, or withdraw it",
                "subject",
            )
    return None


def answer_problems(
    name: str, answer: Answer, subject: Issued, change: Change | None
) -> Iterator[Problem]:
    """An answer is by the issuer of the contested statement, to an objection that was not withdrawn.

    Args:
        name: of the answer.
        answer: the statement.
        subject: the statement that the objection contests.
        change: of the objection, when the log accepted the answer.
    """
    if answer.issuer != subject.issuer:
        detail = "only the issuer of the contested statement answers; leave the answer to it"
        yield Problem("answer.issuer", name, detail, "issuer")
    if change is not None:
        detail = f"{answer.objection} was withdrawn by {change.by}, so there is nothing to answer"
        yield Problem("answer.withdrawn", name, f"{detail}; leave the answer out", "objection")


def second_answer_problem(
    name: str, answer: Answer, earlier: Iterable[StatedAnswer]
) -> Problem | None:
    """An objection has one answer; None if it has no other.

    Args:
        name: of the answer.
        answer: the statement.
        earlier: other answers, from before it in the log.
    """
    for other in earlier:
        if other.answer.objection == answer.objection:
            detail = f"{other.id} answers {answer.objection} already; an objection has one answer"
            return Problem("answer.duplicate", name, f"{detail}; leave this one out", "objection")
    return None
