"""`cradle log`: what is in the two logs, statement by statement, and the proof of each.

What an operator does to have them seen stands in `log_operator`, to change their keys in `log_rotation`, what a reader
does in `log_reader`.
"""

from typing import Annotated

import typer

from ledger.cli import log_operator, log_reader, log_rotation
from ledger.cli.display import console, print_json
from ledger.cli.options import DEFAULT_LEDGER, AsJson, LedgerFolder

app = typer.Typer(help="List, show and prove what is in the logs.", no_args_is_help=True)

app.command()(log_operator.witness)
app.command()(log_operator.checkpoint)
app.command(name="export-static")(log_operator.export_static)
app.command()(log_rotation.rotate)
app.command(name="end-rotation")(log_rotation.end_rotation)
app.command()(log_reader.check)
app.command()(log_reader.refresh)
app.command()(log_reader.evidence)

StatementId = Annotated[str, typer.Argument(help="The id of a statement.")]


@app.command(name="list")
def list_statements(
    kind: Annotated[str | None, typer.Option(help="Only statements of this kind.")] = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """List the statements of both logs in their order; over a server those that concern you.

    Example: cradle log list --kind entry --ledger my-ledger
    """
    from ledger.cli.reaching import reach

    with reach(ledger) as reached:
        found = reached.listed(kind)
    if as_json:
        print_json(found)
        return
    for row in found:
        line = f"{row['log']:<9}{row['index']:>6}  {row['kind']:<12} {row['id']}"
        console.print(line, markup=False)


@app.command()
def show(statement: StatementId, ledger: LedgerFolder = DEFAULT_LEDGER) -> None:
    """Show a statement as JSON: payload, sections as far as they are open, signatures.

    Example: cradle log show sha256:... --ledger my-ledger
    """
    from ledger.cli.reaching import reach

    with reach(ledger) as reached:
        print_json(reached.show(statement))


@app.command()
def prove(
    statement: StatementId,
    cosigned: Annotated[
        bool, typer.Option("--cosigned", help="Under a checkpoint that witnesses have cosigned.")
    ] = False,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Print the proof of a statement: a C2SP tlog-proof under the newest checkpoint.

    Example: cradle log prove sha256:... --ledger my-ledger
    """
    from ledger.cli.reaching import reach

    with reach(ledger) as reached:
        receipt = reached.receipt(statement, cosigned=cosigned)
    if as_json:
        print_json(receipt.to_json())
    else:
        console.print(receipt.proof, markup=False, end="")
