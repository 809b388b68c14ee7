"""`cradle serve`: serve a ledger over HTTP until stopped.

The server is imported by name, since the command line depends on no web framework. Settings other than the address
come from the environment (docs/configuration.md). Starting a server upgrades no database: older tables are refused,
and `cradle database upgrade` makes its copy first.
"""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.display import console
from ledger.cli.terminal.options import DEFAULT_LEDGER, LedgerFolder


def command(
    host: Annotated[
        str, typer.Option(help="The host name or IP address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The TCP port; 0 chooses a free one.")] = 8000,
    tls_cert: Annotated[
        Path | None,
        typer.Option(help="The certificate file, PEM; with --tls-key the server speaks only TLS."),
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option(help="The certificate's private key file, PEM.")
    ] = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
) -> None:
    """Serve a ledger over HTTP until stopped.

    It first checks the whole database. When stopped it finishes the requests that it has received.

    Example: cradle serve --ledger my-ledger --port 8000
    """
    from importlib import import_module

    from ledger.cli.backend.folder import open_ledger
    from schemas.errors import CradleError

    if (tls_cert is None) != (tls_key is None):
        detail = "One of certificate and key is missing; give both --tls-cert and --tls-key."
        raise CradleError("option.tls", detail, "--tls-cert")
    if tls_cert is None and host not in {"127.0.0.1", "localhost", "::1"}:
        detail = "Logins are never sent unencrypted; give --tls-cert and --tls-key, or listen on 127.0.0.1."
        raise CradleError("option.tls", detail, "--host")
    tls = None if tls_cert is None or tls_key is None else (tls_cert, tls_key)
    with open_ledger(ledger, upgrade=False, check=True) as opened:
        server = import_module("api.serving")
        context = server.build_context(opened, ledger, server.read_configuration())
        scheme = "http" if tls is None else "https"
        served_at = f"serving {scheme}://{host}:{port}, {scheme}://{host}:{port}/docs"
        server.serve(context, (host, port), tls, lambda: console.print(served_at, markup=False))
