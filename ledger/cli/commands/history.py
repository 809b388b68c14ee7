"""`cradle history`: what you have stated, and what became of it."""

from ledger.cli.terminal.options import (
    DEFAULT_IDENTITY,
    DEFAULT_LEDGER,
    AsCsv,
    AsJson,
    IdentityFolder,
    LedgerFolder,
)


def command(
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List your statements with dates, goods, status and readers.

    The readers are the firms that may read a statement besides you and the operator: the goods without the recipe, or
    all of it. The log records an order and no times, so the dates are those that the statements give.

    Example: cradle history --identity my-keys --ledger my-ledger
    """
    from ledger.cli.backend.select import select_backend
    from ledger.cli.keys.identity import registered_id
    from ledger.cli.terminal.page import show_report
    from ledger.documents.reports.history import layout_history

    with select_backend(ledger) as backend:
        history = backend.own_history(registered_id(identity))
    show_report(history, layout_history, as_json=as_json, as_csv=as_csv)
