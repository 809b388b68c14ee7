"""A supplier's preview: the figure that a delivery may state to its customer, and what it may open, as of now."""

from collections.abc import Iterable

from ledger.append.ledger import Ledger
from ledger.footprint.analysis.opening import opened_rows
from ledger.state.border_graph import BorderRequest, previewed_quantities
from ledger.state.figures import Method, compute, delivered_figure
from ledger.state.opening import openable
from schemas.signed.delivery import DeliveredFigure
from schemas.signed.opening import OpenableSuppliers


def preview(
    ledger: Ledger,
    entry: str,
    line: str,
    rulebook: str,
    factor_sets: Iterable[str],
    border: BorderRequest | None = None,
) -> DeliveredFigure:
    """The figure of a line per unit, to 4 significant digits, under the registry's present state.

    Args:
        ledger: the ledger with the entry.
        entry: its id, any version; the newest one counts.
        line: an output line of it.
        rulebook: digest of a rulebook that the ledger keeps.
        factor_sets: digests of factor sets that it keeps.
        border: adds the quantities of the carbon border for a year.

    Raises:
        CradleError: `entry.unknown`, `delivery.line`, or why there is no figure or no quantity.
    """
    method = Method(rulebook, tuple(sorted(factor_sets)))
    with ledger.view() as view:
        state = view.registry()
        computed = compute(view, [entry], [], state.size, method)
        figure = delivered_figure(computed, entry, line, state, method)
        if border is None:
            return figure
        quantities = previewed_quantities(view, computed, entry, line, border)
        return figure.model_copy(update={"cbam": quantities})


def preview_opening(
    ledger: Ledger, entry: str, line: str, rulebook: str, factor_sets: Iterable[str]
) -> OpenableSuppliers:
    """The suppliers that a delivery of a line may open, under the registry's present state.

    Arguments and errors as `preview`.
    """
    method = Method(rulebook, tuple(sorted(factor_sets)))
    with ledger.view() as view:
        state = view.registry()
        computed = compute(view, [entry], [], state.size, method)
        delivered_figure(
            computed, entry, line, state, method
        )  # Refuses a line that does not exist.
        opening = openable(view, computed, entry, line, method)
        return OpenableSuppliers(suppliers=opened_rows(opening.parts), others=opening.uses_others)
