"""`cradle init`: create a ledger."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.display import console, print_json
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, Database, LedgerFolder


def command(
    origin: Annotated[
        str, typer.Option(help="The logs' permanent name, such as ledger.example/battery.")
    ],
    operator: Annotated[
        str, typer.Option(help="The legal name of the operator, who is also the first registrar.")
    ],
    country: Annotated[
        str, typer.Option(help="The operator's country, ISO 3166 alpha-2, such as DE.")
    ],
    ledger: LedgerFolder = DEFAULT_LEDGER,
    database: Database = None,
    checkpoints: Annotated[
        Path | None,
        typer.Option(
            help="A new folder for signed checkpoints, best on another disk. Default: in the ledger's "
            "folder."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Create a ledger in a new folder.

    Makes new log keys and registers the operator as the first registrar.

    Example: cradle init --ledger my-ledger --origin ledger.example/battery --operator "Example AG" --country DE
    """
    from ledger.cli.backend.folder import create_ledger
    from ledger.cli.backend.server import require_folder
    from schemas.participant import Profile

    require_folder()
    profile = Profile.parse(_profile(operator, country))
    with create_ledger(ledger, origin, profile, database, checkpoints) as (opened, registrar):
        entries, registry = opened.vkeys()
        found = {
            "ledger": str(ledger),
            "origin": opened.origin,
            "entries_key": entries,
            "registry_key": registry,
            "registrar": registrar.id,
        }
    if as_json:
        print_json(found)
        return
    for name, value in found.items():
        console.print(f"{name:<14} {value}", markup=False)
    console.print("Publish the two keys and the registrar's id: an auditor's policy lists them.")


def _profile(name: str, country: str) -> bytes:
    from ledger.trust.canonical import canonical

    return canonical({"legal_name": name, "country": country})
