"""The keys of an origin: class and country, the entry at which it begins, and what the amount is of.

    element     kg of the element
    ore         kg of the element that nobody after its mine has stated; at the end of its way its origin is unknown
    untraced    kg of the element that an entry states beyond what it took in, within the tolerance
    assay       the same where an ore's grade is below the first assay after it; later excesses do not add to it
    goods       kg of goods whose content nobody states: the most of the element that they can hold

Goods matter only until an entry states the element for the first time.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, ZERO
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.graph.terms import OwnTerm
from ledger.footprint.trade.element_content import extracts, makes_graphite, recycles
from schemas.signed.entry import Entry
from schemas.views.origin import OriginClass

Of = Literal["element", "ore", "untraced", "assay", "goods"]


class OriginKey(NamedTuple):
    """The origin of an amount.

    Attributes:
        origin: its class.
        country: of extraction, of the recycler or of the furnace; empty if unknown.
        entry: at which it begins or is lost; empty if several extraction entries of one country were mixed.
        of: what the amount is of.
    """

    origin: OriginClass
    country: str
    entry: str
    of: Of = "element"


BROUGHT: Final[tuple[Of, ...]] = ("element", "ore", "assay")
"""What goods bring of the element."""

Term = OwnTerm[OriginKey]
Amounts = Mapping[OriginKey, Decimal]


def unknown(entry: str) -> OriginKey:
    """The key of metal whose origin is lost at an entry."""
    return OriginKey(OriginClass.UNKNOWN, "", entry)


def untraced(entry: str) -> OriginKey:
    """The key of metal that an entry states beyond what it took in, within the tolerance."""
    return OriginKey(OriginClass.UNKNOWN, "", entry, "untraced")


def assay(entry: str) -> OriginKey:
    """The key of metal that the first assay states beyond the grade of the ore, within the tolerance."""
    return OriginKey(OriginClass.UNKNOWN, "", entry, "assay")


def part_of(amounts: Amounts, *kinds: Of) -> dict[OriginKey, Decimal]:
    """The amounts of some kinds."""
    return {key: kg for key, kg in amounts.items() if key.of in kinds}


def element_kg(amounts: Amounts) -> Decimal:
    """The kg of the element, those of goods and untraced ones left out."""
    return exact_sum(part_of(amounts, "element", "ore").values())


def brought_kg(amounts: Amounts) -> Decimal:
    """The kg of the element that goods bring: traced or unknown, and what an assay corrected."""
    return exact_sum(part_of(amounts, *BROUGHT).values())


def called(amounts: Amounts, was: Of, becomes: Of) -> dict[OriginKey, Decimal]:
    """The same amounts, those of one kind under another."""
    kg_by_key: dict[OriginKey, Decimal] = {}
    for key, kg in amounts.items():
        name = key._replace(of=becomes) if key.of == was else key
        kg_by_key[name] = EXACT.add(kg_by_key.get(name, ZERO), kg)
    return kg_by_key


def own_term(key: OriginKey, kg: Decimal, source: str, label: str) -> Term:
    """An own term that has no row."""
    return OwnTerm(key, kg, source, label, None)


def class_of(entry: Entry, element: str) -> OriginClass:
    """The class of goods that begin at an entry."""
    if extracts(entry):
        return OriginClass.MINED
    if recycles(entry):
        return OriginClass.SECONDARY
    return OriginClass.SYNTHETIC if makes_graphite(entry, element) else OriginClass.UNKNOWN


def here(record: EntryRecord, origin: OriginClass) -> OriginKey:
    """The key of an amount of a class that begins at an entry."""
    if origin is OriginClass.UNKNOWN:
        return unknown(record.id)
    return OriginKey(origin, record.entry.site.country, record.id)
