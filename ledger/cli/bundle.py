"""`cradle bundle`: write the audit bundle of a calculation or declaration."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.display import console, print_json
from ledger.cli.options import DEFAULT_LEDGER, AsJson, LedgerFolder


def command(
    statement: Annotated[str, typer.Argument(help="The id of a calculation or declaration.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Write all that an engaged auditor needs into one file. It holds recipes: hand it to nobody else.

    Example: cradle bundle sha256:... --out audit.bundle --ledger my-ledger
    """
    from ledger.cli.opening import open_ledger
    from ledger.service.export import export_bundle
    from ledger.trust.leaves import digest

    with open_ledger(ledger) as opened:
        content = export_bundle(opened, statement)
    out.write_bytes(content)
    found = {"bundle": str(out), "digest": digest(content), "bytes": len(content)}
    if as_json:
        print_json(found)
    else:
        console.print(f"wrote {out}, {len(content)} bytes, {found['digest']}", markup=False)
