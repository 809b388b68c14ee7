"""An origin as text: each element with its kg per battery and the countries it comes from."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ledger.footprint.graph.numbers import EXPLAIN, show_figure
from ledger.footprint.graph.ore_grades import GRAPHITE
from schemas.views.origin import ElementOrigin, Origin, OriginClass, OriginEntry, OriginShare

NAMES: Final = {
    "Li": "lithium",
    "Ni": "nickel",
    "Co": "cobalt",
    "Mn": "manganese",
    GRAPHITE: "graphite",
}
"""The English names of the elements."""

_HUNDRED = Decimal(100)


def origin_lines(found: Origin) -> Iterator[str]:
    """The lines of an origin."""
    yield f"origin      of the elements in one battery {found.model}"
    yield f"note        {found.note}"
    yield from (line for row in found.elements for line in _element_lines(row))
    documents = "document" if found.due_diligence == 1 else "documents"
    yield f"due diligence  {found.due_diligence} {documents} named by digest"
    for row in found.documents or ():
        yield f"  {row.standard}  {row.document}  entry {row.entry}"


def _element_lines(row: ElementOrigin) -> Iterator[str]:
    name = NAMES.get(row.element, row.element)
    if row.kg_per_battery is None:
        yield f"{name:<11} unknown: no entry states it"
        return
    yield f"{name:<11} {show_figure(Decimal(row.kg_per_battery))} kg per battery"
    for share in row.shares:
        percent = show_figure(EXPLAIN.multiply(Decimal(share.share), _HUNDRED))
        kg = show_figure(Decimal(share.kg))
        yield f"  {place_words(share):<22} {percent} %  {kg} kg{_claimed(share)}"
    if row.untraced_kg != "0":
        stated = show_figure(Decimal(row.untraced_kg))
        yield f"  untraced               {stated} kg stated beyond what came in, in no share"
    for entry in row.entries or ():
        yield f"    {_entry_words(entry)}"


def _claimed(share: OriginShare) -> str:
    """The kg of a share whose country is the word of firms whose registration confirms another."""
    if share.unconfirmed is None:
        return ""
    kg = show_figure(Decimal(share.unconfirmed))
    return f", {kg} kg by the word of firms registered elsewhere"


def place_words(share: OriginShare | OriginEntry) -> str:
    """The class of an origin and its country."""
    if share.origin is OriginClass.UNKNOWN:
        return "unknown"
    country = share.country or "country unknown"
    return country if share.origin is OriginClass.MINED else f"{share.origin.value}, {country}"


def _entry_words(row: OriginEntry) -> str:
    where = row.entry or "several entries"
    home = None if row.registered is None else f"registered in {row.registered}"
    named = ", ".join(part for part in (row.product, row.firm, home) if part)
    return f"{show_figure(Decimal(row.kg))} kg  {place_words(row)}  {where}  {named}".rstrip()
