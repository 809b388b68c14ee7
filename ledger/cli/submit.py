"""`cradle submit`: sign an entry with your own keys and hand it in."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.options import (
    DEFAULT_IDENTITY,
    DEFAULT_LEDGER,
    AsJson,
    Cited,
    IdentityFolder,
    LedgerFolder,
    Quiet,
    show_receipt,
)


def command(
    draft: Annotated[Path, typer.Argument(help="The entry as a JSON draft (docs/formats).")],
    cite: Cited = [],  # noqa: B006 - typer copies the default
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Sign the entry of a draft file and submit it; the answer is a receipt with its proof.

    Example: cradle submit entry.json --cite ore=sha256:... --identity my-keys --ledger my-ledger
    """
    from ledger.cli.draft_file import submit_file
    from ledger.exchange.entry_draft import parse_entry_draft

    receipt = submit_file(draft, cite, parse_entry_draft, identity, ledger)
    show_receipt(receipt, as_json=as_json, quiet=quiet)
