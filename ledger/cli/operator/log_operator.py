"""`cradle log witness`, `checkpoint`, `export-static`: the operator's commands for publishing its logs."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from ledger.cli.terminal.display import Status, console, print_json
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, LedgerFolder
from schemas.errors import CradleError


def witness(
    witness: Annotated[
        list[str],
        typer.Option(
            help="A witness: its URL, or its verifier key, a space and its URL; several separated by "
            "commas; may be repeated."
        ),
    ],
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Ask witnesses to cosign both logs.

    The cosignatures are stored. The exit status is 0 if all have signed, 1 if one has not.

    Example: cradle log witness --witness https://witness.example/w1 --ledger my-ledger
    """
    from ledger.cli.backend.folder import open_ledger
    from ledger.operation.cosign import ask_witnesses, read_witness

    named = [text for option in witness for text in option.split(",") if text.strip()]
    if not named:
        raise CradleError("option.witness", "No witness is named; give its URL.", "--witness")
    witnesses = [read_witness(text) for text in named]
    with open_ledger(ledger) as opened:
        outcomes = ask_witnesses(opened, witnesses)
    if as_json:
        print_json(
            [
                {"witness": row.witness, "log": row.log, "size": row.size, "time": row.time}
                | ({"refusal": row.refusal.code} if row.refusal is not None else {})
                for row in outcomes
            ]
        )
    else:
        for row in outcomes:
            moment = (
                f"cosigned {datetime.fromtimestamp(row.time, UTC):%Y-%m-%dT%H:%M:%SZ}"
                if row.time is not None
                else row.refusal
            )
            console.print(f"{row.log:<9}{row.size:>6}  {row.witness}: {moment}", markup=False)
    if any(row.refusal is not None for row in outcomes):
        raise Status(1)


def checkpoint(
    log: Annotated[Literal["entries", "registry"], typer.Argument(help="The log.")] = "entries",
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Print the newest cosigned checkpoint of a log.

    If no witness has cosigned yet, it is the newest signed one.

    Example: cradle log checkpoint registry --ledger my-ledger
    """
    from ledger.cli.backend.folder import open_ledger
    from ledger.operation.published_checkpoints import cosigned_pair, present_pair

    with open_ledger(ledger) as opened, opened.store.read() as connection:
        pair = cosigned_pair(opened.store, connection, log)
        pair = pair or present_pair(opened.store, connection)
    note = pair.note(log).decode("utf-8")
    if as_json:
        print_json({"log": log, "checkpoint": note})
    else:
        console.print(note, markup=False, end="")


def export_static(
    folder: Annotated[Path, typer.Argument(help="The folder to write or update.")],
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Write both logs as static files for a web server.

    The files are C2SP tiles. Log sizes over time show the volume of trade: decide if you publish them.

    Example: cradle log export-static public-logs --ledger my-ledger
    """
    from ledger.cli.backend.folder import open_ledger
    from ledger.operation.static import export_static as export

    with open_ledger(ledger) as opened:
        sizes = export(opened, folder)
    if as_json:
        print_json({"folder": str(folder)} | sizes)
    else:
        sizes_text = ", ".join(f"{log} {size} leaves" for log, size in sizes.items())
        console.print(f"wrote {folder}: {sizes_text}", markup=False)
