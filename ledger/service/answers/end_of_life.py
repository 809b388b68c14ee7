"""The product's mass, shared among the deliveries that treat or collect it at the end of its life.

A delivery covers the kg that are asked of it. One without stated kg covers the remainder of its
sort, so that the treating deliveries cover exactly the mass of the product. Batteries are collected
once and treated once, so collection is shared out separately. The rule is that of
`ledger.rules.conservation`.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, format_decimal
from ledger.state.view import View
from schemas.errors import CradleError
from schemas.exchanged.calculation_request import Treatment
from schemas.signed.calculation import CompositionRow
from schemas.vocabulary import CompositionRole, ProcessCode, Unit


class _TreatingDelivery(NamedTuple):
    """An end-of-life delivery: its line, whether it collects, and the kg that it is asked to cover."""

    delivery: str
    line: str
    collects: bool
    kg: Decimal | None


def end_of_life_rows(
    view: View,
    treatments: Sequence[Treatment],
    rows: Sequence[CompositionRow],
    mass: Decimal | None,
) -> Iterator[CompositionRow]:
    """The composition rows of the deliveries that are asked for.

    Args:
        view: the transaction that finds deliveries and their entries.
        treatments: the deliveries.
        rows: the other rows of the composition; those of end of life cover their part of the mass.
        mass: of the product lines in kg; None where it is not stated.

    Raises:
        CradleError: `delivery.unknown`, `composition.end_of_life_amount`, `calculation.end_of_life`.
    """
    deliveries = [_find_delivery(view, row) for row in treatments]
    if mass is None and treatments:
        detail = "End of life treats the mass of the product; state kg per unit of each line."
        raise CradleError("composition.end_of_life_amount", detail, "product.lines")
    others = [_counted(view, row) for row in rows if row.role is CompositionRole.END_OF_LIFE]
    for collects in (False, True):
        taken = exact_sum(kg for collected, kg in others if collected is collects)
        share = [row for row in deliveries if row.collects is collects]
        left = EXACT.subtract(mass or Decimal(0), taken)
        for row, kg in zip(share, _shares(share, left), strict=True):
            yield CompositionRow(
                role=CompositionRole.END_OF_LIFE,
                delivery=row.delivery,
                line=row.line,
                amount=format_decimal(kg),
                unit=Unit.KG,
            )


def _shares(deliveries: Sequence[_TreatingDelivery], mass: Decimal) -> Iterator[Decimal]:
    """The kg of each delivery; the one without stated kg gets the remainder of the mass."""
    rest = EXACT.subtract(mass, exact_sum(row.kg for row in deliveries if row.kg is not None))
    without = [row.delivery for row in deliveries if row.kg is None]
    if len(without) > 1:
        detail = (
            f"One delivery takes the remainder, and {' and '.join(without)} state no kg; state them"
            " for all but one, as DELIVERY=KG."
        )
        raise CradleError("calculation.end_of_life", detail, "end_of_life")
    if without and rest <= 0:
        detail = (
            f"The other rows take all of the product's mass, and {format_decimal(rest)} kg are left"
            f" for {without[0]}; state fewer kg, or leave it out."
        )
        raise CradleError("calculation.end_of_life", detail, "end_of_life")
    for row in deliveries:
        yield rest if row.kg is None else row.kg


def _find_delivery(view: View, treatment: Treatment) -> _TreatingDelivery:
    record = view.delivery(treatment.delivery)
    if record is None:
        detail = f"There is no delivery {treatment.delivery}; check the id."
        raise CradleError("delivery.unknown", detail, "end_of_life")
    kg = None if treatment.kg is None else Decimal(treatment.kg)
    line, collects = record.delivery.line, _collects(view, record.delivery.entry)
    return _TreatingDelivery(treatment.delivery, line, collects, kg)


def _counted(view: View, row: CompositionRow) -> tuple[bool, Decimal]:
    """Return whether a row collects, and its amount."""
    record = None if row.delivery is None else view.delivery(row.delivery)
    entry = row.entry if record is None else record.delivery.entry
    return _collects(view, entry), Decimal(row.amount)


def _collects(view: View, entry: str | None) -> bool:
    """True for any version of an entry that collects."""
    record = None if entry is None else view.entry(entry)
    return record is not None and record.entry.process is ProcessCode.COLLECTION
