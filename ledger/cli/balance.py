"""`cradle balance`: state what a site of yours bought as a whole, and which of your entries it went into."""

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
    named_ids,
    show_receipt,
)


def command(
    draft: Annotated[Path, typer.Argument(help="The balance as a JSON draft (docs/formats).")],
    cite: Cited = [],  # noqa: B006 - typer copies the default
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Sign the site balance of a draft file and submit it; amounts must be those that your entries state.

    Example: cradle balance balance.json --cite cells=sha256:... --identity my-keys --ledger my-ledger
    """
    from ledger.cli.identity import fresh, load_identity
    from ledger.cli.opening import open_ledger, send
    from ledger.cli.verify import read
    from ledger.exchange.balance_draft import parse_balance_draft
    from ledger.exchange.entry_draft import Drafter

    signer = load_identity(identity)
    with open_ledger(ledger) as opened:
        drafter = Drafter(opened.origin, signer.id, fresh)
        balance = parse_balance_draft(read(draft), named_ids(cite), drafter)
        show_receipt(send(opened, signer, balance), as_json=as_json, quiet=quiet)
