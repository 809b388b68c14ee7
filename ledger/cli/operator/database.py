"""`cradle database`: the revision of a ledger's database, and its upgrade to this program's."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import Status, console, print_json
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, LedgerFolder

if TYPE_CHECKING:
    from ledger.operation.upgrading import UpgradeStatus as Found

app = typer.Typer(
    help="Show the revision of a ledger's database, and upgrade it.", no_args_is_help=True
)


@app.command()
def status(ledger: LedgerFolder = DEFAULT_LEDGER, as_json: AsJson = False) -> None:
    """Show the database's revision and what an upgrade does.

    The exit status is 1 if an upgrade is needed.

    Example: cradle database status --ledger my-ledger
    """
    from ledger.cli.backend.server import require_folder
    from ledger.operation.upgrading import status_of

    require_folder()
    state = status_of(ledger)
    if as_json:
        print_json(_status_json(state))
    else:
        console.print(f"{'database':<10} revision {state.revision}", markup=False)
        console.print(f"{'program':<10} revision {state.program}", markup=False)
        for step in state.steps:
            console.print(f"{'upgrade':<10} {step.revision}: {step.makes}", markup=False)
    if state.steps:
        raise Status(1)


@app.command()
def upgrade(
    ledger: LedgerFolder = DEFAULT_LEDGER,
    copy: Annotated[
        Path | None,
        typer.Option(
            help="SQLite: a new file for the copy. Default: before-REVISION.db in the ledger's folder."
        ),
    ] = None,
    copied: Annotated[
        bool,
        typer.Option(
            "--copied", help="A database server: confirm that you have made a copy of it."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Upgrade the database to this program's revision.

    The database is copied first. The upgrade runs in one transaction and is checked before it is committed.

    Example: cradle database upgrade --ledger my-ledger
    """
    from dataclasses import asdict

    from ledger.cli.backend.server import require_folder
    from ledger.cli.terminal.files import require_place
    from ledger.cli.terminal.options import show_contents
    from ledger.cli.terminal.waiting import waiting
    from ledger.operation import upgrading
    from schemas.errors import CradleError

    require_folder()
    if copy is not None:
        require_place(copy)
    state = upgrading.status_of(ledger)
    if state.server and state.steps and not copied:
        detail = "The database is not copied; copy it (pg_dump), then confirm with --copied."
        raise CradleError("upgrade.copy", detail, "--copied")
    if copy is None and not state.server:
        copy = ledger / f"before-{state.program}.db"
    with waiting("upgrading and proving the database"):
        done = upgrading.upgrade(ledger, copy)
    if as_json:
        upgraded = (
            None if done is None else {"copy": done.copy and str(done.copy), **asdict(done.proved)}
        )
        print_json({**_status_json(state), "upgraded": upgraded})
    elif done is None:
        console.print(f"The database is at revision {state.program} already.", markup=False)
    else:
        if done.copy is not None:
            console.print(f"copied to {done.copy}", markup=False)
        console.print(f"upgraded from {done.before.revision} to {done.before.program}; proved:")
        show_contents(asdict(done.proved), as_json=False)


def _status_json(state: "Found") -> dict[str, object]:
    return {
        "revision": state.revision,
        "program": state.program,
        "steps": [step._asdict() for step in state.steps],
    }
