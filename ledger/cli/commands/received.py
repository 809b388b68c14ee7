"""`cradle received`: footprints of others: those that PACT partners sent to the ledger, and checks of any file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.commands import lint
from ledger.cli.terminal.display import console, short
from ledger.cli.terminal.files import require_new, write_file
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, Force, LedgerFolder
from ledger.cli.terminal.page import show_report
from ledger.documents.page import listing

if TYPE_CHECKING:
    from schemas.views.partners import SentFootprint

app = typer.Typer(help="List, read and check the footprints of others.", no_args_is_help=True)


app.command("check")(lint.command)


@app.command("list")
def list_received(
    ledger: LedgerFolder = DEFAULT_LEDGER, as_json: AsJson = False, as_csv: AsCsv = False
) -> None:
    """List the footprints that partners sent, newest first.

    Shows digest, sender, company and product. With `--json` each has the input row for an entry draft.

    Example: cradle received list --ledger my-ledger
    """
    from ledger.cli.backend.select import select_backend

    with select_backend(ledger) as backend:
        footprints = backend.imports().items
    layout = listing(
        "Footprints that partners sent",
        ("digest", "sent by", "company", "product", "remark"),
        lambda row: (
            short(row.digest),
            row.organisation,
            row.company or "-",
            row.products[0] if row.products else "-",
            _remark(row),
        ),
    )
    show_report(footprints, layout, as_json=as_json, as_csv=as_csv)


@app.command()
def show(
    digest: Annotated[str, typer.Argument(help="The digest of a listed file.")],
    out: Annotated[
        Path | None, typer.Option(help="Also write the file, unchanged, to this path.")
    ] = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Show a footprint that a partner sent.

    Also prints the input row for an entry draft.

    Example: cradle received show sha256:... --ledger my-ledger
    """
    from ledger.cli.backend.select import select_backend
    from ledger.cli.commands.import_figure import show_described
    from ledger.exchange.pact.description import describe

    if out is not None:
        require_new(out, force=force)
    with select_backend(ledger) as backend:
        data = backend.received(digest).content
    if out is not None:
        write_file(out, data)
        if not as_json:
            console.print(f"wrote {out}, {len(data)} bytes", markup=False)
    show_described(describe(data), as_json=as_json)


def _remark(row: "SentFootprint") -> str:
    if row.refused is not None:
        return f"not kept: {row.refused.code}"
    return f"{len(row.remarks)} remarks" if row.remarks else ""
