"""The context of a handler: the ledger, the settings, a clock and a random source.

The program that starts the server builds it once and closes the ledger; a handler receives it as a dependency.
"""

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import Annotated, Final, cast

from cryptography.fernet import Fernet
from fastapi import Depends, Request

from api.configuration import Configuration
from api.recomputations import Recomputations
from api.rendered import Rendered
from api.sandbox import Sandbox
from api.security.quota import Quota
from api.security.tokens import Tokens
from api.typesetter import Typesetter
from api.uploads import Uploads
from ledger.append.ledger import Ledger
from ledger.desk.desk import Site, no_address
from ledger.desk.local import LocalDesk
from ledger.service.access.principal import Principal

SUBMITTERS: Final = 8
"""Threads that submit statements.

More threads submit little more, because they share one interpreter, and every other answer waits for their turns, that
of a health probe too (docs/performance.md). Requests wait for a thread in the order in which they arrived.
"""


UPLOADS: Final = 8
"""Files of strangers that are read or checked at the same time; each is held in memory."""


def _uploads() -> BoundedSemaphore:
    return BoundedSemaphore(UPLOADS)


def _submitters() -> Executor:
    return ThreadPoolExecutor(SUBMITTERS, "submit")


@dataclass(frozen=True, slots=True)
class AppContext:
    """The ledger that the API serves and the means to serve it.

    Attributes:
        ledger: an open ledger.
        configuration: the operator's settings.
        tokens: signs and reads the access tokens of machines.
        quota: counts requests per organisation.
        secrets: encrypts the stored client secrets for PACT partners, and the secrets of webhooks.
        now: returns the time, seconds of UTC since 1970.
        draw: makes a secret of 32 random bytes, as text.
        fresh: makes a salt of 128 random bits, hexadecimal.
        sandbox: reads uploaded files in separate processes.
        checks: the same for files of strangers, which so cannot keep those of members waiting.
        uploads: bounds the files of strangers that are held in memory together.
        submitters: the threads that submit statements.
        rendered: public files that were made before.
        studies: those for logins, which strangers so cannot keep waiting.
        typesetter: sets PDFs in processes of their own.
        sheets: spreadsheets that were checked in the last hour.
        recomputations: of auditors' cases in the last hour.
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
    checks: Sandbox = field(default_factory=Sandbox)
    uploads: BoundedSemaphore = field(default_factory=_uploads)
    submitters: Executor = field(default_factory=_submitters)
    rendered: Rendered = field(default_factory=Rendered)
    studies: Rendered = field(default_factory=Rendered)
    typesetter: Typesetter = field(default_factory=Typesetter)
    sheets: Uploads = field(default_factory=Uploads)
    recomputations: Recomputations = field(default_factory=Recomputations)

    def desk(self, caller: Principal, address: Callable[[], str] = no_address) -> LocalDesk:
        """The questions of a caller; `address` is the server's own."""
        sources, settings = (self.now, self.fresh, self.draw), self.configuration
        methods = settings.methods, settings.method_bytes
        mails = settings.smtp_host is not None
        site = Site(address, self.secrets, methods, settings.lab, mails)
        return LocalDesk(self.ledger, caller, *sources, site, self.quota.counting)


async def _context(request: Request) -> AppContext:
    """Return the application's context; a coroutine, because FastAPI runs a plain function in a thread."""
    return cast("AppContext", request.app.state.context)


Context = Annotated[AppContext, Depends(_context)]
"""The context of the application that handles a request."""
