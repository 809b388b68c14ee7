"""A figure from a server as a page: its stages, and contributions if the login may see them."""

from collections.abc import Iterator
from decimal import Decimal

from ledger.documents.page import Block, Page, Paragraph, table
from ledger.documents.reports.stages import stage_table
from ledger.documents.shown import figure, short
from ledger.footprint.graph.cells import CellKey, add, parse_cells, stages_of
from schemas.views.footprint import FootprintResponse

SHOWN = 20
"""Contributions in the table; JSON has all."""

HEADS = ("site", "entry", "what", ">kg CO2e per unit")


def layout_supplier_figure(footprint: FootprintResponse, rulebook: str) -> Page:
    """The page of the figure of a line."""
    title = f"kg CO2e per {footprint.unit}, under {rulebook}"
    return Page(title, blocks=tuple(_blocks(footprint)))


def _blocks(footprint: FootprintResponse) -> Iterator[Block]:
    shown: dict[CellKey, Decimal] = {}
    for part in (footprint.cells,) if footprint.exact else (footprint.own, footprint.upstream):
        add(shown, parse_cells(part or ()), Decimal(1))
    yield stage_table({stage.value: value for stage, value in stages_of(shown).items()}, "By stage")
    digits = "exact" if footprint.exact else "its upstream part rounded to 4 digits"
    yield Paragraph(f"total {footprint.total}, {digits}")
    rows = sorted(footprint.contributions or (), key=lambda row: -abs(Decimal(row.value)))
    most = [(row.site, short(row.entry), row.label, figure(row.value)) for row in rows[:SHOWN]]
    if most:
        yield table(f"Contributions: {len(most)} of {len(rows)}", HEADS, most)
