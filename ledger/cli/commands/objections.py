"""`cradle objections`: the objections to a statement, or to your own statements."""

from typing import Annotated

import typer

from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, LedgerFolder


def command(
    statement: Annotated[
        str | None,
        typer.Argument(help="The id of a statement. Default: at a server your own, else all."),
    ] = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List objections with their state and the day for an answer.

    `cradle verify` decides by the witnesses' time whether that day has passed.

    Example: cradle objections --ledger my-ledger
    """
    from functools import partial

    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.names import firm_names
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.page import show_report
    from ledger.documents.reports.objections import layout_objections

    with select_backend(ledger) as backend:
        subject = None if statement is None else full_id(backend, statement, "statement")
        objections = backend.contested(subject)
        names = {} if as_json else firm_names(backend, (row.by for row in objections.items))
    layout = partial(layout_objections, names=names)
    show_report(objections, layout, as_json=as_json, as_csv=as_csv)
