"""The entry point of `cradle`, and the one place where an outcome becomes an exit status.

A refusal is printed as one sentence with its code and place (with `--json` as an object on standard output) and exits
1; wrong usage, printed in the same way, exits 3; `verify` chooses its own status. Any other failure, for example of
memory, exits 4, which is never a verdict. An interruption is one line and exits 130. A stack trace is printed only with
`CRADLE_TRACE=1`.
"""

import gc
import os
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from ledger.cli.backend.defaults import defaults_of
from ledger.cli.backend.server import Server, use_server
from ledger.cli.command_table import add_commands
from ledger.cli.terminal.display import Status, console, print_error, print_interruption
from ledger.cli.terminal.failures import (
    crash,
    is_interruption,
    refusal_of,
    require_one_form,
    require_values,
    wrong_usage,
)

REFUSED, WRONG_USAGE, CRASHED, INTERRUPTED = 1, 3, 4, 130

COLLECT_AFTER = 10_000
"""New objects between two searches for cycles: read statements form none, and 700 costs a batch a twentieth."""

app = typer.Typer(
    name="cradle",
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"]},
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


def _print_version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        console.print(f"cradle {version('cradle-ledger')}", highlight=False)
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    server: Annotated[
        str | None,
        typer.Option(
            envvar="CRADLE_SERVER",
            help="The URL of a ledger's server. Default: the one in the file of your login, else the "
            "ledger in --ledger.",
        ),
    ] = None,
    login: Annotated[
        Path | None,
        typer.Option(envvar="CRADLE_LOGIN", help="The file of your login at the server, TOML."),
    ] = None,
    log_key: Annotated[
        list[str],
        typer.Option(
            envvar="CRADLE_LOG_KEYS",
            help="A log's verifier key, which receipts are checked against; may be repeated.",
        ),
    ] = [],  # noqa: B006 - typer copies the default
    version: Annotated[  # noqa: ARG001 - its callback prints it
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Cradle: a ledger of product carbon footprints.

    Suppliers sign entries, two public logs record them, and anyone can recompute a declared figure.
    """
    context.default_map = defaults_of(context.command)
    if server is not None:
        use_server(Server(server, login, tuple(log_key)))
    elif login is not None:
        from ledger.cli.backend.select import stated_server

        use_server(stated_server(login, tuple(log_key)))


add_commands(app)


def main() -> None:
    """Run the command line and exit."""
    gc.set_threshold(COLLECT_AFTER)
    try:
        sys.exit(_run())
    finally:
        use_server(None)


def _run() -> int:
    """Run the command; return the exit status, after printing the reason of a failure."""
    try:
        require_values(sys.argv[1:])
        require_one_form(sys.argv[1:])
        done = app(prog_name="cradle", standalone_mode=False)
        sys.stdout.flush()
    except KeyboardInterrupt:
        done = INTERRUPTED
    except Status as status:
        return status.code
    except BrokenPipeError:  # The reader has gone, such as `head`; the rest goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except Exception as failure:  # noqa: BLE001 - any failure is reported, and none of these is a verdict
        done = INTERRUPTED if is_interruption(failure) else _report(failure)
    if done == INTERRUPTED:
        print_interruption()
    return done if isinstance(done, int) else 0


def _report(failure: Exception) -> int:
    """Print a failure; return its exit status."""
    as_json = "--json" in sys.argv
    refused = refusal_of(failure)
    if refused is not None:
        print_error(refused, as_json=as_json)
        return REFUSED
    if isinstance(failure, TyperException):
        if failure.format_message():  # A group without a command has printed its help instead.
            print_error(wrong_usage(failure), as_json=as_json)
        return WRONG_USAGE
    if os.environ.get("CRADLE_TRACE") == "1":
        traceback.print_exc()
    print_error(crash(failure), as_json=as_json)
    return CRASHED
