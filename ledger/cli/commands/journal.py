"""`cradle access journal`: the journal of reads.

In the folder of a ledger it shows all lines, as the operator sees them. Over `--server` it shows the lines that the
login may see; for a supplier, the reads of its own data.
"""

from datetime import UTC, datetime
from itertools import islice
from typing import Annotated

import typer

from ledger.cli.terminal.options import DEFAULT_LEDGER, LARGEST, AsCsv, AsJson, LedgerFolder
from ledger.cli.terminal.page import show_report
from ledger.documents.page import listing

READ = ("organisation", "name", "action", "subject", "detail")

PAGE = 500
"""Lines that are read at once."""


def journal(
    most: Annotated[
        int, typer.Option("--most", min=1, max=LARGEST, help="The maximum number of lines.")
    ] = 100,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show who read which data, newest first.

    With `--server` a login sees the reads of its own organisation's data; the operator sees all.

    Example: cradle access journal --most 20
    """
    from ledger.cli.backend.select import select_backend
    from ledger.client.paging import every

    with select_backend(ledger) as desk:
        events = islice(every(desk.journal, limit=min(most, PAGE)), most)
        rows = [row.to_json() for row in events]
    layout = listing(
        "Who read which data",
        ("at", *READ),
        lambda row: (_moment(row["at"]), *(str(row[name]) for name in READ)),
    )
    show_report({"items": rows}, lambda it: layout(it["items"]), as_json=as_json, as_csv=as_csv)


def _moment(at: object) -> str:
    return datetime.fromtimestamp(int(str(at)), UTC).isoformat()
