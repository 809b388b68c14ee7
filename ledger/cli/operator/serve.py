"""`cradle serve`: serve a ledger over HTTP until stopped.

The server is imported by name, since the command line depends on no web framework. Settings other than the address
come from the environment (docs/configuration.md). Starting a server upgrades no database: older tables are refused,
and `cradle database upgrade` makes its copy first.
"""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.display import console, print_line
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, LedgerFolder, Port


def command(
    host: Annotated[
        str, typer.Option(help="The host name or IP address to listen on.")
    ] = "127.0.0.1",
    port: Port = 8000,
    tls_cert: Annotated[
        Path | None,
        typer.Option(help="The certificate file, PEM; with --tls-key the server speaks only TLS."),
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option(help="The certificate's private key file, PEM.")
    ] = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Serve a ledger over HTTP until stopped.

    It first checks the whole database. When stopped it finishes the requests that it has received.

    Example: cradle serve --ledger my-ledger --port 8000
    """
    from ledger.cli.backend.folder import open_ledger
    from ledger.cli.backend.server_packages import import_server_module
    from ledger.cli.operator.address import require_address, require_certificate
    from schemas.errors import CradleError

    if (tls_cert is None) != (tls_key is None):
        detail = "One of certificate and key is missing; give both --tls-cert and --tls-key."
        raise CradleError("option.tls", detail, "--tls-cert")
    beyond = host not in {"127.0.0.1", "localhost", "::1"}
    if tls_cert is None and beyond:
        detail = "Logins are never sent unencrypted; give --tls-cert and --tls-key, or listen on 127.0.0.1."
        raise CradleError("option.tls", detail, "--host")
    if tls_cert is not None and tls_key is not None:
        require_certificate(tls_cert, tls_key)
    require_address(host, port)
    tls = None if tls_cert is None or tls_key is None else (tls_cert, tls_key)
    server = import_server_module("api.serving")
    configuration = server.read_configuration()
    if beyond and configuration.public_url is None:
        detail = (
            "Links would use whatever address a request names; set it to the address that clients use,"
            " such as https://cradle.example."
        )
        raise CradleError("setting.public_url", detail, "CRADLE_PUBLIC_URL")
    with open_ledger(ledger, upgrade=False, check=True) as opened:
        context = server.build_context(opened, ledger, configuration)
        url = f"{'http' if tls is None else 'https'}://{host}:{port}"
        show = partial(show_served, url, as_json=as_json)
        server.serve(context, (host, port), tls, show)


def show_served(url: str, *, as_json: bool) -> None:
    """Show the address of a server that has started."""
    if as_json:
        print_line({"serving": url, "docs": f"{url}/docs"})
    else:
        console.print(f"serving {url}, {url}/docs", markup=False)
