"""The cuts of a case in the demo's summary and JSON: each with its reason and its size."""

from collections.abc import Sequence

from ledger.cli.terminal.display import console, print_table, show_figure, show_percent
from ledger.exchange.case_cuts import CutSize
from ledger.footprint.graph.numbers import format_decimal


def cuts_as_json(sizes: Sequence[CutSize]) -> dict[str, object]:
    """The cuts for a program; nothing if no loop was cut."""
    if not sizes:
        return {}
    rows = [
        {
            "code": "case.cut_size",
            "from": size.cut.supply,
            "to": size.cut.user,
            "reason": size.cut.reason,
            "output": size.output,
            "missing_kg": format_decimal(size.kg),
            "solved_kg": format_decimal(size.full),
        }
        for size in sizes
    ]
    return {"cuts": rows}


def print_cuts(sizes: Sequence[CutSize]) -> None:
    """Print each cut with the kg CO2e that it leaves out of a figure, the loop solved."""
    if not sizes:
        return
    console.print()
    print_table(
        "Loops that were cut, and what the figure lacks, kg CO2e per unit of output",
        ("from", "to", "output", ">lacks", ">solved", ">of solved", "reason"),
        [
            (
                size.cut.supply,
                size.cut.user,
                size.output,
                show_figure(size.kg),
                show_figure(size.full),
                show_percent(size.kg, size.full),
                size.cut.reason,
            )
            for size in sizes
        ],
    )
