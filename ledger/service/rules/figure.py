"""A delivery's figure: the strings that the ledger itself computes, under a state that still applies.

The supplier signs the figure of the operator's preview. Between the state of that preview and the
delivery's own position no registry leaf may touch the lineage of the line.
"""

from ledger.service.rules.common import require_state
from ledger.service.state.figures import Method, compute, delivered_figure
from ledger.service.state.view import View
from ledger.store.changes import changes_since
from schemas.delivery import DeliveredFigure, Delivery
from schemas.errors import CradleError


def check_figure(view: View, delivery: Delivery, figure: DeliveredFigure) -> None:
    """Refuse a figure that differs from the recomputation, or is out of date.

    Raises:
        CradleError: `state.unknown`, `figure.outdated`, `delivery.figure`, `rulebook.unknown`,
            `factor_set.unknown`, or the reason why there is no figure.
    """
    require_state(view, figure.registry, "figure.registry")
    method = Method(figure.rulebook, figure.factor_sets)
    computed = compute(view, [delivery.entry], [], figure.registry.size, method)
    for change in changes_since(view.connection, figure.registry.size):
        if change.old in computed.resolution.lineage:
            detail = f"{change.old}, which the figure rests on, was {change.kind}; preview again."
            raise CradleError("figure.outdated", detail, "figure.registry")
    expected = delivered_figure(computed, delivery.entry, delivery.line, figure.registry, method)
    if expected != figure:
        detail = f"The ledger computes a total of {expected.total}; sign the figure of a preview."
        raise CradleError("delivery.figure", detail, "figure")
