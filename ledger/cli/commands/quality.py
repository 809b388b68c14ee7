"""`cradle quality`: the data quality rating of a calculation, and the cost of defaults in place of suppliers' data."""

from typing import Annotated

import typer

from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, LedgerFolder
from ledger.cli.terminal.page import show_report


def command(
    calculation: Annotated[str, typer.Argument(help="The id of a calculation.")],
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show a calculation's data quality rating.

    Shows the rating, the most relevant processes and what the default data cost. A server shows other firms'
    processes and prices to the operator and the engaged auditor only.

    Example: cradle quality sha256:... --ledger my-ledger
    """
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.waiting import waiting
    from ledger.documents.reports.quality import layout_quality

    with select_backend(ledger) as backend, waiting("rating the data"):
        found = backend.quality(full_id(backend, calculation, "calculation"))
    show_report(found, layout_quality, as_json=as_json, as_csv=as_csv)
