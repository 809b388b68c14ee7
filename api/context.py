"""What every handler is given: the ledger, the configuration, and the rim's clock and random source.

Built once by whoever starts the server, and reached by a handler as a dependency. The application
opens nothing by itself and closes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, cast

from cryptography.fernet import Fernet
from fastapi import Depends, Request

from api.configuration import Configuration
from api.sandbox import Sandbox
from api.security.quota import Quota
from api.security.tokens import Tokens
from ledger.service.ledger import Ledger


@dataclass(frozen=True, slots=True)
class AppContext:
    """The ledger behind the doors, and what they are run with.

    Attributes:
        ledger: open, and closed by whoever opened it.
        configuration: what the operator decided.
        tokens: signs and reads the tokens of machines.
        quota: how often an organisation may.
        secrets: hides the secrets of partners, which must be kept to be sent.
        now: seconds of UTC since 1970.
        draw: 32 fresh random bytes as text.
        fresh: 128 fresh random bits in hexadecimal, for salts.
        apart: processes of their own for files of strangers.
    """

    ledger: Ledger
    configuration: Configuration
    tokens: Tokens
    quota: Quota
    secrets: Fernet
    now: Callable[[], int]
    draw: Callable[[], str]
    fresh: Callable[[], str]
    sandbox: Sandbox = field(default_factory=Sandbox)


async def _context(request: Request) -> AppContext:
    """The doors; a coroutine, for what waits for nothing needs no thread."""
    return cast("AppContext", request.app.state.context)


Context = Annotated[AppContext, Depends(_context)]
"""The doors of the application that a request has come to."""
