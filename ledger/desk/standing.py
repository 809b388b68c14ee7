"""What a figure is worth today, to one reader; and every answer of a desk about a figure, with that beside it.

The operator and an engaged auditor are shown who changed what, and the figure by today's statements. So is its
issuer, without the firms that it does not know. Every other reader is shown that something changed, and no more. It
evaluates nothing that the log has not changed since (`ledger.state.kept`).
"""

from typing import Annotated, TypeVar, cast

from ledger.desk.desk import Desk
from ledger.desk.question import Doc, question
from ledger.documents.reports.standing import layout_standing
from ledger.documents.worth import without_causes
from ledger.service.access.permissions import Action
from ledger.service.access.visibility import Visibility, unknown_statement
from ledger.service.answers.standing import explained_standing
from ledger.state.standing import find_standing
from schemas.signed.statement import Issued
from schemas.values import StatementId
from schemas.views.difference import Comparison, Difference, Side
from schemas.views.standing import FigureStanding, OfFigure

Given = TypeVar("Given")


@question(
    "/statements/{statement:id}/standing",
    may=Action.READ,
    tag="reports",
    summary="Get what a figure is worth today",
    operation="read_standing",
    told="The standing of the figure.",
    layout=layout_standing,
    command="standing",
)
def standing(
    desk: Desk,
    statement: Annotated[StatementId, Doc("The id of a calculation, declaration or delivery.")],
) -> FigureStanding:
    """Return the standing of a calculation, declaration, or delivery that states a figure.

    Who changed what behind the figure, and the figure by today's statements, are for the operator, an engaged
    auditor, and as far as it knows them the figure's issuer.
    """
    found = reader_standing(desk, statement)
    if found is None:
        raise unknown_statement(statement)
    return found


def reader_standing(desk: Desk, statement: str) -> FigureStanding | None:
    """The standing of a figure as the caller may know it; None if the statement states none, or is not shown."""
    view, visibility = desk.view, Visibility(desk.view, desk.caller)
    if visibility.standing(statement) is None:
        return None
    known = find_standing(view, statement)
    if known is None or known.figure is None:
        return None
    stated = view.statement(known.figure, Issued)
    if desk.caller.operates or known.figure in visibility.engaged:
        return explained_standing(view, statement)
    if stated is None or stated.issuer != desk.caller.participant:
        return without_causes(known)
    return _own(explained_standing(view, statement), visibility)


def _own(standing: FigureStanding, visibility: Visibility) -> FigureStanding:
    """The standing of an own figure: without the firms and reasons of statements that the reader is not shown."""
    if standing.changed is None:
        return standing
    causes = tuple(
        cause
        if visibility.standing(cause.by) is not None
        else cause.model_copy(update={"firm": None, "reason": None})
        for cause in standing.changed.causes or ()
    )
    changed = standing.changed.model_copy(update={"causes": causes})
    return standing.model_copy(update={"changed": changed})


def with_standing(desk: Desk, answer: Given) -> Given:
    """An answer with the standing of each figure that it is about; any other answer as it is."""
    if isinstance(answer, Difference):
        sides = {name: _stood(desk, getattr(answer, name)) for name in ("before", "after")}
        return cast("Given", answer.model_copy(update=sides))
    if isinstance(answer, Comparison):
        figures = tuple(_stood(desk, side) for side in answer.figures)
        return cast("Given", answer.model_copy(update={"figures": figures}))
    return cast("Given", _stood(desk, answer)) if isinstance(answer, OfFigure) else answer


def _stood(desk: Desk, answer: OfFigure | Side) -> OfFigure:
    name = getattr(answer, "calculation", None)
    found = None if name is None else reader_standing(desk, name)
    return answer if found is None else answer.model_copy(update={"standing": found})
