"""`cradle submit`: sign an entry with your own keys and submit it, from a JSON draft or a spreadsheet."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.options import (
    DEFAULT_IDENTITY,
    DEFAULT_LEDGER,
    AsJson,
    Cited,
    FactorFiles,
    IdentityFolder,
    LedgerFolder,
    Quiet,
    SheetLanguage,
    show_receipt,
)


def command(
    draft: Annotated[
        Path, typer.Argument(help="A JSON draft (docs/formats) or a filled template.")
    ],
    cite: Cited = [],  # noqa: B006 - typer copies the default
    language: SheetLanguage = None,
    factor_sets: FactorFiles = [],  # noqa: B006 - typer copies the default
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Sign an entry and submit it.

    Prints the receipt with its proof. A spreadsheet with errors is answered with its report. Submitting the same
    spreadsheet again changes nothing.

    Example: cradle submit entry.json --cite ore=sha256:... --identity my-keys --ledger my-ledger
    """
    from ledger.exchange.spreadsheet.opening import is_spreadsheet

    if is_spreadsheet(draft.name):
        from ledger.cli.commands.sheet import show_report, submit_sheet
        from ledger.cli.terminal.display import Status

        checked, first = submit_sheet(draft, language, factor_sets, identity, ledger)
        if first is None:
            show_report(checked.report, as_json=as_json)
            raise Status(1)
        show_receipt(first, as_json=as_json, quiet=quiet)
        return
    from ledger.cli.commands.draft_file import submit_file
    from ledger.exchange.entry_draft import parse_entry_draft

    receipt = submit_file(draft, cite, parse_entry_draft, identity, ledger)
    show_receipt(receipt, as_json=as_json, quiet=quiet)
