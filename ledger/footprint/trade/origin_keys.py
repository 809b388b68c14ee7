"""The keys of an origin: class and country, the entry at which it begins, and what the amount is of.

    element     kg of the element
    untraced    kg of the element that an entry states beyond what it took in, within the tolerance
    goods       kg of goods whose content nobody states: the most of the element that they can hold

Goods matter only until an entry states the element for the first time.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.terms import OwnTerm
from schemas.origin import OriginClass

Of = Literal["element", "untraced", "goods"]


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


Term = OwnTerm[OriginKey]
Amounts = Mapping[OriginKey, Decimal]


def unknown(entry: str) -> OriginKey:
    """The key of metal whose origin is lost at an entry."""
    return OriginKey(OriginClass.UNKNOWN, "", entry)


def untraced(entry: str) -> OriginKey:
    """The key of metal that an entry states beyond what it took in, within the tolerance."""
    return OriginKey(OriginClass.UNKNOWN, "", entry, "untraced")


def part_of(amounts: Amounts, of: Of) -> dict[OriginKey, Decimal]:
    """The amounts of one kind."""
    return {key: kg for key, kg in amounts.items() if key.of == of}


def element_kg(amounts: Amounts) -> Decimal:
    """The kg of the element, those of goods and untraced ones left out."""
    return exact_sum(part_of(amounts, "element").values())


def own_term(key: OriginKey, kg: Decimal, source: str, label: str) -> Term:
    """An own term that has no row."""
    return OwnTerm(key, kg, source, label, None)
