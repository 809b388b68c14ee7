"""`cradle init`: create a ledger."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.display import console
from ledger.cli.terminal.options import (
    DEFAULT_LEDGER,
    AsJson,
    Database,
    LedgerFolder,
    Unencrypted,
)
from ledger.cli.terminal.page import show_facts


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
    registrar_root: Annotated[
        str | None,
        typer.Option(
            help="Use this root key for the registrar, file or pkcs11: URI; made if absent. Default: a new file"
            " beside the ledger's folder."
        ),
    ] = None,
    unencrypted: Unencrypted = False,
    as_json: AsJson = False,
) -> None:
    """Create a ledger in a new folder.

    Makes new log keys and registers the operator as the first registrar. The registrar's root key is made outside the
    folder; move it off this machine.

    Example: cradle init --ledger my-ledger --origin ledger.example/battery --operator "Example AG" --country DE
    """
    from ledger.cli.backend.folder import NewKeys, create_ledger, root_beside
    from ledger.cli.backend.server import require_folder
    from ledger.cli.keys.passphrases import new_protection
    from ledger.cli.keys.private_keys import key_place
    from schemas.signed.participant import Profile

    require_folder()
    profile = Profile.parse(_profile(operator, country))
    root = root_beside(ledger) if registrar_root is None else key_place(registrar_root)
    keys = NewKeys(new_protection(unencrypted=unencrypted), root)
    with create_ledger(ledger, origin, profile, keys, database, checkpoints) as (opened, registrar):
        entries, registry = opened.vkeys()
        report = {
            "ledger": str(ledger),
            "origin": opened.origin,
            "entries_key": entries,
            "registry_key": registry,
            "registrar": registrar.id,
            "registrar_root": str(registrar.root_place),
        }
    show_facts(report, as_json=as_json)
    if as_json:
        return
    console.print("Publish the two keys and the registrar's id: an auditor's policy lists them.")
    console.print(
        "Move registrar_root off this machine: it changes the registrar's keys, and nothing else uses it."
    )


def _profile(name: str, country: str) -> bytes:
    from ledger.trust.canonical import canonical

    return canonical({"legal_name": name, "country": country})
