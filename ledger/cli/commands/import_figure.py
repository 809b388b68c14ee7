"""`cradle import`: store a PACT or Catena-X file, and print the row by which an entry uses its figure."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import console, print_json
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, LedgerFolder
from ledger.cli.terminal.page import print_blocks, show_facts
from ledger.documents.page import Facts, fact

if TYPE_CHECKING:
    from ledger.exchange.pact.description import Description


def command(
    file: Annotated[Path, typer.Argument(help="The file as it was received.")],
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Store a PACT or Catena-X footprint for use in an entry.

    Shows the file's content and prints the input row for an entry draft.

    Example: cradle import footprint.json --ledger my-ledger
    """
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.files import read_file
    from ledger.exchange.pact.description import describe

    data = read_file(file)
    described = describe(data)
    with select_backend(ledger) as backend:
        backend.keep_import(data)
    show_described(described, as_json=as_json)


def show_described(described: "Description", *, as_json: bool) -> None:
    """Show a file's contents for a program, or for a person with the row to copy."""
    if as_json:
        print_json(described)
        return
    contents = dict(described)
    remarks, row = contents.pop("remarks"), contents.pop("row")
    show_facts({name: row or "not stated" for name, row in contents.items()}, as_json=False)
    listed = remarks if isinstance(remarks, list) else ()
    print_blocks((Facts(tuple(fact("remark", text) for text in listed)),))
    console.print("\nThe row for an entry draft; put in your own amount, purpose and stage:")
    print_json(row)
