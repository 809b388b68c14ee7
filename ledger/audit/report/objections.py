"""Objections in a report: each with its state and answer, and the figure with the alternative to what it contests.

It is not a step: an objection changes no figure and no verdict. A contested entry counts in the version that the figure
rests on, so an objection to an earlier version is compared at the same place of the newer one. An objection follows
goods, not ids: one to an entry of the same goods and lot, which the figure does not count, contests the one it counts.
"""

from collections.abc import Mapping
from decimal import Decimal

from ledger.audit.bundle.citations import first_version
from ledger.audit.context import AuditContext
from ledger.audit.subject.objections import ContestedStatement, contested_statements
from ledger.audit.subject.subject import Graph, Subject
from ledger.choices.conservative import format_up
from ledger.choices.contested import ContestedPlace, contested_totals
from ledger.choices.context import ChoiceContext
from ledger.footprint.graph.resolution import EntryRecord
from ledger.rules.same_goods import is_same_lot
from schemas.views.report import ReportedObjection, WithoutAlternative


def build_objections(
    context: AuditContext, about: ChoiceContext | None
) -> tuple[ReportedObjection, ...] | None:
    """Build the objections in the bundle, in the order of the log; None if there are none.

    Args:
        context: all results of the audit.
        about: its figure; None if it was not recomputed.
    """
    found = list(contested_statements(context.bundle, context.logs))
    places = {one.id: _place(context, one) for one in found if one.is_contested}
    contested = [place for place in places.values() if place is not None]
    totals = None if about is None else contested_totals(about, contested)
    return tuple(_reported(one, places, totals) for one in found) or None


def _place(context: AuditContext, one: ContestedStatement) -> ContestedPlace | None:
    """The contested place in the figure; None if no row of the figure rests on it."""
    subject, view, bundle = context.subject, context.view, context.bundle
    first = first_version(bundle, one.objection.subject)
    if isinstance(subject, Subject) and first in {
        first_version(bundle, name) for name in (subject.id, subject.calculation_id)
    }:
        return ContestedPlace(subject.calculation_id, None)
    if view is None:
        return None
    newest = view.records.newest(first)
    if newest is not None and newest in view.resolution.nodes:
        return ContestedPlace(newest, one.objection.row)
    again = _entered_again(view, bundle.entries.get(one.objection.subject))
    return None if again is None else ContestedPlace(again, None)


def _entered_again(view: Graph, contested: EntryRecord | None) -> str | None:
    """The entry of the figure that states the goods and lot of a contested one under another id."""
    if contested is None:
        return None
    nodes = view.resolution.nodes.values()
    return next((record.id for record in nodes if is_same_lot(record, contested)), None)


def _reported(
    one: ContestedStatement,
    places: Mapping[str, ContestedPlace | None],
    totals: Mapping[ContestedPlace, Decimal | None] | None,
) -> ReportedObjection:
    stated, place = one.objection, places.get(one.id)
    total = None if totals is None or place is None else totals[place]
    why: WithoutAlternative | None = None
    if one.is_contested and total is None:
        why = (
            "not_recomputed" if totals is None else "no_row" if place is None else "no_alternative"
        )
    return ReportedObjection(
        id=one.id,
        by=stated.issuer,
        subject=stated.subject,
        row=stated.row,
        ground=stated.ground,
        claimed_kg=stated.claimed_kg,
        reason=stated.reason,
        evidence=stated.evidence,
        answer_by=stated.answer_by,
        overdue=one.is_overdue,
        state=one.state,
        answer=None if one.answer is None else one.answer.id,
        answer_reason=None if one.answer is None else one.answer.answer.reason,
        replaced_by=None if one.replaced is None else one.replaced.by,
        total=None if total is None else format_up(total),
        without=why,
    )
