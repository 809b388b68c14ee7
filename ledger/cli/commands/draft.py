"""`cradle draft`: write an example of a JSON file that another command takes."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from ledger.cli.terminal.options import AsJson, Force


class Example(StrEnum):
    """The files that have an example."""

    ENTRY = "entry"
    BALANCE = "balance"
    FACTOR_SET = "factor-set"


NEXT: Final = {
    Example.ENTRY: "submit {file} --cite steel=ID",
    Example.BALANCE: "balance {file} --cite brackets=ID",
    Example.FACTOR_SET: "factors add {file}",
}
"""The command that takes the file of each example."""


def command(
    kind: Annotated[
        Example,
        typer.Argument(
            help="An entry (docs/formats/entry.md), a site balance (docs/formats/site_balance.md) or a factor set"
            " (docs/formats/rulebook.md)."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(help="Write the example to this file. Default: standard output.")
    ] = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write an example of a JSON draft to change.

    The example is complete and valid: put your own amounts and ids in its place, then `cradle submit`, `balance` or
    `factors add` takes it. A name such as @steel cites a statement, whose id --cite gives. Its flows are of factor sets
    that come with Cradle (`cradle factors show`). A spreadsheet is written by `cradle template`.

    Example: cradle draft entry --out entry.json
    """
    import sys
    from shlex import quote

    from ledger.cli.terminal.display import conclude
    from ledger.cli.terminal.files import require_new, write_file
    from ledger.cli.terminal.program import command_line
    from ledger.exchange.example_drafts import example_file

    if out is None:
        sys.stdout.write(example_file(kind).decode())
        return
    require_new(out, force=force)
    write_file(out, example_file(kind))
    then = command_line(NEXT[kind].format(file=quote(str(out))))
    conclude(
        {"file": str(out), "kind": kind.value},
        f"{out}: an example; change it, then `{then}`",
        as_json=as_json,
    )
