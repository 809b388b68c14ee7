"""Objections in a bundle, each with its answer, its state, and whether the day for an answer has passed.

An objection stays what it is when its subject is superseded, so a new version sheds none. The day is compared with the
witnesses' time of the bundle's checkpoints: the logs held no answer then. Without a witnessed time it is unknown.
Left out: objections that are not in the bundle. A bundle cannot show that one was left out of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from ledger.audit.bundle.model import Bundle
from ledger.audit.log.registry import Logs, Registry
from ledger.footprint.graph.resolution import Change
from ledger.rules.objections import StatedAnswer, StatedObjection, state_of
from schemas.signed.attestation import Attestation
from schemas.signed.objection import Answer, Objection, ObjectionState


@dataclass(frozen=True, slots=True)
class ContestedStatement:
    """An objection, and what the bundle shows of it.

    Attributes:
        id: of the objection.
        objection: the statement.
        state: of the objection.
        answer: to it, with its id; None without one.
        replaced: the change of the contested statement since; None if it still counts.
        is_overdue: True if there is no answer and the witnesses' time is after the day for one; None if it is unknown.
    """

    id: str
    objection: Objection
    state: ObjectionState
    answer: StatedAnswer | None
    replaced: Change | None
    is_overdue: bool | None

    @property
    def is_contested(self) -> bool:
        """True unless the objection was withdrawn, or accepted and met by a change of its subject."""
        if self.state == "accepted":
            return self.replaced is None
        return self.state != "withdrawn"


def objections_in(bundle: Bundle) -> list[StatedObjection]:
    """The objections in the bundle, in the order of the log as far as it is known."""
    objections = (
        StatedObjection(signed.id, objection) for signed, objection in bundle.of(Objection)
    )
    return sorted(objections, key=lambda row: (bundle.place(row.id), row.id))


def answers_in(bundle: Bundle) -> list[StatedAnswer]:
    """The answers in the bundle, in the order of the log as far as it is known."""
    answers = (StatedAnswer(signed.id, answer) for signed, answer in bundle.of(Answer))
    return sorted(answers, key=lambda row: (bundle.place(row.id), row.id))


def contested_statements(bundle: Bundle, logs: Logs) -> Iterator[ContestedStatement]:
    """Each objection in the bundle with its state, in the order of the log."""
    changes = _changes(logs.registry)
    answers = dict[str, StatedAnswer]()
    for row in answers_in(bundle):
        answers.setdefault(row.answer.objection, row)
    for objection in objections_in(bundle):
        answer, change = answers.get(objection.id), changes.get(objection.id)
        said = None if answer is None else answer.answer
        state = state_of(said, is_withdrawn=change is not None)
        overdue = (
            is_past(objection.objection.answer_by, logs.witnessed_at) if state == "open" else False
        )
        replaced = changes.get(objection.objection.subject) or _later_word(bundle, objection)
        yield ContestedStatement(*objection, state, answer, replaced, overdue)


def is_past(day: str, seconds: int | None) -> bool | None:
    """True if a POSIX time is after the end of a day in UTC; None if the time is unknown."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).date().isoformat() > day


def _changes(registry: Registry | None) -> Mapping[str, Change]:
    return {} if registry is None else registry.changes_at(registry.size)


def _later_word(bundle: Bundle, objection: StatedObjection) -> Change | None:
    """The attestation that counts in place of a contested one: a later one of the same auditor and subject."""
    contested = bundle.stated(objection.objection.subject, Attestation)
    if contested is None:
        return None
    about = contested.issuer, contested.subject
    for signed, said in bundle.of(Attestation):
        is_later = bundle.place(signed.id) > bundle.place(objection.id)
        if is_later and (said.issuer, said.subject) == about:
            return Change("superseded", signed.id)
    return None
