"""Running the application: uvicorn, its key for tokens, its clock and random source.

The key that signs tokens is made at the first start, in the ledger's folder beside the logs' keys, so
that tokens outlive a restart. Stopping is graceful: no new requests, those under way are answered, and
then the ledger is closed by whoever opened it.
"""

import os
import secrets
import time
from pathlib import Path

import uvicorn
from pydantic import ValidationError

from api.app import create_app
from api.configuration import Configuration
from api.doors import Doors
from api.observing import set_up_logging
from api.security.quota import Quota
from api.security.tokens import Tokens, new_key, read_key
from ledger.service.ledger import Ledger
from schemas.base import refusal

KEY = Path("keys") / "tokens.pem"
PATIENCE = 30
"""Seconds that requests under way may take once the server is told to stop."""


def read_configuration() -> Configuration:
    """The configuration of the environment.

    Raises:
        CradleError: naming the setting that is wrong.
    """
    try:
        return Configuration()
    except ValidationError as error:
        raise refusal(error) from None


def open_doors(ledger: Ledger, folder: Path, configuration: Configuration) -> Doors:
    """The doors of an open ledger, with the key of its folder."""
    path = folder / KEY
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(new_key())
    key = read_key(path.read_bytes())
    return Doors(
        ledger=ledger,
        configuration=configuration,
        tokens=Tokens(key, ledger.origin, configuration.token_seconds),
        quota=Quota(
            preview=configuration.previews_per_minute,
            refusal=configuration.refusals_per_minute,
            login=configuration.logins_per_minute,
        ),
        now=lambda: int(time.time()),
        draw=draw_secret,
        fresh=lambda: secrets.token_hex(16),
    )


def draw_secret() -> str:
    """32 random bytes as text without the underscore that parts an API key."""
    return secrets.token_hex(32)


def serve(
    ledger: Ledger, folder: Path, host: str, port: int, tls: tuple[Path, Path] | None
) -> None:
    """Serve until the process is told to stop.

    Raises:
        CradleError: a setting that is wrong, or `token.key`.
    """
    set_up_logging()
    app = create_app(open_doors(ledger, folder, read_configuration()))
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        lifespan="off",
        timeout_graceful_shutdown=PATIENCE,
        ssl_certfile=None if tls is None else str(tls[0]),
        ssl_keyfile=None if tls is None else str(tls[1]),
    )
