"""`cradle demo`: a published supply chain from entries to declaration, in one command.

A case folder becomes signed entries and deliveries of one participant per site. A case.toml with a battery adds the
calculation, bundle, verification, attestation, declaration, final bundle, its verification, and a tampered copy that
is refused.
"""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.display import Status, console, progress_console, write_json
from ledger.rulebooks.default import DEFAULT_RULEBOOK

DEFAULT_CASE = "nmc811_pack"


def command(
    case: Annotated[
        Path | None,
        typer.Option(
            help="A case folder (docs/formats). Default: the built-in NMC811 battery pack."
        ),
    ] = None,
    directory: Annotated[
        Path | None,
        typer.Option(
            "--dir", help="The folder for everything, empty or new. Default: a temporary folder."
        ),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Also write the result as JSON to this file.")
    ] = None,
    rulebook: Annotated[str, typer.Option(help="The id of the rulebook.")] = DEFAULT_RULEBOOK,
    serve: Annotated[
        bool, typer.Option("--serve", help="Afterwards serve the ledger over TLS until stopped.")
    ] = False,
    port: Annotated[int | None, typer.Option(help="With --serve: the TCP port.")] = None,
    tls_cert: Annotated[
        Path | None, typer.Option(help="With --serve: the certificate file, PEM.")
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option(help="With --serve: the certificate's private key file, PEM.")
    ] = None,
    partner: Annotated[
        str | None,
        typer.Option(help="With --serve: a PACT server to call back, as URL,ID,SECRET."),
    ] = None,
) -> None:
    """Run a real supply chain from entries to declaration.

    Signs and submits every supplier's entries, calculates, attests, declares and verifies, in one new folder.

    Example: cradle demo --dir my-demo --json my-demo.json
    """
    from ledger.cli.demonstration.run import run_demo
    from ledger.cli.demonstration.serving import read_serving_options, serve_demo
    from ledger.exchange.case_folder import read_case
    from ledger.exchange.examples import example_case
    from ledger.rulebooks.catalog import load_rulebook

    read = read_case(case) if case is not None else example_case(DEFAULT_CASE)
    rules = load_rulebook(rulebook)
    serving = read_serving_options(port, tls_cert, tls_key, partner) if serve else None
    folder = directory if directory is not None else Path(tempfile.mkdtemp(prefix="cradle-demo-"))
    result, passed = run_demo(read, rules, folder, progress_console)
    if json_file is not None:
        write_json(json_file, result)
        console.print(f"{'result':<14} {json_file}", markup=False)
    if not passed:
        raise Status(1)
    if serving is not None:
        serve_demo(folder / "ledger", serving, result, json_file)
