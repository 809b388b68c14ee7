"""`cradle restore`: a ledger from a backup, proved, and read-only until it is unlocked."""

import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.display import console
from ledger.cli.terminal.options import (
    AsJson,
    Database,
    show_contents,
)
from schemas.errors import CradleError


def command(
    backup: Annotated[Path, typer.Argument(help="The folder of the backup.")],
    to: Annotated[Path | None, typer.Option(help="A new folder for the ledger.")] = None,
    check: Annotated[
        Path | None,
        typer.Option(
            help="The folder of the ledger that was backed up: only check that the backup can be restored, note it "
            "there, and keep nothing else.",
        ),
    ] = None,
    database: Database = None,
    checkpoints: Annotated[
        Path | None,
        typer.Option(help="The checkpoint folder of the lost ledger, if it survived."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Restore a backup into a new folder and check it.

    The ledger accepts nothing until `cradle unlock`. With `--check` the result is proved and removed again.

    Example: cradle restore backups/monday --to my-ledger
    """
    from ledger.cli.backend.server import require_folder
    from ledger.cli.terminal.waiting import waiting
    from ledger.operation.backup import restore_backup
    from ledger.operation.backup_record import check_backup

    require_folder()
    if check is not None and to is None:
        with waiting("restoring and proving the ledger"):
            restored = check_backup(check, backup, int(time.time()))
        show_contents(asdict(restored), as_json=as_json)
        return
    if to is None or check is not None:
        raise typer.BadParameter("Give either --to FOLDER or --check FOLDER.")
    if checkpoints is not None and not (checkpoints.is_dir() or checkpoints.parent.is_dir()):
        detail = "The checkpoint store is a folder, and there is none of this name; check the path."
        raise CradleError("checkpoint.store", detail, str(checkpoints))
    if checkpoints is not None and checkpoints.is_file():
        detail = "The checkpoint store is a folder, and this is a file; check the path."
        raise CradleError("checkpoint.store", detail, str(checkpoints))
    with waiting("copying and proving the ledger"):
        restored = restore_backup(backup, to, database, checkpoints)
    show_contents(asdict(restored), as_json=as_json)
    if not as_json:
        console.print(
            "The ledger is read-only: put its keys back, then give `cradle unlock` the newest"
            " receipt or checkpoint that anyone has."
        )
