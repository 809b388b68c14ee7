"""Part of step 10, rules: objections and answers in the bundle, and a remark on each objection that is not withdrawn.

    objection.open       no answer yet, or it is unknown whether the day for one has passed
    objection.overdue    no answer, and the witnesses' time is after that day
    objection.unmet      accepted, and the contested statement still counts
    objection.answered   rejected, or accepted and met by a change of the contested statement

None of them changes a figure or the verdict, and none has an effect, so that an objection outweighs no threshold of an
auditor. The figure with the rulebook's alternative stands in the report (`ledger.audit.report.objections`).
"""

from collections.abc import Iterator, Sequence

from ledger.audit.bundle.citations import require_statement
from ledger.audit.context import AuditContext
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.subject.objections import (
    ContestedStatement,
    answers_in,
    contested_statements,
    objections_in,
)
from ledger.footprint.graph.resolution import Change, Problem
from ledger.rules.objections import (
    StatedAnswer,
    StatedObjection,
    answer_problems,
    objection_problems,
    replaced_subject_problem,
    second_answer_problem,
    second_objection_problem,
)
from schemas.signed.delivery import Withdrawal
from schemas.signed.objection import Objection
from schemas.signed.statement import Issued

STEP = StepNumber.RULES


def check_objections(context: AuditContext, findings: Findings) -> None:
    """Check every objection and answer in the bundle, and remark on each objection by its state."""
    objections, answers = objections_in(context.bundle), answers_in(context.bundle)
    for at, row in enumerate(objections):
        findings.checked(STEP)
        earlier = [other for other in objections[:at] if other.id in context.leaves]
        for problem in _objection_problems(context, row, earlier, answers, findings):
            findings.contradict(STEP, problem)
    for at, said in enumerate(answers):
        findings.checked(STEP)
        for problem in _answer_problems(context, said, answers[:at], findings):
            findings.contradict(STEP, problem)
    for statement in contested_statements(context.bundle, context.logs):
        change = _changes(context).get(statement.id)
        if change is not None:
            require_statement(context.bundle, change.by, Withdrawal, STEP, findings)
        else:
            findings.remark(STEP, Problem(_code(statement), statement.id, _words(statement)))


def _objection_problems(
    context: AuditContext,
    row: StatedObjection,
    earlier: Sequence[StatedObjection],
    answers: Sequence[StatedAnswer],
    findings: Findings,
) -> Iterator[Problem]:
    """The rules that an objection breaks, as far as the bundle has its subject and its leaf."""
    subject = require_statement(context.bundle, row.objection.subject, Issued, STEP, findings)
    if subject is not None:
        yield from objection_problems(row.id, row.objection, subject)
    if row.id not in context.leaves or context.registry is None:
        return
    then = _changes(context, row.id)
    closed = {objection.id for objection in earlier if objection.id in then} | _answered(
        context, row.id, answers
    )
    for problem in (
        replaced_subject_problem(row.id, row.objection, then.get(row.objection.subject)),
        second_objection_problem(row.id, row.objection, earlier, closed),
    ):
        if problem is not None:
            yield problem


def _answer_problems(
    context: AuditContext,
    row: StatedAnswer,
    earlier: Sequence[StatedAnswer],
    findings: Findings,
) -> Iterator[Problem]:
    """The rules that an answer breaks, as far as the bundle has the contested statement and the answer's leaf."""
    second = second_answer_problem(row.id, row.answer, earlier)
    if second is not None:
        yield second
    name = row.answer.objection
    objection = require_statement(context.bundle, name, Objection, STEP, findings)
    subject = None if objection is None else context.bundle.stated(objection.subject, Issued)
    if subject is not None:
        change = _changes(context, row.id).get(name)
        yield from answer_problems(row.id, row.answer, subject, change)


def _changes(context: AuditContext, then: str | None = None) -> dict[str, Change]:
    """The changes of statements: all, or those before a statement was admitted; none if its leaf is unknown."""
    if context.registry is None:
        return {}
    if then is None:
        return context.registry.changes_at(context.registry.size)
    leaf = context.leaves.get(then)
    return {} if leaf is None else context.registry.changes_at(leaf.registry.size)


def _answered(context: AuditContext, name: str, answers: Sequence[StatedAnswer]) -> set[str]:
    """The objections that were answered before a statement came into the log."""
    place = context.bundle.place(name)
    return {row.answer.objection for row in answers if context.bundle.place(row.id) < place}


def _code(statement: ContestedStatement) -> str:
    if statement.state == "open":
        return "objection.overdue" if statement.is_overdue else "objection.open"
    return (
        "objection.unmet"
        if statement.is_contested and statement.state == "accepted"
        else "objection.answered"
    )


def _words(statement: ContestedStatement) -> str:
    """The objection, its answer, and what has changed since, in a sentence."""
    objection = statement.objection
    row = "" if objection.row is None else f", row {objection.row}"
    claim = (
        "" if objection.claimed_kg is None else f", claimed effect {objection.claimed_kg} kg CO2e"
    )
    words = f"{objection.issuer} contests {objection.subject}{row} on the ground {objection.ground.value}{claim}"
    if statement.answer is None:
        words += f"; not answered, {_day(statement)}"
    else:
        words += f"; {statement.answer.id} {statement.answer.answer.outcome} it"
    if statement.replaced is not None:
        return f"{words}; since then the statement was {statement.replaced.kind} by {statement.replaced.by}"
    return (
        words
        if statement.state != "accepted"
        else f"{words}, and the statement still counts as it was"
    )


def _day(statement: ContestedStatement) -> str:
    day = f"and an answer was asked for by {statement.objection.answer_by}"
    if statement.is_overdue is None:
        return f"{day}; without a witnessed time it is unknown whether that day has passed"
    return (
        f"{day}, which {'has' if statement.is_overdue else 'has not'} passed by the witnesses' time"
    )
