"""Objections and answers: another's live statement is contested, and its issuer answers once.

An objector needs the id of the statement alone; ids are digests, so nobody guesses one. What may be contested and who
answers is in `ledger.rules.objections`.
"""

from collections.abc import Iterator

from ledger.admission.common import require_role
from ledger.footprint.graph.resolution import Change
from ledger.rules.objections import (
    StatedAnswer,
    StatedObjection,
    answer_problems,
    objection_problems,
    replaced_subject_problem,
    second_answer_problem,
    second_objection_problem,
)
from ledger.state.admission import Admitted
from ledger.state.problems import refuse_first
from ledger.state.view import View
from schemas.errors import CradleError
from schemas.signed.objection import Answer, Objection
from schemas.signed.statement import Issued, Kind


def check_objection(view: View, admitted: Admitted, objection: Objection) -> None:
    """Refuse an objection to no live statement of another, or a second open one.

    Raises:
        CradleError: `issuer.*` or `objection.*`.
    """
    require_role(view, admitted)
    subject = view.statement(objection.subject, Issued)
    if subject is None:
        detail = "There is no statement with this id; check it."
        raise CradleError("objection.unknown", detail, "subject")
    refuse_first(objection_problems(admitted.id, objection, subject), admitted.id)
    change = _change(view, objection.subject)
    refuse_first([replaced_subject_problem(admitted.id, objection, change)], admitted.id)
    earlier = [
        row
        for row in _objections_of(view, objection.issuer)
        if row.objection.subject == objection.subject
    ]
    answered = (
        {row.answer.objection for row in _answers_of(view, subject.issuer)} if earlier else ()
    )
    closed = {row.id for row in earlier if row.id in answered or _change(view, row.id) is not None}
    problem = second_objection_problem(admitted.id, objection, earlier, closed)
    refuse_first([problem], admitted.id)


def check_answer(view: View, admitted: Admitted, answer: Answer) -> None:
    """Refuse an answer by another than the issuer of the contested statement, or a second one.

    Raises:
        CradleError: `issuer.*` or `answer.*`.
    """
    require_role(view, admitted)
    objection = view.statement(answer.objection, Objection)
    subject = None if objection is None else view.statement(objection.subject, Issued)
    if subject is None:
        detail = "There is no objection with this id; check it."
        raise CradleError("answer.objection", detail, "objection")
    change = _change(view, answer.objection)
    refuse_first(answer_problems(admitted.id, answer, subject, change), admitted.id)
    earlier = _answers_of(view, subject.issuer)
    refuse_first([second_answer_problem(admitted.id, answer, earlier)], admitted.id)


def _change(view: View, statement: str) -> Change | None:
    change = view.facts.changes.one(statement)
    return None if change is None else Change(change.kind, change.by)


def _objections_of(view: View, issuer: str) -> Iterator[StatedObjection]:
    """The objections of an issuer, in the order of the log."""
    for name in view.issued(issuer, Kind.OBJECTION):
        objection = view.statement(name, Objection)
        if objection is not None:
            yield StatedObjection(name, objection)


def _answers_of(view: View, issuer: str) -> Iterator[StatedAnswer]:
    """The answers of an issuer, in the order of the log."""
    for name in view.issued(issuer, Kind.ANSWER):
        answer = view.statement(name, Answer)
        if answer is not None:
            yield StatedAnswer(name, answer)
