"""Objections in a report: each with its state and answer, and the figure with the alternative to what it contests.

It is not a step: an objection changes no figure and no verdict. A contested entry counts in the version that the figure
rests on, so an objection to an earlier version is compared at the same place of the newer one. An objection follows
goods, not ids: one to an entry of the same goods and lot, which the figure does not count, contests the one it counts.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ledger.audit.bundle.citations import first_version
from ledger.audit.context import AuditContext
from ledger.audit.report.words import per_unit, shown
from ledger.audit.subject.objections import ContestedStatement, contested_statements
from ledger.audit.subject.subject import Graph, Subject
from ledger.choices.conservative import format_up
from ledger.choices.contested import ContestedPlace, contested_totals
from ledger.choices.context import ChoiceContext
from ledger.footprint.graph.resolution import EntryRecord
from ledger.rules.same_goods import is_same_lot
from schemas.signed.objection import ObjectionState
from schemas.views.report import Report, ReportedObjection, WithoutAlternative

_STATES: Mapping[ObjectionState, str] = {
    "open": "not answered",
    "accepted": "accepted",
    "rejected": "rejected",
    "withdrawn": "withdrawn",
}
_WITHOUT: Mapping[WithoutAlternative, str] = {
    "no_alternative": "the rulebook has no alternative for what is contested",
    "no_row": "no row of the figure rests on the contested statement itself",
    "not_recomputed": "the figure was not recomputed here",
}


def build_objections(
    context: AuditContext, about: ChoiceContext | None
) -> tuple[ReportedObjection, ...] | None:
    """Build the objections in the bundle, in the order of the log; None if there are none.

    Args:
        context: all results of the audit.
        about: its figure; None if it was not recomputed.
    """
    statements = list(contested_statements(context.bundle, context.logs))
    places = {
        statement.id: _place(context, statement)
        for statement in statements
        if statement.is_contested
    }
    contested = [place for place in places.values() if place is not None]
    totals = None if about is None else contested_totals(about, contested)
    return tuple(_reported(statement, places, totals) for statement in statements) or None


def _place(context: AuditContext, statement: ContestedStatement) -> ContestedPlace | None:
    """The contested place in the figure; None if no row of the figure rests on it."""
    subject, view, bundle = context.subject, context.view, context.bundle
    first = first_version(bundle, statement.objection.subject)
    if isinstance(subject, Subject) and first in {
        first_version(bundle, name) for name in (subject.id, subject.calculation_id)
    }:
        return ContestedPlace(subject.calculation_id, None)
    if view is None:
        return None
    newest = view.records.newest(first)
    if newest is not None and newest in view.resolution.nodes:
        return ContestedPlace(newest, statement.objection.row)
    again = _entered_again(view, bundle.entries.get(statement.objection.subject))
    return None if again is None else ContestedPlace(again, None)


def _entered_again(view: Graph, contested: EntryRecord | None) -> str | None:
    """The entry of the figure that states the goods and lot of a contested one under another id."""
    if contested is None:
        return None
    nodes = view.resolution.nodes.values()
    return next((record.id for record in nodes if is_same_lot(record, contested)), None)


def _reported(
    statement: ContestedStatement,
    places: Mapping[str, ContestedPlace | None],
    totals: Mapping[ContestedPlace, Decimal | None] | None,
) -> ReportedObjection:
    objection, place = statement.objection, places.get(statement.id)
    total = None if totals is None or place is None else totals[place]
    why: WithoutAlternative | None = None
    if statement.is_contested and total is None:
        why = (
            "not_recomputed" if totals is None else "no_row" if place is None else "no_alternative"
        )
    return ReportedObjection(
        id=statement.id,
        by=objection.issuer,
        subject=objection.subject,
        row=objection.row,
        ground=objection.ground,
        claimed_kg=objection.claimed_kg,
        reason=objection.reason,
        evidence=objection.evidence,
        answer_by=objection.answer_by,
        overdue=statement.is_overdue,
        state=statement.state,
        answer=None if statement.answer is None else statement.answer.id,
        answer_reason=None if statement.answer is None else statement.answer.answer.reason,
        replaced_by=None if statement.replaced is None else statement.replaced.by,
        total=None if total is None else format_up(total),
        without=why,
    )


def sort_objections(report: Report) -> list[ReportedObjection]:
    """The objections of a report, those with the largest figure at the rulebook's alternative first."""
    return sorted(report.objections or (), key=lambda row: -Decimal(row.total or 0))


def objection_words(row: ReportedObjection, report: Report) -> Iterator[str]:
    """The state and place of an objection, then who contests and answers, and the figure beside the declared one."""
    place = "" if row.row is None else f", row {row.row}"
    claim = "" if row.claimed_kg is None else f", claims {row.claimed_kg} kg CO2e"
    yield f"{_STATES[row.state]}{_day(row)}: {row.ground.value} of {row.subject}{place}{claim}"
    yield f"by {row.by}: {row.reason}"
    if row.answer is not None:
        yield f"answer {row.answer}: {row.answer_reason}"
    if row.replaced_by is not None:
        yield f"the contested statement was replaced or withdrawn by {row.replaced_by}"
    elif row.state == "accepted":
        yield "accepted, and the contested statement still counts as it was"
    if row.total is not None:
        declared = "unknown" if report.declared_total is None else shown(report.declared_total)
        yield f"at the rulebook's alternative {row.total}, declared {declared} {per_unit(report)}"
    elif row.without is not None:
        yield f"no other figure beside it: {_WITHOUT[row.without]}"


def _day(row: ReportedObjection) -> str:
    """The day for an answer, and whether it has passed."""
    if row.state != "open":
        return ""
    if row.overdue is None:
        return (
            f" (by {row.answer_by}; without a witnessed time it is unknown whether that has passed)"
        )
    return (
        f" (overdue since {row.answer_by})" if row.overdue else f" (asked for by {row.answer_by})"
    )
