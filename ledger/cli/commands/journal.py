"""`cradle access journal`: the journal of reads.

In the folder of a ledger it shows all lines, as the operator sees them. Over `--server` it shows the lines that the
login may see; for a supplier, the reads of its own data.
"""

from datetime import UTC, datetime
from itertools import islice
from typing import Annotated

import typer

from ledger.cli.terminal.display import console, print_json
from ledger.cli.terminal.options import DEFAULT_LEDGER, LARGEST, AsJson, LedgerFolder

PAGE = 500
"""Lines that are read at once."""


def journal(
    most: Annotated[
        int, typer.Option("--most", min=1, max=LARGEST, help="The maximum number of lines.")
    ] = 100,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Show who read which data, newest first.

    With `--server` a login sees the reads of its own organisation's data; the operator sees all.

    Example: cradle access journal --most 20
    """
    from ledger.cli.backend.select import select_backend
    from ledger.client.paging import every

    with select_backend(ledger) as desk:
        rows = list(islice(every(desk.journal, limit=min(most, PAGE)), most))
    if as_json:
        print_json({"items": [row.to_json() for row in rows]})
        return
    for row in rows:
        at = datetime.fromtimestamp(row.at, UTC).isoformat()
        words = at, row.organisation, row.action, row.subject, row.detail
        console.print("  ".join(words), markup=False)
