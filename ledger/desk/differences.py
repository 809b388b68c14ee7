"""Differences and comparisons of figures as a principal may know them.

The operator, and an auditor engaged for every calculation in question, are shown everything. A manufacturer is shown
the causes of its own calculations: its own sites and rows, and the sum of all others (`documents.difference.folding`).
Every participant with a part in a figure reads in the journal that it was shown.
"""

from typing import Annotated

from pydantic import Field

from ledger.client.agrees import of_both_figures
from ledger.desk.desk import Desk
from ledger.desk.open_figure import open_figure
from ledger.desk.question import Doc, Quota, question
from ledger.disclosure.refusals import HiddenError
from ledger.documents.difference.folding import fold_comparison, fold_difference
from ledger.documents.difference.layout import layout_comparison, layout_difference
from ledger.service.access.asking import hidden_lines
from ledger.service.access.permissions import Action, require_participant
from ledger.service.answers.difference import compare_calculation, explain_difference_of
from schemas.values import StatementId
from schemas.views.difference import Comparison, Difference

Figure = Annotated[StatementId, Doc("A calculation or a declaration.")]


@question(
    "/differences",
    may=Action.EXPLAIN,
    tag="reports",
    summary="Get the difference of two figures",
    operation="explain_difference",
    told="The difference.",
    quota=Quota.QUESTION,
    agrees=of_both_figures,
    layout=layout_difference,
)
def difference(desk: Desk, before: Figure, after: Figure) -> Difference:
    """Return why the figures of two calculations or declarations differ, as a tree of causes.

    The operator and an auditor engaged for both see all of it. A manufacturer sees its own sites and rows, to 4 digits;
    a closed part of each level has the rest.
    """
    opened = [open_figure(desk, name, "difference") for name in (before, after)]
    full_difference = explain_difference_of(desk.ledger, before, after)
    if all(figure.whole for figure in opened):
        return full_difference
    return fold_difference(full_difference, require_participant(desk.caller))


@question(
    "/comparisons",
    may=Action.EXPLAIN,
    tag="reports",
    summary="Get one battery under several rulebooks",
    operation="compare_rulebooks",
    told="The comparison.",
    quota=Quota.QUESTION,
    layout=layout_comparison,
)
def comparison(
    desk: Desk,
    calculation: Figure,
    rulebook: Annotated[
        tuple[Annotated[str, Field(max_length=100)], ...],
        Field(max_length=16),
        Doc(
            "Ids of rulebooks that come with Cradle, or digests of stored ones. Default: the calculation's"
            " own, and all that come with Cradle."
        ),
    ] = (),
) -> Comparison:
    """Return a battery's figure under several rulebooks, and why each differs from the first.

    A rulebook without a figure is named with the reason. Visibility is that of differences.
    """
    figure = open_figure(desk, calculation, "comparison")
    hidden = list[HiddenError]()
    full_comparison = compare_calculation(desk.answering, calculation, rulebook, hidden)
    desk.note(hidden_lines(hidden))
    if figure.whole:
        return full_comparison
    return fold_comparison(full_comparison, require_participant(desk.caller))
