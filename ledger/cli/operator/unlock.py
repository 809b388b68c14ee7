"""`cradle unlock`: let a copied, moved or restored ledger sign again, given a checkpoint from outside."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.display import console, print_json
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, LedgerFolder


def command(
    ledger: LedgerFolder = DEFAULT_LEDGER,
    checkpoint: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="A checkpoint file that a witness or mirror has."
        ),
    ] = None,
    receipt: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="A receipt file of any participant, or its tlog-proof.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Let a restored ledger sign from this folder.

    Refused unless the ledger reaches the checkpoint or receipt that you give.

    Example: cradle unlock --ledger my-ledger --receipt newest-receipt.json
    """
    from ledger.cli.backend.folder import load_signers
    from ledger.cli.backend.server import require_folder
    from ledger.operation.unlock import checkpoint_of, unlock

    require_folder()
    if (checkpoint is None) == (receipt is None):
        raise typer.BadParameter("Give either --checkpoint FILE or --receipt FILE.")
    shown = checkpoint.read_bytes() if checkpoint is not None else b""
    if receipt is not None:
        shown = checkpoint_of(receipt.read_bytes())
    seen = unlock(ledger, load_signers(ledger), shown)
    report = {"origin": seen.origin, "size": seen.size, "root": seen.root.hex()}
    if as_json:
        print_json(report)
    else:
        console.print(f"The ledger reaches {seen.origin} at {seen.size} and signs on.")
