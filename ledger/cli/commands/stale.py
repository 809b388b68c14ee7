"""`cradle stale`: out-of-date figures: each change since they were signed, with its effect."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, LedgerFolder
from ledger.cli.terminal.page import show_report


def command(
    identity: Annotated[
        Path | None,
        typer.Option(
            envvar="CRADLE_IDENTITY",
            help="Show only figures of the owner of the keys in this folder.",
        ),
    ] = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List out-of-date figures.

    Shows each change of a statement behind a calculation or a delivered figure: by whom, by which of your rows, the
    stated reason, and the figure before and after. The difference opens by stage and cause. For a declared calculation
    it says if the rulebook asks for a new declaration. A server shows the issuer and reason of statements that you see.

    Example: cradle stale --identity my-keys --ledger my-ledger
    """
    from ledger.cli.backend.select import select_backend
    from ledger.cli.keys.identity import registered_id
    from ledger.cli.terminal.waiting import waiting
    from ledger.documents.reports.stale import layout_stale
    from schemas.views.stale import StaleResponse

    own = None if identity is None else registered_id(identity)
    with select_backend(ledger) as backend, waiting("comparing figures"):
        rows = tuple(row for row in backend.stale().items if own in {None, row.issuer})
    report = StaleResponse(items=rows)
    show_report(report, layout_stale, as_json=as_json, as_csv=as_csv)
