"""`cradle log`: the statements of the two logs, and the proof of each.

`log_operator` has the commands that publish the logs, `log_rotation` those that change their keys, and `log_reader`
those of a reader.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.commands import log_reader
from ledger.cli.operator import log_operator, log_rotation
from ledger.cli.terminal.display import console, print_json
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, LedgerFolder
from ledger.cli.terminal.page import show_report
from ledger.documents.page import listing

if TYPE_CHECKING:
    from schemas.views.statements import StatementSummary

app = typer.Typer(
    help="Show and prove statements; check and publish the logs.", no_args_is_help=True
)

OPERATOR = "Operator"
app.command(rich_help_panel=OPERATOR)(log_operator.witness)
app.command(rich_help_panel=OPERATOR)(log_operator.checkpoint)
app.command(name="export-static", rich_help_panel=OPERATOR)(log_operator.export_static)
app.command(rich_help_panel=OPERATOR)(log_rotation.rotate)
app.command(name="end-rotation", rich_help_panel=OPERATOR)(log_rotation.end_rotation)
app.command()(log_reader.check)
app.command()(log_reader.refresh)
app.command()(log_reader.evidence)

StatementId = Annotated[str, typer.Argument(help="The id of a statement.")]


@app.command(name="list")
def list_statements(
    kind: Annotated[
        str | None,
        typer.Option(
            help="Show only statements of this kind, such as entry or delivery. Default: all."
        ),
    ] = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the statements of both logs in their order.

    Each is shown with the firm that signed it. A server shows those that concern you.

    Example: cradle log list --kind entry --ledger my-ledger
    """
    from ledger.cli.backend.folder import parse_word
    from ledger.cli.backend.names import firm_names
    from ledger.cli.backend.select import select_backend
    from schemas.signed.statement import Kind

    wanted = tuple(Kind) if kind is None else (parse_word(Kind, kind, "--kind"),)
    with select_backend(ledger) as backend:
        statements = [row for wanted_kind in wanted for row in backend.statements(wanted_kind)]
        names = {} if as_json else firm_names(backend, (_firm(row) for row in statements))
    statements.sort(key=lambda row: (row.log == "entries", row.index))
    layout = listing(
        "Statements",
        ("log", ">index", "kind", "statement", "firm"),
        lambda row: (row.log, str(row.index), row.kind, row.id, names.get(_firm(row) or "", "")),
    )
    show_report(statements, layout, as_json=as_json, as_csv=as_csv)


def _firm(row: "StatementSummary") -> str | None:
    """The participant that issued a statement, or that a registration is of."""
    return row.id if row.kind == "participant" else row.issuer


@app.command()
def show(
    statement: StatementId,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,  # noqa: ARG001 - a statement is shown as JSON always
) -> None:
    """Show a statement as JSON.

    Shows the payload, the sections that are open to you and the signatures.

    Example: cradle log show sha256:... --ledger my-ledger
    """
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend

    with select_backend(ledger) as backend:
        print_json(backend.show(full_id(backend, statement, "statement")))


@app.command()
def prove(
    statement: StatementId,
    cosigned: Annotated[
        bool,
        typer.Option(
            "--cosigned", help="Prove under the newest checkpoint that witnesses have cosigned."
        ),
    ] = False,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Print the proof that a statement is in its log.

    The proof is a C2SP tlog-proof under the newest checkpoint.

    Example: cradle log prove sha256:... --ledger my-ledger
    """
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend

    with select_backend(ledger) as backend:
        named = full_id(backend, statement, "statement")
        receipt = backend.receipt(named, cosigned=cosigned)
    if as_json:
        print_json(receipt.to_json())
    else:
        console.print(receipt.proof, markup=False, end="")
