"""The HTTP server: uvicorn, its keys, clock and random source.

The key that signs access tokens is made at the first start, in the ledger's folder beside the logs' keys, so that
tokens survive a restart. Its holder acts as any login, so it is protected as they are. A server that is stopped
accepts no new request and finishes those in progress; the caller then closes the ledger.
"""

import secrets
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from threading import Event

import structlog
import uvicorn
from joserfc.jwk import ECKey
from pydantic import ValidationError

from api.addresses import trusted_networks
from api.app import create_app
from api.background import in_background, log_failure, report_to
from api.configuration import Configuration
from api.connections import connection_class
from api.context import AppContext
from api.notifying import notifying
from api.security.quota import Quota
from api.security.tokens import Tokens, read_key
from api.telemetry import set_up_logging
from api.witnessing import parse_witnesses, witnessing
from ledger.append.ledger import Ledger
from ledger.cli.backend.folder import protection_of_logs
from ledger.cli.keys import private_keys
from ledger.exchange.pact.delivering import Sender
from ledger.exchange.pact.publishing import Publishing, publish
from ledger.store.failures import failure
from ledger.store.files import write_file
from ledger.store.pact.secrets import open_secrets
from ledger.trust.keys import format_private_pem
from schemas.base import refusal
from schemas.errors import CradleError

KEY = Path("keys") / "tokens.pem"
PAUSE = 1.0
"""Seconds between two checks for events to send to PACT partners."""

TURN = 0.001
"""Seconds for which a thread keeps the interpreter while others wait; the loop that answers probes is one of them."""

PATIENCE = 30
"""Seconds that requests in progress may take after the server is stopped."""


def read_configuration(**decided: object) -> Configuration:
    """Read the settings from the environment, with those given here in their place.

    Raises:
        CradleError: a setting is invalid; its place is the setting.
    """
    try:
        return Configuration.model_validate(decided)
    except ValidationError as error:
        raise refusal(error) from None


def build_context(ledger: Ledger, folder: Path, configuration: Configuration) -> AppContext:
    """Build the context of an open ledger, with the keys in its folder.

    Raises:
        CradleError: as `token_key`.
    """
    return AppContext(
        ledger=ledger,
        configuration=configuration,
        tokens=Tokens(token_key(folder), ledger.origin, configuration.token_seconds),
        quota=Quota(
            preview=configuration.previews_per_minute,
            sheet=configuration.sheets_per_minute,
            refusal=configuration.refusals_per_minute,
            login=configuration.logins_per_minute,
            address=configuration.address_logins_per_minute,
            check=configuration.checks_per_minute,
        ),
        secrets=open_secrets(folder),
        now=lambda: int(time.time()),
        draw=draw_secret,
        fresh=lambda: secrets.token_hex(16),
    )


def token_key(folder: Path) -> ECKey:
    """The key of access tokens; if it is absent, it is made, with the passphrase of the logs' keys.

    Raises:
        CradleError: `store.failed` if the disk fails, and no part of a key is left then; `token.key`; as `read_secret`.
    """
    path = folder / KEY
    try:
        if not path.exists():
            secret, protection = private_keys.draw_secret("p256"), protection_of_logs(folder)
            write_file(path, private_keys.format_key(secret, "p256", protection))
        return read_key(format_private_pem(*private_keys.read_secret(path)))
    except OSError as error:
        raise failure(f"The key {path.name} could not be kept", error) from error


@contextmanager
def posting(context: AppContext) -> Iterator[None]:
    """Publish new footprints and send due events to PACT partners every second, while the context is open."""
    base, lab = context.configuration.public_url, context.configuration.lab

    def work(stopped: Event) -> None:
        report = report_to("posting")
        with Sender(context.ledger, context.secrets, lab=lab) as sender:
            while not stopped.wait(PAUSE):
                try:
                    if base is not None:
                        publish(context.ledger, Publishing(context.now(), str(base).rstrip("/")))
                    for sending in sender.start_due(context.now()):
                        sending.add_done_callback(report)
                except CradleError as error:
                    log_failure("posting", error)

    with in_background("posting", work):
        yield


def draw_secret() -> str:
    """Return 32 random bytes in hexadecimal, which has no `_`, the separator of an API key."""
    return secrets.token_hex(32)


class _Server(uvicorn.Server):
    """A server with a callback for the moment at which it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start listening, then call back."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def serve(
    context: AppContext,
    address: tuple[str, int],
    tls: tuple[Path, Path] | None,
    ready: Callable[[], None],
) -> None:
    """Serve until the process is stopped.

    Args:
        context: the open ledger and its settings.
        address: host and port to listen on.
        tls: certificate and key, PEM; None for plain http.
        ready: called when the port is open.
    """
    set_up_logging()
    sys.setswitchinterval(TURN)
    if context.configuration.lab:
        structlog.get_logger("cradle").warning("lab: partners may be called in private networks")
    for number in (signal.SIGINT, signal.SIGTERM):
        # uvicorn raises the signal again after it has stopped, before the ledger is closed.
        signal.signal(number, lambda *_: None)
    app, configuration = create_app(context), context.configuration
    settings = uvicorn.Config(
        app,
        host=address[0],
        port=address[1],
        log_level="error",
        access_log=False,
        server_header=False,
        http=connection_class(
            configuration.connections,
            configuration.read_seconds,
            configuration.address_connections,
            trusted_networks(configuration),
        ),
        ws="none",
        proxy_headers=False,  # `Forwarding` reads them.
        lifespan="off",
        timeout_graceful_shutdown=PATIENCE,
        ssl_certfile=None if tls is None else str(tls[0]),
        ssl_keyfile=None if tls is None else str(tls[1]),
    )
    witnesses = parse_witnesses(configuration.witnesses)
    asking = witnessing(context.ledger, witnesses, configuration.witness_seconds, app.state.metrics)
    with posting(context), notifying(context), asking:
        _Server(settings, ready).run()
