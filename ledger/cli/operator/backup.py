"""`cradle backup`: a copy of a ledger that is proved before the command ends."""

import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, LedgerFolder, show_contents


def command(
    folder: Annotated[Path, typer.Argument(help="A new folder for the backup.")],
    ledger: LedgerFolder = DEFAULT_LEDGER,
    with_keys: Annotated[
        bool,
        typer.Option(
            "--with-keys", help="Also copy the private keys of the logs and the registrar."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Back up a ledger and prove the copy.

    The ledger may keep running. Log roots, statements and documents of the copy are checked. The ledger's folder
    keeps a record of its backups.

    Example: cradle backup backups/monday --ledger my-ledger
    """
    from ledger.cli.backend.folder import KEYS, REGISTRAR
    from ledger.cli.backend.server import require_folder
    from ledger.cli.terminal.waiting import waiting
    from ledger.operation.backup_record import make_recorded_backup

    require_folder()
    with waiting("copying and proving the ledger"):
        private = (KEYS, REGISTRAR) if with_keys else ()
        proved = make_recorded_backup(ledger, folder, private, int(time.time()))
    show_contents(asdict(proved), as_json=as_json)
