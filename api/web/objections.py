"""The section that lists the objections to a firm's own statements, on pages of its workspace.

The page says by which day an answer is asked for, and not whether that day has passed: only the witnesses' time says
that, in a verification. Left out: the form that answers, which the command line has.
"""

from typing import Final, NamedTuple

from api.web.workspace import Visit
from ledger.service.access.names import names_for
from ledger.service.access.objections import objections_for
from schemas.signed.objection import ObjectionRow

MARKS: Final = {"open": "bad", "accepted": "ok", "rejected": "info", "withdrawn": "info"}
"""The sort of chip of each state."""


class ObjectionLine(NamedTuple):
    """An objection as the table shows it; `note` is the day for an answer, or that the statement has changed."""

    row: ObjectionRow
    digits: str
    subject: str
    by: str
    ground: str
    state: str
    mark: str
    note: str


def objection_lines(visit: Visit) -> list[ObjectionLine]:
    """The objections to the statements of the caller's firm, the newest first; none for a login without a firm."""
    ledger, caller = visit.context.ledger, visit.caller
    if caller.participant is None:
        return []
    rows = objections_for(ledger, caller, None).items
    named = {firm.id: firm.name for firm in names_for(ledger, caller, (row.by for row in rows))}
    return [_line(visit, row, named[row.by]) for row in reversed(rows)]


def _line(visit: Visit, row: ObjectionRow, by: str) -> ObjectionLine:
    ground = visit.say(f"objections.ground.{row.ground.value}")
    return ObjectionLine(
        row=row,
        digits=row.id.removeprefix("sha256:"),
        subject=row.subject.removeprefix("sha256:"),
        by=by,
        ground=ground if row.row is None else f"{ground}, {row.row}",
        state=visit.say(f"objections.state.{row.state}"),
        mark=MARKS[row.state],
        note=_note(visit, row),
    )


def _note(visit: Visit, row: ObjectionRow) -> str:
    parts = [visit.say("objections.due", day=row.answer_by)] if row.state == "open" else []
    if row.replaced_by is not None:
        parts.append(visit.say("objections.replaced"))
    return "; ".join(parts)
