"""What else the customer sees: the suppliers that a delivery opens, one by one, and what follows from it.

None is ticked by itself, also where a delivery is corrected that had opened some. A supplier is opened with all that
its own deliveries allow to pass on.
"""

from typing import NamedTuple

from api.web.supplier.delivery_form import DeliveryForm
from api.web.workspace import Visit
from ledger.footprint.analysis.opening import opened_total, rest_of
from ledger.footprint.graph.numbers import format_rounded
from ledger.translations.documents import number
from schemas.signed.opening import OpenableSuppliers, OpenedSupplier, Opening


class OpenChoice(NamedTuple):
    """A supplier that may be opened; `behind` are the names of those that open with it."""

    value: str
    name: str
    country: str
    figure: str
    behind: str
    is_chosen: bool


class OpeningValues(NamedTuple):
    """The values of the fieldset.

    Attributes:
        choices: the suppliers.
        others: true if goods of other suppliers are in the figure, which cannot be opened.
        onward: true if the customer may pass the chosen ones on.
        shown: the names that are chosen.
        rest: the rest of the figure that the customer can compute; empty if none is chosen.
        is_own: true if that rest is the firm's own part alone.
    """

    choices: tuple[OpenChoice, ...]
    others: bool
    onward: bool
    shown: str
    rest: str
    is_own: bool


def row_value(row: OpenedSupplier) -> str:
    """The value of a supplier in the form."""
    return f"{row.country} {row.name}"


def choose_rows(form: DeliveryForm, openable: OpenableSuppliers | None) -> Opening | None:
    """The opening that a form chooses; None if it chooses no row that there is."""
    rows = () if openable is None else openable.suppliers
    chosen = tuple(row for row in rows if row_value(row) in form.open)
    return Opening(onward=bool(form.onward), suppliers=chosen) if chosen else None


def has_all(form: DeliveryForm, openable: OpenableSuppliers | None) -> bool:
    """True if every supplier that a form chooses may still be opened."""
    rows = () if openable is None else openable.suppliers
    return set(form.open) <= {row_value(row) for row in rows}


def opening_values(
    visit: Visit,
    form: DeliveryForm,
    total: str,
    opening: Opening | None,
    openable: OpenableSuppliers | None,
) -> OpeningValues | None:
    """The values of the fieldset; None if the delivery has no figure, and so no `total`, or its goods no supplier."""
    if openable is None or not (openable.suppliers or openable.others):
        return None
    rows = () if opening is None else opening.suppliers
    rest = rest_of(total, rows) if rows else ""
    return OpeningValues(
        choices=tuple(_choice(visit, form, row) for row in openable.suppliers),
        others=openable.others,
        onward=bool(form.onward),
        shown=", ".join(row.name for row in rows),
        rest=number(rest, visit.language) if rest else "",
        is_own=not openable.others and len(rows) == len(openable.suppliers),
    )


def _choice(visit: Visit, form: DeliveryForm, row: OpenedSupplier) -> OpenChoice:
    return OpenChoice(
        value=row_value(row),
        name=row.name,
        country=row.country,
        figure=number(format_rounded(opened_total(row)), visit.language),
        behind=", ".join(names_behind(row)),
        is_chosen=row_value(row) in form.open,
    )


def names_behind(row: OpenedSupplier) -> list[str]:
    """The names of all firms behind a row, each once."""
    names: dict[str, None] = {}
    for one in row.suppliers or ():
        names |= dict.fromkeys((one.name, *names_behind(one)))
    return list(names)
