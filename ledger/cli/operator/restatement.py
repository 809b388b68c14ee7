"""`cradle restatement`: the figures that changes of the registry touch, before and after them, in all digits.

The operator's command, in the ledger's folder: it shows figures of every manufacturer. `cradle stale` shows a
manufacturer its own, with the causes.
"""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import console, print_json, print_text, short
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, Force, LedgerFolder

if TYPE_CHECKING:
    from ledger.service.answers.restatement import RestatedFigure


def command(
    since: Annotated[
        int, typer.Option(help="The registry size before the changes; leaf 40 is after size 40.")
    ],
    until: Annotated[
        int | None, typer.Option(help="The registry size after them; without it, the present one.")
    ] = None,
    plot: Annotated[
        Path | None,
        typer.Option(help="Draw how far each entry and calculation moves to this file (SVG)."),
    ] = None,
    force: Force = False,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
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
        found = restate(opened, since, until)
    if plot is not None:
        write_file(plot, wave_picture(found).encode())
    if as_json:
        print_json(asdict(found))
        return
    for row in found.figures:
        _show(row)
    leaves = f"registry leaves {found.since} to {found.until - 1}"
    console.print(f"{leaves} touch {len(found.figures)} calculations")


def _show(row: "RestatedFigure") -> None:
    console.print(f"{row.id}", markup=False)
    console.print(f"  {'model':<11} {row.model}, site {row.site}", markup=False)
    for name in row.declarations:
        console.print(f"  {'declared in':<11} {short(name)}", markup=False)
    for change in row.changes:
        by = "" if change.event == "added" else f" by {short(change.by)}"
        words = f"leaf {change.index}: {short(change.statement)} {change.event}{by}"
        console.print(f"  {'changed':<11} {words}", markup=False)
    for label, total in (("before", row.before), ("after", row.after)):
        shown = "no figure" if total is None else f"{total} kg CO2e per kWh of total energy"
        print_text(f"  {label:<11} {shown}")
    if row.problem is not None:
        print_text(f"  {'problem':<11} {row.problem}")
    console.print(
        f"  {'entries':<11} {len(row.recomputed)} computed again, {row.kept} kept", markup=False
    )
