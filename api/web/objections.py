"""The section that lists the objections to a firm's own statements, on pages of its workspace (`objections.html`).

The page says by which day an answer is asked for, and not whether that day has passed: only the witnesses' time says
that, in a verification. Left out: the form that answers, which the command line has.
"""

from api.web.workspace import Visit
from ledger.service.access.names import names_for
from ledger.service.access.objections import objections_for
from schemas.signed.objection import ObjectionRow


def objection_lines(visit: Visit) -> list[tuple[ObjectionRow, str]]:
    """The objections to the caller's statements and who objects, the newest first; none for a login without a firm."""
    ledger, caller = visit.ledger, visit.caller
    if caller.participant is None:
        return []
    rows = objections_for(ledger, caller, None).items
    named = {firm.id: firm.name for firm in names_for(ledger, caller, (row.by for row in rows))}
    return [(row, named[row.by]) for row in reversed(rows)]
