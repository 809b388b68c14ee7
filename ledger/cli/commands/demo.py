"""`cradle demo`: a published supply chain from entries to declaration, in one command.

A case folder becomes signed entries and deliveries of one participant per site. A case.toml with a battery or another
product adds the calculation, bundle, verification, attestation, declaration, final bundle, its verification, and a
tampered copy that is refused. Of these a product has no declaration.
"""

import tempfile
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import Status, console, print_json, write_json
from ledger.cli.terminal.files import require_new
from ledger.cli.terminal.options import AsJson, Force
from ledger.cli.terminal.program import command_line
from schemas.errors import CradleError

if TYPE_CHECKING:
    from ledger.cli.demonstration.serving import ServingOptions

DEFAULT_CASE = "nmc811_pack"


def command(
    case: Annotated[
        Path | None,
        typer.Option(
            help="A case folder (docs/formats/case-folder.md), or the name of a case that comes with Cradle, such as"
            " steel_screws. Default: nmc811_pack."
        ),
    ] = None,
    directory: Annotated[
        Path | None,
        typer.Option(
            "--dir", help="The folder for everything, empty or new. Default: a temporary folder."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Also write the result as JSON to this file.")
    ] = None,
    rulebook: Annotated[
        str | None,
        typer.Option(
            help="The id of the rulebook. Default: study-full-substitution-1, or study-cradle-to-gate-1"
            " for a product, and for a battery without a site of end of life."
        ),
    ] = None,
    factor_set: Annotated[
        list[str],
        typer.Option(
            help="A factor set beside that of the case: a JSON file, or the id of one that comes with Cradle; may be"
            " repeated. Sets with consumption mixes count before the case's production mixes."
        ),
    ] = [],  # noqa: B006 - typer copies the default
    serve: Annotated[
        bool,
        typer.Option("--serve", help="Afterwards serve the ledger to this machine until stopped."),
    ] = False,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="With --serve: the TCP port. Default: 8765."),
    ] = None,
    tls_cert: Annotated[
        Path | None,
        typer.Option(
            help="With --serve: the certificate file, PEM. Default: plain http, without PACT."
        ),
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option(help="With --serve: the certificate's private key file, PEM.")
    ] = None,
    partner: Annotated[
        str | None,
        typer.Option(help="With --serve: a PACT server to call back, as URL,ID,SECRET."),
    ] = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Run a real supply chain from entries to declaration.

    Signs and submits every supplier's entries, calculates, attests, declares and verifies, in one new folder.

    Example: cradle demo --dir my-demo --out my-demo.json
    """
    from ledger.cli.demonstration import run, serving
    from ledger.exchange.case_folder import read_case
    from ledger.exchange.examples import case_folder

    read = read_case(case_folder(Path(DEFAULT_CASE) if case is None else case))
    method = run.method_of(read, rulebook, factor_set)
    options = _serving_options(port, tls_cert, tls_key, partner, serve=serve)
    if out is not None:
        require_new(out, force=force)
    folder = directory if directory is not None else Path(tempfile.mkdtemp(prefix="cradle-demo-"))
    run.require_empty(folder)
    result, passed = run.run_demo(read, method, folder, as_json=as_json)
    if out is not None:
        write_json(out, result)
    if as_json:
        print_json(result)
    elif out is not None:
        console.print(f"{'result':<14} {out}", markup=False)
    if options is None and not as_json:
        chosen = "" if case is None else f" --case {quote(str(case))}"
        console.print(f"{'pages':<14} {command_line(f'demo{chosen} --serve')}", markup=False)
    if not passed:
        raise Status(1)
    if options is not None:
        serving.serve_demo(folder / "ledger", options, result, out)


def _serving_options(
    port: int | None,
    certificate: Path | None,
    key: Path | None,
    partner: str | None,
    *,
    serve: bool,
) -> "ServingOptions | None":
    """The options of `--serve`, tried before the demo runs; None without it.

    Raises:
        CradleError: `option.serve`, `option.partner`, `option.tls`, `serve.address`.
    """
    from ledger.cli.demonstration.serving import read_serving_options
    from ledger.cli.operator.address import require_address, require_certificate

    if not serve:
        if any(value is not None for value in (port, certificate, key, partner)):
            detail = "These options are of a server; add --serve to --port, --tls-cert, --tls-key or --partner."
            raise CradleError("option.serve", detail, "--serve")
        return None
    options = read_serving_options(port, certificate, key, partner)
    if options.tls is not None:
        require_certificate(*options.tls)
    require_address("127.0.0.1", options.port)
    return options
