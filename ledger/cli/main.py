"""The entry point of `cradle`, and the one place where an outcome becomes an exit status.

A refusal is printed as one sentence with its code and place (with `--json` as an object on standard output) and exits
1; wrong usage exits 3; `verify` chooses its own status. Any other failure, of memory for one, exits 4, which is never a
verdict. A person sees no stack trace, unless `CRADLE_TRACE=1` asks for it.
"""

import gc
import os
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli import (
    access,
    attest,
    backup,
    balance,
    bundle,
    calculate,
    check,
    countersign,
    database,
    declare,
    deliver,
    delivery_code,
    demo,
    export,
    factors,
    footprint,
    import_figure,
    imports,
    init,
    keys,
    log,
    monitor,
    policy,
    quality,
    register,
    request,
    restore,
    send,
    serve,
    study,
    submit,
    template,
    unlock,
    verify,
    watch,
    withdraw,
    witness,
)
from ledger.cli.display import Status, print_error
from ledger.cli.server import Server, use_server
from schemas.errors import CradleError

USAGE_ERROR, WRONG_USAGE, REFUSED, CRASHED = 2, 3, 1, 4

COLLECT_AFTER = 10_000
"""New objects after which the collector looks for rings among them. Statements that were read form none and are kept;
looking at them every 700 takes a twentieth of the time of a batch."""

app = typer.Typer(
    name="cradle",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def options(
    server: Annotated[
        str | None,
        typer.Option(envvar="CRADLE_SERVER", help="Talk to the ledger behind this address."),
    ] = None,
    login: Annotated[
        Path | None,
        typer.Option(envvar="CRADLE_LOGIN", help="The file of your login there."),
    ] = None,
    log_key: Annotated[
        list[str],
        typer.Option(
            envvar="CRADLE_LOG_KEYS",
            help="A log's verifier key, which receipts are held against; may be repeated.",
        ),
    ] = [],  # noqa: B006 - typer copies the default
) -> None:
    """A product carbon-footprint ledger: signed entries, a log nobody can rewrite, figures anyone recomputes."""
    use_server(None if server is None else Server(server, login, tuple(log_key)))


for module in (
    init,
    register,
    template,
    check,
    countersign,
    submit,
    send,
    deliver,
    balance,
    withdraw,
    footprint,
    calculate,
    quality,
    attest,
    declare,
    study,
    bundle,
    export,
    verify,
    policy,
    monitor,
    watch,
    backup,
    restore,
    unlock,
    serve,
    demo,
):
    app.command(name=module.__name__.rpartition(".")[2])(module.command)
app.command(name="delivery-code")(delivery_code.command)
app.command(name="import")(import_figure.command)
app.add_typer(imports.app, name="imports")
app.add_typer(keys.app, name="keys")
app.add_typer(log.app, name="log")
app.add_typer(factors.app, name="factors")
app.add_typer(witness.app, name="witness")
app.add_typer(access.app, name="access")
app.add_typer(database.app, name="database")
app.add_typer(request.app, name="request")


def crash(failure: Exception) -> CradleError:
    """The error of a failure that is no refusal."""
    what = f"{type(failure).__name__}: {failure}".removesuffix(": ")
    detail = (
        f"The command failed ({what}). Nothing was decided. Try again with more memory, or report "
        "it with what CRADLE_TRACE=1 prints."
    )
    return CradleError("command.crashed", detail)


def main() -> None:
    """Runs the command line and exits."""
    gc.set_threshold(COLLECT_AFTER)
    try:
        app()
    except SystemExit as leaving:
        sys.exit(WRONG_USAGE if leaving.code == USAGE_ERROR else leaving.code)
    except Status as status:
        sys.exit(status.code)
    except CradleError as error:
        print_error(error, as_json="--json" in sys.argv)
        sys.exit(REFUSED)
    except BrokenPipeError:
        sys.exit(REFUSED)
    except Exception as failure:  # noqa: BLE001 - whatever it is, it is no verdict
        if os.environ.get("CRADLE_TRACE") == "1":
            traceback.print_exc()
        print_error(crash(failure), as_json="--json" in sys.argv)
        sys.exit(CRASHED)
    finally:
        use_server(None)
