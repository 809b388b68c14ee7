"""A calculated figure opened at a desk: what it is, and whether the caller is shown all that is behind it.

The operator, and an auditor engaged for the calculation, are shown everything. A manufacturer is shown what is its own.
Every participant with a part in the figure reads in the journal that it was shown.
"""

from typing import NamedTuple

from ledger.desk.desk import Desk
from ledger.service.access.journal import AccessRecord
from ledger.service.access.permissions import Action, Scope, require_participant, scope_of
from ledger.service.access.reports import report_lines
from ledger.service.access.visibility import Visibility, unknown_statement
from ledger.state.declared import calculation_behind
from ledger.state.evaluation import Evaluation, evaluate_stated
from schemas.signed.calculation import Calculation


class OpenFigure(NamedTuple):
    """A figure that the caller may ask about.

    Attributes:
        calculation: its id.
        stated: the calculation.
        declared: its evaluation.
        whole: the caller is shown everything behind it.
        reader: the participant whose own part is shown; None if the caller is shown everything.
    """

    calculation: str
    stated: Calculation
    declared: Evaluation
    whole: bool
    reader: str | None


def open_figure(desk: Desk, name: str, what: str) -> OpenFigure:
    """Open a calculation, or the one that a declaration names; its owners will read in the journal that it was shown.

    Args:
        desk: whose caller asks.
        name: the id of the calculation or declaration.
        what: the journal's word for the question.

    Raises:
        CradleError: `statement.unknown` also for a calculation that is neither open to the caller nor its own.
    """
    return open_calculation(desk, calculation_behind(desk.view, name), what)


def open_calculation(desk: Desk, calculation: str, what: str) -> OpenFigure:
    """Open a calculation, and no declaration; as `open_figure`."""
    whole = sees_whole(desk, calculation)
    stated, declared = evaluate_stated(desk.view, calculation)
    done = AccessRecord(what, calculation, None, "")
    resolution = declared.computed.resolution
    desk.note(report_lines(done, stated, resolution, declared.rows, whole=whole))
    reader = None if whole else require_participant(desk.caller)
    return OpenFigure(calculation, stated, declared, whole, reader)


def sees_whole(desk: Desk, calculation: str) -> bool:
    """True if the caller is shown everything behind a calculation.

    Raises:
        CradleError: `statement.unknown`, as `open_figure`.
    """
    stated = desk.view.statement(calculation, Calculation)
    if stated is None:
        raise unknown_statement(calculation)
    if scope_of(desk.caller, Action.EXPLAIN) is Scope.ALL:
        return True
    if calculation in Visibility(desk.view, desk.caller).engaged:
        return True
    if stated.issuer != desk.caller.participant:
        raise unknown_statement(calculation)
    return False
