"""`cradle notices`: what happened that concerns one's organisation, and where it was sent."""

from typing import Final

from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, LedgerFolder
from ledger.cli.terminal.page import show_report

NEWEST: Final = 100
"""The most notices that are shown; the pages of the API have the older ones."""


def command(
    ledger: LedgerFolder = DEFAULT_LEDGER, as_json: AsJson = False, as_csv: AsCsv = False
) -> None:
    """List the newest notices of your organisation.

    Each says what happened, to what and by which firm, where it was sent, and with which result.

    Example: cradle --server https://ledger.example notices
    """
    from ledger.cli.backend.select import select_backend
    from ledger.documents.reports.notices import layout_notices

    with select_backend(ledger) as backend:
        report = backend.notices(NEWEST)
    show_report(report, layout_notices, as_json=as_json, as_csv=as_csv)
