"""An origin as a page: each element with its kg per battery and the countries it comes from, in one table."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ledger.documents.page import Block, Cell, Page, Paragraph, table
from ledger.documents.shown import figure
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

Row = tuple[Cell, str, str, str]
"""An element or a place, its share, its kg, and what stands behind them."""


def layout_origin(origin: Origin) -> Page:
    """The page of an origin."""
    return Page(
        f"Origin of the elements in one battery {origin.model}",
        origin.note,
        blocks=[*_blocks(origin)],
    )


def _blocks(origin: Origin) -> Iterator[Block]:
    heads = ("element", ">share", ">kg per battery", "stated")
    yield table("", heads, [line for row in origin.elements for line in _element(row)])
    documents = "document" if origin.due_diligence == 1 else "documents"
    yield Paragraph(f"due diligence: {origin.due_diligence} {documents} named by digest")
    if origin.documents:
        rows = [(row.standard, row.document, row.entry) for row in origin.documents]
        yield table("Due diligence", ("standard", "document", "entry"), rows)


def _element(row: ElementOrigin) -> Iterator[Row]:
    name = Cell(NAMES.get(row.element, row.element))
    if row.kg_per_battery is None:
        yield name, "", "unknown", "no entry states it"
        return
    yield name, "", figure(row.kg_per_battery), ""
    for share in row.shares:
        percent = show_figure(EXPLAIN.multiply(Decimal(share.share), _HUNDRED))
        yield Cell(place_words(share), level=1), f"{percent} %", figure(share.kg), _claimed(share)
    if row.untraced_kg != "0":
        words = "stated beyond what came in, in no share"
        yield Cell("untraced", level=1), "", figure(row.untraced_kg), words
    for entry in row.entries or ():
        yield Cell(place_words(entry), level=2), "", figure(entry.kg), _entry_words(entry)


def _claimed(share: OriginShare) -> str:
    """The kg of a share whose country is the word of firms whose registration confirms another."""
    if share.unconfirmed is None:
        return ""
    return f"{figure(share.unconfirmed)} kg by the word of firms registered elsewhere"


def place_words(share: OriginShare | OriginEntry) -> str:
    """The class of an origin and its country."""
    if share.origin is OriginClass.UNKNOWN:
        return "unknown"
    country = share.country or "country unknown"
    return country if share.origin is OriginClass.MINED else f"{share.origin.value}, {country}"


def _entry_words(row: OriginEntry) -> str:
    home = None if row.registered is None else f"registered in {row.registered}"
    where = row.entry or "several entries"
    return ", ".join(part for part in (where, row.product, row.firm, home) if part)
