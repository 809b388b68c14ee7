"""`cradle check`: report the errors of a spreadsheet cell by cell, without submitting it.

The file stays on this machine even if a server is named, unless `--there` sends it.
"""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.options import AsJson, FactorFiles, Force, MappingFile, SheetLanguage


def command(
    file: Annotated[
        Path, typer.Argument(help="A filled template or a mapped sheet: .xlsx, .ods, .xls or .csv.")
    ],
    corrected: Annotated[
        Path | None, typer.Option(help="Write a workbook to this file with the wrong cells red.")
    ] = None,
    language: SheetLanguage = None,
    factor_sets: FactorFiles = [],  # noqa: B006 - typer copies the default
    ledger: Annotated[
        Path | None,
        typer.Option(
            envvar="CRADLE_LEDGER",
            help="Also check the spreadsheet against the ledger in this folder.",
        ),
    ] = None,
    identity: Annotated[
        Path | None,
        typer.Option(
            envvar="CRADLE_IDENTITY",
            help="With --ledger: the folder of the keys that will sign the entry.",
        ),
    ] = None,
    there: Annotated[
        bool,
        typer.Option("--there", help="Send the spreadsheet to the --server and check it there."),
    ] = False,
    mapping: MappingFile = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Check a spreadsheet row by row and submit nothing.

    The report names sheet, cell, what was found and what to do. The exit status is 1 if the spreadsheet would be
    refused.

    Example: cradle check cells.xlsx --corrected to-correct.xlsx
    """
    from functools import partial

    from ledger.cli.commands.sheet import check_file, check_on_server, layout_rows
    from ledger.cli.terminal.display import Status
    from ledger.cli.terminal.files import require_new, write_file
    from ledger.cli.terminal.page import show_report
    from ledger.exchange.spreadsheet.correction import write_corrected
    from schemas.errors import CradleError

    if file.suffix.casefold() == ".json":
        detail = (
            "This is no spreadsheet; `cradle submit` shows a draft before it signs it, and `cradle received check`"
            " checks a file of others."
        )
        raise CradleError("sheet.no_spreadsheet", detail, str(file))
    if corrected is not None:
        _require_other(corrected, file)
        require_new(corrected, force=force)
    if there and mapping is not None:
        detail = (
            "A server reads templates only; check the sheet here, and send what --corrected writes."
        )
        raise CradleError("option.mapping", detail, "--mapping")
    if there:
        report, correct = check_on_server(file, language, factor_sets)
    else:
        checked = check_file(file, language, factor_sets, ledger, identity, mapping)
        report, correct = checked.report, partial(write_corrected, checked)
    show_report(report, layout_rows, as_json=as_json, as_csv=False)
    if corrected is not None:
        write_file(corrected, correct())
    if not report.accepted:
        raise Status(1)


def _require_other(corrected: Path, file: Path) -> None:
    """Refuse to replace the file that is checked, which holds what a corrected file does not."""
    from schemas.errors import CradleError

    if corrected.exists() and file.exists() and corrected.samefile(file):
        detail = "The corrected file would replace the file that is checked; choose another name."
        raise CradleError("file.itself", detail, "--corrected")
