"""`cradle check`: read a spreadsheet dry and say of each cell what is wrong; nothing is submitted.

The file stays on this machine, whatever server is named, unless `--there` sends it.
"""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.options import AsJson, FactorFiles, SheetLanguage


def command(
    file: Annotated[Path, typer.Argument(help="A filled template, .xlsx or .csv.")],
    corrected: Annotated[
        Path | None, typer.Option(help="Write a workbook with the wrong cells red.")
    ] = None,
    language: SheetLanguage = None,
    factor_sets: FactorFiles = [],  # noqa: B006 - typer copies the default
    ledger: Annotated[
        Path | None, typer.Option(envvar="CRADLE_LEDGER", help="Also hold it against this ledger.")
    ] = None,
    identity: Annotated[
        Path | None,
        typer.Option(envvar="CRADLE_IDENTITY", help="Whose entry it will be, with --ledger."),
    ] = None,
    there: Annotated[
        bool,
        typer.Option("--there", help="Send it to the --server, and hold it against that ledger."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Report on a spreadsheet, row by row: sheet, cell, what was found, what to do. Exit status 1 if it is refused.

    Example: cradle check cells.xlsx --corrected to-correct.xlsx
    """
    from functools import partial

    from ledger.cli.display import Status
    from ledger.cli.sheet import check_file, check_there, show_report
    from ledger.exchange.spreadsheet.corrected import write_corrected

    if there:
        report, correct = check_there(file, language, factor_sets)
    else:
        checked = check_file(file, language, factor_sets, ledger, identity)
        report, correct = checked.report, partial(write_corrected, checked)
    show_report(report, as_json=as_json)
    if corrected is not None:
        corrected.write_bytes(correct())
    if not report.accepted:
        raise Status(1)
