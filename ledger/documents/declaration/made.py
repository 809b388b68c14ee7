"""The entries of a model and plant in a period: the counted ones, and those left out, each with the reason.

The ledger and the reader of a bundle gather the same statements, each from its own place, and list them here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ledger.documents.declaration.source import MadeEntry
from ledger.footprint.graph.composition import Part, product_rows
from ledger.footprint.graph.resolution import Records
from ledger.footprint.valuation.figure import Figures
from ledger.rules.period import live_entries
from schemas.signed.calculation import Calculation, Composition
from schemas.views.declaration_document import LeftOut

FiguresOf = Callable[[str], Figures | None]
"""Compute the figures of an entry and of what it rests on; None if one of them has none."""


@dataclass(frozen=True, slots=True)
class ProductEntries:
    """A calculation, and the entries that made its product.

    Attributes:
        calculation, composition: as they are signed.
        rows: of the composition, resolved.
        made: the entries that the registry's `made` leaves name, up to the calculation's state.
        known: these and the excluded entries, as of that state.
    """

    calculation: Calculation
    composition: Composition
    rows: Sequence[Part]
    made: Sequence[str]
    known: Records


def list_made(
    product: ProductEntries, counted: Figures, figures_of: FiguresOf
) -> Iterator[MadeEntry]:
    """List the counted entries, then those of the period that are not, each with its figures.

    Args:
        product: the calculation and its entries.
        counted: the figures of the counted entries.
        figures_of: for an entry that is not counted.
    """
    calculation, records = product.calculation, product.known
    parts = {part.entry: part.record for part in product_rows(product.rows)}
    for record in parts.values():
        yield MadeEntry(record, counted)
    reasons = {row.entry: row.reason for row in product.composition.exclusions}
    names = [*product.made, *reasons]
    excluded = {records.newest(name): reason for name, reason in reasons.items()}
    for record in live_entries(names, records):
        reason = excluded.get(record.id)
        in_period = record.entry.period.ends_within(calculation.period)
        if record.id not in parts and (in_period or reason is not None):
            why: LeftOut = "not_counted" if reason is None else "excluded"
            yield MadeEntry(record, figures_of(record.id) or counted, why, reason)
    gone = dict.fromkeys(records.last(name) for name in names if records.newest(name) is None)
    for name in gone:
        record_gone = records.entries.get(name)
        if record_gone is not None and record_gone.entry.period.ends_within(calculation.period):
            yield MadeEntry(record_gone, counted, "withdrawn")
