"""`cradle map`: the draft of a mapping for a sheet of a firm's own."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.options import AsJson, Force, SheetLanguage


def command(
    file: Annotated[Path, typer.Argument(help="A sheet that is not of the template.")],
    out: Annotated[
        Path | None,
        typer.Option(help="The file to write. Default: FILE.mapping.toml beside it."),
    ] = None,
    language: SheetLanguage = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Draft a mapping of a sheet's columns to the template.

    Answer each ? in it. `cradle check` and `cradle submit` then read every file beside it that has the same headings.

    Example: cradle map consumption.xlsx
    """
    from shlex import quote

    from ledger.cli.terminal.display import console, print_json
    from ledger.cli.terminal.files import read_file, require_new, write_file
    from ledger.cli.terminal.languages import parse_language
    from ledger.cli.terminal.program import command_line
    from ledger.exchange.spreadsheet.mapping import OPEN, SUFFIX
    from ledger.exchange.spreadsheet.mapping_draft import draft_mapping

    spoken = None if language is None else parse_language(language)
    target = out or file.with_name(f"{file.name}{SUFFIX}")
    require_new(target, force=force)
    text = draft_mapping(read_file(file), file.name, spoken)
    write_file(target, text.encode())
    count = text.count(f'= "{OPEN}"')
    if as_json:
        print_json({"mapping": str(target), "open": count})
        return
    then = command_line(f"check {quote(str(file))}")
    console.print(f"{target}: answer each of its {count} ?, then `{then}`", markup=False)
