"""The rows of a composition, resolved: the newest entry, and delivery, behind each, and the product lines' mass.

Peak power is counted as the mass is. `ledger.rules` has the rules for them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.numbers import EXACT, EXPLAIN
from ledger.footprint.graph.resolution import DeliveryRecord, EntryRecord, Records, Resolution
from schemas.signed.calculation import Composition, CompositionRow
from schemas.signed.entry import ProductLine
from schemas.signed.inventory import Output
from schemas.vocabulary import CompositionRole, ProcessCode


@dataclass(frozen=True, slots=True)
class Part:
    """A row of a composition, resolved: the newest entry, and delivery if it names one, behind it."""

    row: CompositionRow
    entry: str
    record: EntryRecord
    source: DeliveryRecord | None

    @property
    def output(self) -> Output | None:
        """The output line that the row counts."""
        inventory = self.record.inventory
        return None if inventory is None else inventory.output(self.row.line)

    @property
    def outputs_counted(self) -> Decimal | None:
        """The share of its line's output that a representative row counts; None for an own or an unknown line."""
        if self.source is None or self.output is None:
            return None
        return EXPLAIN.divide(Decimal(self.row.amount), Decimal(self.output.amount))

    @property
    def collects(self) -> bool:
        """True for a row of collection, whose goods another row treats."""
        is_collection = self.record.entry.process is ProcessCode.COLLECTION
        return self.row.role is CompositionRole.END_OF_LIFE and is_collection

    @property
    def treats(self) -> bool:
        """True for a row at end of life that treats its mass of goods."""
        return self.row.role is CompositionRole.END_OF_LIFE and not self.collects


def cited_by(composition: Composition) -> tuple[list[str], list[str]]:
    """The entries and the deliveries that the rows name, to resolve the graph from."""
    entries = [row.entry for row in composition.rows if row.entry is not None]
    return entries, [row.delivery for row in composition.rows if row.delivery is not None]


def parts(composition: Composition, resolution: Resolution, records: Records) -> tuple[Part, ...]:
    """The rows that could be resolved; the others are problems of the resolution already.

    If fewer come back than the composition has, statements about the whole are not possible: the functions below take
    them for all rows there are.
    """
    resolved_parts = []
    for row in composition.rows:
        if row.entry is not None:
            newest, entry = None, records.newest(row.entry)
        else:
            newest, entry = resolution.sources.get(row.delivery or "", (None, None))
        if entry is not None and entry in resolution.nodes:
            source = None if newest is None else records.deliveries[newest]
            resolved_parts.append(Part(row, entry, resolution.record(entry), source))
    return tuple(resolved_parts)


def product_rows(rows: Iterable[Part]) -> list[Part]:
    """The rows that count the product itself."""
    return [part for part in rows if part.row.role is CompositionRole.PRODUCT]


def product_entries(composition: Composition, records: Records) -> set[str]:
    """The newest versions of the entries that make the product counted; none that was withdrawn."""
    named = (row.entry for row in composition.rows if row.role is CompositionRole.PRODUCT)
    newest = (records.newest(entry) for entry in named if entry is not None)
    return {entry for entry in newest if entry is not None}


def product_mass(products: Sequence[Part]) -> Decimal | None:
    """The mass of the product lines in kg; None if a line does not state its kg per unit."""
    return _whole(products, lambda line: line.kg_per_unit)


def product_power(products: Sequence[Part]) -> Decimal | None:
    """The peak power of the product lines in kWp; None if a line does not state its kWp per unit."""
    return _whole(products, lambda line: line.kwp_per_unit)


def product_name(products: Sequence[Part]) -> str | None:
    """The name that all product lines have; None if they state none, or several."""
    lines = (product_line(part.record, part.row.line) for part in products)
    names = {None if line is None else line.name for line in lines}
    return names.pop() if len(names) == 1 else None


def _whole(
    products: Sequence[Part], per_unit: Callable[[ProductLine], str | None]
) -> Decimal | None:
    """What all product lines hold of something; None if a line does not state it per unit."""
    parts = []
    for part in products:
        line = product_line(part.record, part.row.line)
        each = None if line is None else per_unit(line)
        if each is None or part.output is None:
            return None
        parts.append(EXACT.multiply(Decimal(part.output.amount), Decimal(each)))
    return exact_sum(parts)
