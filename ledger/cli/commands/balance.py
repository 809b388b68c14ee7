"""`cradle balance`: state a site's total purchases and their distribution over the site's entries."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.options import (
    DEFAULT_IDENTITY,
    DEFAULT_LEDGER,
    AsJson,
    Cited,
    IdentityFolder,
    LedgerFolder,
    Quiet,
    Yes,
    show_receipt,
)


def command(
    draft: Annotated[
        Path,
        typer.Argument(
            help="The balance as a JSON draft, such as that of `cradle draft balance` (docs/formats/site_balance.md)."
        ),
    ],
    cite: Cited = [],  # noqa: B006 - typer copies the default
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
    yes: Yes = False,
) -> None:
    """Sign a site balance and submit it.

    The balance is read from a JSON draft. Its amounts must be those that your entries state.

    Example: cradle balance balance.json --cite cells=sha256:... --identity my-keys --ledger my-ledger
    """
    from ledger.cli.commands.draft_file import Asking, submit_file
    from ledger.exchange.draft_files import parse_balance_draft

    asking = Asking(quiet, yes or quiet or as_json)
    receipt = submit_file(draft, cite, parse_balance_draft, identity, ledger, asking)
    show_receipt(receipt, as_json=as_json, quiet=quiet)
