"""`cradle monitor`: check a whole ledger, also while another process runs it, and sign the findings.

It locks and writes nothing. The signing keys are the monitor's own and need no registration. The command prints the
verifier key, Ed25519, for readers to list in their policies. Exit status 0 consistent; 1 two things contradict; 2
something is missing; 3 wrong usage.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import Status, console, progress_console
from ledger.cli.terminal.files import require_new, write_file
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, Force, LedgerFolder
from ledger.cli.terminal.page import show_report
from schemas.errors import CradleError

if TYPE_CHECKING:
    from ledger.cli.keys.identity import Identity
    from schemas.views.monitor import MonitorReport


def command(
    ledger: LedgerFolder = DEFAULT_LEDGER,
    out: Annotated[
        Path | None, typer.Option(help="Write the signed report to this file, JSON.")
    ] = None,
    identity: Annotated[
        Path | None, typer.Option(help="The folder of the monitor's keys; needed for --out.")
    ] = None,
    name: Annotated[str, typer.Option(help="The monitor's name in its reports.")] = "monitor",
    force: Force = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Check a whole ledger and report findings.

    Hashes every document, rebuilds both logs and checks every rule. The exit status is 0 if the ledger is
    consistent, 1 if two things contradict, 2 if something is missing.

    Example: cradle monitor --ledger my-ledger --identity my-keys --out monitor.json
    """
    from ledger.audit.log.monitor import sign_monitor
    from ledger.audit.report.monitor import layout_monitor, shorten
    from ledger.cli.backend.server import require_folder
    from ledger.cli.keys.identity import load_identity
    from ledger.trust.note import check_name

    require_folder()
    if (out is None) != (identity is None):
        detail = "A written report is signed; give --out and --identity together."
        raise CradleError("monitor.identity", detail, "identity")
    if out is not None:
        require_new(out, force=force)
    check_name(name, "--name")
    keys = None if identity is None else load_identity(identity)
    vkey = None if keys is None else _vkey(name, keys)  # Refused before the long pass, not after.
    report = _run(ledger, as_json=as_json)
    show_report(report, layout_monitor, as_json=as_json, as_csv=as_csv)
    if out is not None and keys is not None:
        write_file(out, sign_monitor(shorten(report), keys.working))
        if not (as_json or as_csv):
            console.print(f"wrote {out}; for policies: monitors = [{vkey!r}]", markup=False)
    raise Status(report.exit_code)


def _run(ledger: Path, *, as_json: bool) -> "MonitorReport":
    """Check the ledger, with a progress bar at a terminal."""
    from datetime import UTC, datetime

    from rich.progress import Progress

    from ledger.operation.monitor import monitor_folder

    screen = progress_console
    hidden = as_json or not screen.is_terminal
    with Progress(console=screen, transient=True, disable=hidden) as progress:
        task = progress.add_task("opening", total=None)

        def advance(what: str, done: int, total: int) -> None:
            progress.update(task, description=what, completed=done, total=total)

        return monitor_folder(ledger, datetime.now(UTC).date().isoformat(), advance)


def _vkey(name: str, keys: "Identity") -> str:
    """The verifier key for policies."""
    from ledger.trust.note import ED25519, Vkey, format_vkey

    return format_vkey(Vkey(name, ED25519, keys.working.public))
