"""Objections as a principal reads them: those to one statement, or to all statements of its participant.

An objection is shown to those who are shown the statement that it contests. The ledger's own clock says nothing of the
day for an answer: that is compared with the witnesses' time alone (`ledger.audit.subject.objections`).
"""

from collections.abc import Collection

from ledger.append.ledger import Ledger
from ledger.rules.objections import state_of
from ledger.service.access.permissions import Action, Scope, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import Visibility, unknown_statement
from ledger.state.view import View
from ledger.store.changes import changes_of
from ledger.store.statements import ids_about, ids_of_kind
from schemas.signed.objection import Answer, Objection, ObjectionRow, Objections
from schemas.signed.statement import Issued, Kind


def objections_for(ledger: Ledger, principal: Principal, subject: str | None) -> Objections:
    """The objections to a statement; without one, to the statements of the principal's participant, or all.

    Raises:
        CradleError: `access.denied`, `access.unregistered`; `statement.unknown` for one that is not shown.
    """
    scope = scope_of(principal, Action.READ)
    with ledger.view() as view:
        if subject is not None and Visibility(view, principal).standing(subject) is None:
            raise unknown_statement(subject)
        if subject is not None or scope is Scope.ALL:
            return _listed(view, _ids(view, subject))
        own = require_participant(principal)
        ids = _ids(view, None)
        return _listed(view, [name for name in ids if _contested_issuer(view, name) == own])


def _ids(view: View, subject: str | None) -> tuple[str, ...]:
    if subject is None:
        return ids_of_kind(view.connection, Kind.OBJECTION.value)
    return ids_about(view.connection, Kind.OBJECTION.value, [subject])


def _contested_issuer(view: View, name: str) -> str | None:
    """The issuer of the statement that an objection contests."""
    objection = view.statement(name, Objection)
    subject = None if objection is None else view.statement(objection.subject, Issued)
    return None if subject is None else subject.issuer


def _listed(view: View, ids: Collection[str]) -> Objections:
    """The rows of objections, in the order of these ids."""
    objections = {name: view.statement(name, Objection) for name in ids}
    objections_by_id = {
        name: objection for name, objection in objections.items() if objection is not None
    }
    answers = dict[str, tuple[str, Answer]]()
    for name in ids_about(view.connection, Kind.ANSWER.value, ids):
        said = view.statement(name, Answer)
        if said is not None:
            answers[said.objection] = name, said
    changes = changes_of(
        view.connection, {*objections_by_id, *(row.subject for row in objections_by_id.values())}
    )
    items = list[ObjectionRow]()
    for name, objection in objections_by_id.items():
        answer, said = answers.get(name, (None, None))
        replaced = changes.get(objection.subject)
        items.append(
            ObjectionRow(
                id=name,
                by=objection.issuer,
                subject=objection.subject,
                row=objection.row,
                ground=objection.ground,
                claimed_kg=objection.claimed_kg,
                reason=objection.reason,
                evidence=objection.evidence,
                answer_by=objection.answer_by,
                state=state_of(said, is_withdrawn=name in changes),
                answer=answer,
                answer_reason=None if said is None else said.reason,
                replaced_by=None if replaced is None else replaced.by,
            )
        )
    return Objections(items=tuple(items))
