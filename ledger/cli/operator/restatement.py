"""`cradle restatement`: the figures that changes of the registry touch, before and after them, in all digits.

The operator's command, in the ledger's folder: it shows figures of every manufacturer. `cradle stale` shows a
manufacturer its own, with the causes.
"""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import print_json, short
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, Force, LedgerFolder
from ledger.cli.terminal.page import print_page
from ledger.documents.page import Page, table

if TYPE_CHECKING:
    from ledger.service.answers.restatement import RestatedFigure, Restatement
    from ledger.state.stale import LineageChange


def command(
    since: Annotated[
        int, typer.Option(help="The registry size before the changes; leaf 40 is after size 40.")
    ],
    until: Annotated[
        int | None, typer.Option(help="The registry size after them; without it, the current one.")
    ] = None,
    plot: Annotated[
        Path | None,
        typer.Option(help="Draw how far each entry and calculation moves to this file (SVG)."),
    ] = None,
    force: Force = False,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the figures that changes of the registry touch.

    Shows each calculation behind which a statement was replaced or withdrawn, or whose product got another batch: its
    exact figure before and after, its declarations, and the number of entries that had to be computed again. The
    picture has these entries in columns, from what was changed to the calculations.

    Example: cradle restatement --since 40 --until 41 --ledger my-ledger
    """
    from ledger.cli.backend.folder import open_ledger
    from ledger.cli.backend.server import require_folder
    from ledger.cli.operator.restatement_wave import wave_picture
    from ledger.cli.terminal.files import require_new, write_file
    from ledger.cli.terminal.waiting import waiting
    from ledger.service.answers.restatement import restate

    require_folder()
    if plot is not None:
        require_new(plot, force=force)
    with open_ledger(ledger) as opened, waiting("computing figures"):
        restatement = restate(opened, since, until)
    if plot is not None:
        write_file(plot, wave_picture(restatement).encode())
    if as_json:
        print_json(asdict(restatement))
    else:
        print_page(_layout(restatement), as_csv=as_csv)


def _layout(restatement: "Restatement") -> Page:
    leaves = f"registry leaves {restatement.since} to {restatement.until - 1}"
    heads = ("calculation", "model", "site", ">before", ">after", "problem", "entries")
    changes = [
        (short(row.id), f"leaf {change.index}", short(change.statement), _event(change))
        for row in restatement.figures
        for change in row.changes
    ]
    declared = [
        (short(row.id), short(name)) for row in restatement.figures for name in row.declarations
    ]
    return Page(
        f"{leaves} touch {len(restatement.figures)} calculations",
        "kg CO2e per kWh of a battery's total energy, or per declared unit of another product",
        blocks=(
            table("Figures", heads, map(_cells, restatement.figures)),
            table("Declared in", ("calculation", "declaration"), declared),
            table("Changes", ("calculation", "leaf", "changed", "how"), changes),
        ),
    )


def _cells(row: "RestatedFigure") -> tuple[str, ...]:
    totals = ("no figure" if total is None else total for total in (row.before, row.after))
    entries = f"{len(row.recomputed)} computed again, {row.kept} kept"
    return row.id, row.model, row.site, *totals, row.problem or "", entries


def _event(change: "LineageChange") -> str:
    return change.event if change.event == "added" else f"{change.event} by {short(change.by)}"
