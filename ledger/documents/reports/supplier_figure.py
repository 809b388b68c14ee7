"""A figure from a server as a page: its stages, and contributions if the login may see them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ledger.documents.page import Block, Page, Paragraph, table
from ledger.documents.reports.stages import stage_table
from ledger.documents.shown import figure, short
from ledger.footprint.graph.cells import CellKey, Cells, add, parse_cells, stages_of
from ledger.trust.canonical import canonical
from schemas.delivery import Cell

SHOWN = 20
"""Contributions in the table; JSON has all."""


def layout_supplier_figure(found: Mapping[str, object], rulebook: str) -> Page:
    """The page of the figure of a line.

    Raises:
        CradleError: `schema.*` if it is not a figure.
    """
    title = f"kg CO2e per {found.get('unit')}, under {rulebook}"
    return Page(title, blocks=tuple(_blocks(found)))


def _blocks(found: Mapping[str, object]) -> Iterator[Block]:
    exact = found.get("exact") is True
    own = _cells(found.get("own"))
    shown = _cells(found.get("cells")) if exact else _both(own, _cells(found.get("upstream")))
    yield stage_table({stage.value: value for stage, value in stages_of(shown).items()}, "By stage")
    digits = "exact" if exact else "its upstream part rounded to 4 digits"
    yield Paragraph(f"total {found.get('total')}, {digits}")
    rows = found.get("contributions")
    if isinstance(rows, list) and rows:
        most = sorted(rows, key=lambda row: -abs(Decimal(str(row["value"]))))[:SHOWN]
        yield table(
            f"Contributions: {len(most)} of {len(rows)}",
            ("site", "entry", "what", ">kg CO2e per unit"),
            [
                (
                    str(row["site"]),
                    short(str(row["entry"])),
                    str(row["label"]),
                    figure(str(row["value"])),
                )
                for row in most
            ],
        )


def _cells(rows: object) -> Cells:
    listed = rows if isinstance(rows, list) else []
    return parse_cells(Cell.parse(canonical(row)) for row in listed)


def _both(own: Cells, upstream: Cells) -> Cells:
    total: dict[CellKey, Decimal] = {}
    for part in (own, upstream):
        add(total, part, Decimal(1))
    return total
