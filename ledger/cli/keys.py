"""`cradle keys`: a participant's own keys, made and kept on its own machine."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.display import console, print_json
from schemas.participant import Algorithm

app = typer.Typer(help="Make and show a participant's own keys.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(help="The folder of the keys.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def new(
    folder: Folder,
    alg: Annotated[Algorithm, typer.Option(help="The algorithm of both keys.")] = "ed25519",
    as_json: AsJson = False,
) -> None:
    """Make a root key and a working key in a new folder.

    Example: cradle keys new my-keys
    """
    from ledger.cli.identity import create_identity

    create_identity(folder, alg)
    show(folder, as_json)


@app.command()
def show(folder: Folder, as_json: AsJson = False) -> None:
    """Show the public keys of a folder, and the id they are registered under.

    Example: cradle keys show my-keys
    """
    from ledger.cli.identity import load_identity

    identity = load_identity(folder)
    found = {
        "folder": str(folder),
        "root": identity.root.public.hex(),
        "working": identity.working.public.hex(),
        "participant": identity.participant or "not registered yet",
    }
    if as_json:
        print_json(found)
        return
    for name, value in found.items():
        console.print(f"{name:<12} {value}")
