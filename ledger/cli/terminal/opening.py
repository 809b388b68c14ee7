"""The suppliers that a delivery opens: chosen by name, and shown before they are signed."""

from collections.abc import Iterator, Sequence

from ledger.footprint.analysis.opening import opened_total, rest_of
from ledger.footprint.graph.numbers import format_rounded
from schemas.errors import CradleError
from schemas.signed.delivery import Delivery
from schemas.signed.opening import OpenableSuppliers, OpenedSupplier, Opening

ALL = "all"


def choose_opening(
    names: Sequence[str], openable: OpenableSuppliers | None, *, onward: bool
) -> Opening | None:
    """The opening of the suppliers with these names, or of `all`; None without a name.

    A supplier is opened with all that its own deliveries allow to pass on.

    Args:
        names: legal names of suppliers.
        openable: the rows that the delivery may open; None if it states no figure.
        onward: the recipient may pass the rows on.

    Raises:
        CradleError: `option.open`.
    """
    if not names and not onward:
        return None
    if not names:
        detail = "Nothing is opened that could be passed on; name suppliers with --open."
        raise CradleError("option.open", detail, "--onward")
    if openable is None:
        detail = "Only a delivery with a figure opens suppliers; add --factor-set and --rulebook."
        raise CradleError("option.open", detail, "--open")
    rows = openable.suppliers
    for name in names:
        if not rows or (name != ALL and name not in {row.name for row in rows}):
            choices = ", ".join(f"'{row.name}'" for row in rows) or "none"
            detail = (
                f"There is no supplier '{name}' that this delivery may open; there are: {choices}."
            )
            raise CradleError("option.open", detail, "--open")
    chosen = rows if ALL in names else tuple(row for row in rows if row.name in names)
    return Opening(onward=onward, suppliers=chosen)


def opening_terms(
    delivery: Delivery, opening: Opening | None, openable: OpenableSuppliers | None
) -> dict[str, object]:
    """The lines by which a person sees what a delivery opens, and what follows from it; none if it opens nothing."""
    figure = delivery.figure
    if opening is None or figure is None or openable is None:
        return {}
    rest = rest_of(figure.total, opening.suppliers)
    is_own = not openable.others and len(opening.suppliers) == len(openable.suppliers)
    about = "exactly your own part" if is_own else "your own part and all that you do not open"
    passing = "may show the opened suppliers to its own customers"
    return {
        "opened": "; ".join(_rows(opening.suppliers)),
        "the rest": f"{rest}: {about}; your customer can compute it",
        "onward": f"your customer {passing}" if opening.onward else None,
    }


def _rows(rows: Sequence[OpenedSupplier]) -> Iterator[str]:
    for row in rows:
        behind = f" (of which {'; '.join(_rows(row.suppliers))})" if row.suppliers else ""
        yield f"{row.name}, {row.country}: {format_rounded(opened_total(row))}{behind}"
