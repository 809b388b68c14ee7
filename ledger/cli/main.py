"""The entry point of `cradle`, and the one place where an outcome becomes an exit status.

A refusal is printed as one sentence with its code and place (with `--json` as an object on standard output) and exits
1; wrong usage exits 3; `verify` chooses its own status. A person never sees a stack trace for a refusal.
"""

import sys

import typer

from ledger.cli import (
    attest,
    backup,
    balance,
    bundle,
    calculate,
    check,
    declare,
    deliver,
    delivery_code,
    demo,
    export,
    factors,
    footprint,
    import_figure,
    init,
    keys,
    log,
    monitor,
    policy,
    quality,
    register,
    restore,
    serve,
    study,
    submit,
    template,
    unlock,
    verify,
    withdraw,
    witness,
)
from ledger.cli.display import Status, print_error
from schemas.errors import CradleError

USAGE_ERROR, WRONG_USAGE, REFUSED = 2, 3, 1

app = typer.Typer(
    name="cradle",
    help="A product carbon-footprint ledger: signed entries, a log nobody can rewrite unseen,"
    " figures anyone can recompute.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (
    init,
    register,
    template,
    check,
    submit,
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
    backup,
    restore,
    unlock,
    serve,
    demo,
):
    app.command(name=module.__name__.rpartition(".")[2])(module.command)
app.command(name="delivery-code")(delivery_code.command)
app.command(name="import")(import_figure.command)
app.add_typer(keys.app, name="keys")
app.add_typer(log.app, name="log")
app.add_typer(factors.app, name="factors")
app.add_typer(witness.app, name="witness")


def main() -> None:
    """Runs the command line and exits."""
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
