"""A figure from a server: the own part, the upstream or all cells, and contributions if the login may see them."""

from collections.abc import Mapping
from decimal import Decimal

from ledger.cli.terminal.display import (
    console,
    print_json,
    print_stage_bars,
    print_table,
    short,
    show_figure,
)
from ledger.footprint.graph.cells import CellKey, Cells, add, parse_cells, stages_of
from ledger.trust.canonical import canonical
from schemas.signed.delivery import Cell

SHOWN = 20
"""Contributions in the table; JSON has all."""


def show_supplier_figure(figure: Mapping[str, object], rulebook: str, *, as_json: bool) -> None:
    """Show the figure of a line from a server.

    Raises:
        CradleError: `schema.*` if it is not a figure.
    """
    if as_json:
        print_json(figure)
        return
    exact = figure.get("exact") is True
    own = _cells(figure.get("own"))
    shown = _cells(figure.get("cells")) if exact else _both(own, _cells(figure.get("upstream")))
    bars = {stage.value: value for stage, value in stages_of(shown).items()}
    print_stage_bars(bars, f"kg CO2e per {figure.get('unit')}, under {rulebook}")
    digits = "exact" if exact else "its upstream part rounded to 4 digits"
    console.print(f"total {figure.get('total')}, {digits}", markup=False)
    rows = figure.get("contributions")
    if isinstance(rows, list) and rows:
        console.print()
        most = sorted(rows, key=lambda row: -abs(Decimal(str(row["value"]))))[:SHOWN]
        print_table(
            f"Contributions: {len(most)} of {len(rows)}",
            ("site", "entry", "what", ">kg CO2e per unit"),
            [
                (
                    str(row["site"]),
                    short(str(row["entry"])),
                    str(row["label"]),
                    show_figure(Decimal(str(row["value"]))),
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
