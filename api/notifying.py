"""Notices while the server runs: derived every ten seconds, and what waits sent as it falls due.

One thread does both, in the process that has the ledger open, of which there is one (`ledger.store.lock`). Without
`CRADLE_PUBLIC_URL` notices are derived and not sent, because their links would lead nowhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Event
from typing import Final

import structlog
from cryptography.fernet import Fernet

from api.background import in_background, log_failure, report_to
from api.configuration import Configuration
from api.context import AppContext
from ledger.service.notices.deriving import derive_notices
from ledger.service.notices.mail import MailServer
from ledger.service.notices.sending import NoticeSender, Outlets
from ledger.store.notices.sendings import Subscription

PAUSE: Final = 1.0
"""Seconds between two checks for something to send."""

DERIVED: Final = 10
"""Checks between two derivations."""


def outlets_of(configuration: Configuration, secrets: Fernet) -> Outlets | None:
    """The means to send; None without the server's own address."""
    settings = configuration
    if settings.public_url is None:
        return None
    mail = None
    if settings.smtp_host is not None:
        mail = MailServer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            sender=settings.smtp_from,
            security=settings.smtp_security,
            user=settings.smtp_user,
            password=settings.smtp_password,
            seconds=settings.smtp_seconds,
        )
    return Outlets(str(settings.public_url).rstrip("/"), secrets, settings.lab, mail, _log_failure)


@contextmanager
def notifying(context: AppContext) -> Iterator[None]:
    """Derive and send notices while the context is open."""
    outlets = outlets_of(context.configuration, context.secrets)

    def work(stopped: Event) -> None:
        checks, report = 0, report_to("notices")
        with nullcontext() if outlets is None else NoticeSender(context.ledger, outlets) as sender:
            while not stopped.wait(PAUSE):
                try:
                    if checks % DERIVED == 0:
                        derive_notices(context.ledger, context.now())
                    for sending in () if sender is None else sender.start_due(context.now()):
                        sending.add_done_callback(report)
                except Exception as error:  # noqa: BLE001 - the thread goes on, for instance after the database is back
                    log_failure("notices", error)
                checks += 1

    with in_background("notices", work):
        yield


def _log_failure(to: Subscription, reason: str, detail: str) -> None:
    log = structlog.get_logger("cradle")
    log.warning(
        "notice", channel=to.channel, subscription=to.id, reason=reason, detail=detail[:200]
    )
