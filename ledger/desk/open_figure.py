"""A calculated or delivered figure opened at a desk: what it is, and whether the caller is shown all that is behind it.

The operator, and an auditor engaged for the calculation, are shown everything. A manufacturer is shown what is its own.
Every participant with a part in the figure reads in the journal that it was shown.
"""

from typing import NamedTuple

from ledger.desk.desk import Desk
from ledger.service.access.disclosed_data import (
    disclosed_by_entries,
    disclosed_by_figure,
    disclosure_lines,
)
from ledger.service.access.journal import AccessRecord
from ledger.service.access.permissions import require_participant
from ledger.service.access.reports import report_lines, sees_whole
from ledger.service.answers.delivery_plan import delivered_graph
from ledger.state.declared import calculation_behind
from ledger.state.evaluation import Evaluation, evaluate_stated
from schemas.signed.calculation import Calculation
from schemas.signed.delivery import Delivery


class OpenFigure(NamedTuple):
    """A figure that the caller may ask about.

    Attributes:
        name: the id of the calculation.
        calculation: its content.
        declared: its evaluation.
        reader: the participant whose own part is shown; None if the caller is shown everything.
    """

    name: str
    calculation: Calculation
    declared: Evaluation
    reader: str | None

    @property
    def whole(self) -> bool:
        """True if the caller is shown everything behind it."""
        return self.reader is None


def open_figure(desk: Desk, name: str, what: str) -> OpenFigure:
    """Open a calculation, or the one that a declaration names; its owners will read in the journal that it was shown.

    Args:
        desk: whose caller asks.
        name: the id of the calculation or declaration.
        what: the journal's word for the question.

    Raises:
        CradleError: `statement.unknown` also for a calculation that is neither open to the caller nor its own.
    """
    return open_calculation(desk, calculation_behind(desk.view, name), what, name)


def open_calculation(desk: Desk, calculation: str, what: str, named: str = "") -> OpenFigure:
    """Open a calculation, and no declaration; as `open_figure`, and `named` as in `sees_whole`."""
    whole = sees_whole(desk.view, desk.caller, calculation, named)
    statement, declared = evaluate_stated(desk.view, calculation)
    done = AccessRecord(what, calculation, None, "")
    resolution = declared.computed.resolution
    desk.note(report_lines(done, statement, resolution, declared.rows, whole=whole))
    reader = None if whole else require_participant(desk.caller)
    return OpenFigure(calculation, statement, declared, reader)


def open_delivery(desk: Desk, name: str, delivery: Delivery, what: str) -> bool:
    """Open a delivery that states a figure, and return whether the caller is shown everything behind it.

    Its owners will read in the journal that it was shown; its issuer is shown what is its own.

    Args:
        desk: whose caller asks.
        name: the id of the delivery.
        delivery: the delivery.
        what: the journal's word for the question.

    Raises:
        CradleError: `statement.unknown` also for a delivery that is neither open to the caller nor its own; as
            `delivered_graph`.
    """
    whole = sees_whole(desk.view, desk.caller, name, model=Delivery)
    graph = delivered_graph(desk.view, delivery)
    resolution = graph.computed.resolution
    shown = disclosed_by_entries(resolution, resolution.nodes)
    if not whole:
        shown = disclosed_by_figure(resolution, [graph.line[0]], delivery.issuer)
    desk.note([AccessRecord(what, name, None, ""), *disclosure_lines(what, shown)])
    return whole
