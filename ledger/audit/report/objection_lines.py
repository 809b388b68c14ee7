"""Objections of a report as text: each with its state, and the figure at the rulebook's alternative beside it.

Those with the largest such figure come first, so that many small objections do not bury one that matters.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ledger.audit.report.figure_lines import per_unit, shown
from ledger.audit.report.lines import listed_lines
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


def objection_lines(report: Report) -> Iterator[str]:
    """The objections worth most, and the number of the others; none if there are none."""
    rows = sort_objections(report)
    heading = f"Objections: {len(rows)}; none of them changes the figure"
    return listed_lines(heading, [objection_words(row, report) for row in rows])


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
