"""Send what waits: one mail for all that waits for an address, and one webhook for each notice.

A notice is claimed in one transaction before it is handed over, and the result is written after. Two senders claim it
once. After a crash between the two nobody knows if it was sent: a webhook is sent again under its id, by which the
receiver drops the second one; a mail is not, and is shown as `unknown`. The words are written when it is sent, from
what the organisation may still know.

Each address has one worker, so a slow one keeps no other waiting. After a failure all that waits for it waits for the
pause; after 72 hours a notice is kept as unsent, at once where a mail server refuses for good or a webhook is gone.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Final, Self, cast

from cryptography.fernet import Fernet, InvalidToken

from ledger.append.ledger import Ledger
from ledger.client.retrying import GIVEN_UP, OneEach, pause_after
from ledger.service.notices.deriving import DIGEST_HOUR
from ledger.service.notices.mail import (
    SUCCESS,
    MailRefusedError,
    MailServer,
    MailUnknownError,
    build_message,
)
from ledger.service.notices.readers import NoticeReader
from ledger.service.notices.webhook import post_webhook, webhook_body
from ledger.service.notices.wording import mail_lines, show_notice
from ledger.service.requests.state import day_of
from ledger.store.access.organisations import organisation_of
from ledger.store.notices.notices import notices_named
from ledger.store.notices.sendings import (
    Sending,
    SendingState,
    Subscription,
    claim,
    claim_day,
    due_sendings,
    end_subscription,
    is_interrupted,
    live_subscription,
    postpone,
    settle,
    settle_interrupted,
    subscriptions_due,
)
from ledger.translations.documents import text
from ledger.translations.languages import Language
from schemas.errors import CradleError
from schemas.views.notices import NoticeView

WORKERS: Final = 4
"""The number of addresses that are served at once."""

AT_ONCE: Final = 20
"""The number of webhooks that an address gets before it returns to the end of the queue."""

LISTED: Final = 100
"""The most notices that a mail lists; it counts the others."""

INTERRUPTED: Final = 300
"""Seconds after which no attempt can be in progress: each takes a fraction of that."""

GONE: Final = 410
HIDDEN: Final = "hidden"
"""The outcome of a notice that its organisation may no longer see."""


def _report_nothing(_to: Subscription, _reason: str, _detail: str) -> None:
    """Report a failure to nobody."""


@dataclass(frozen=True, slots=True)
class Outlets:
    """The means to send.

    Attributes:
        base: the address of this server, for links.
        secrets: decrypts the secrets of webhooks.
        lab: private addresses and plain http are permitted for webhooks.
        mail: the SMTP server; None if this server sends no mail, which then waits.
        report: called with the reason of each failure and its details, which the organisation is not shown.
    """

    base: str
    secrets: Fernet
    lab: bool = False
    mail: MailServer | None = None
    report: Callable[[Subscription, str, str], None] = _report_nothing


class NoticeSender:
    """Sends what is due; its workers end with its context."""

    def __init__(self, ledger: Ledger, outlets: Outlets) -> None:
        """Prepare workers."""
        self._ledger, self._outlets = ledger, outlets
        self._workers = OneEach(WORKERS, "notice")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._workers.__exit__()

    def start_due(self, now: int) -> tuple[Future[int], ...]:
        """Begin to serve each address that no worker serves; each result counts sent messages."""
        store, lost = self._ledger.store, now - INTERRUPTED
        with store.read() as connection:
            is_lost = is_interrupted(connection, lost)
        if is_lost:
            with store.write() as connection:
                settle_interrupted(connection, lost, now)
        with store.read() as connection:
            due = subscriptions_due(connection, now, digest_day(now))
        return self._workers.start(due, partial(self._serve, now=now))

    def send_due(self, now: int) -> int:
        """Send what is due, wait for the end, and return the number of sent messages."""
        return sum(future.result() for future in self.start_due(now))

    def _serve(self, name: str, now: int) -> int:
        with self._ledger.store.read() as connection:
            subscription = live_subscription(connection, name)
            due = due_sendings(connection, name, now)
        if subscription is None or not due:
            return 0
        if subscription.channel == "webhook":
            return self._call(subscription, due[:AT_ONCE], now)
        server = self._outlets.mail
        return 0 if server is None else self._mail(server, subscription, due, now)

    def _mail(self, server: MailServer, to: Subscription, due: Sequence[Sending], now: int) -> int:
        """Send one mail: one that was tried before, or else all that waits."""
        parts = [row for row in due if row.message == due[0].message]
        message = due[0].message or _message_name(to, parts)
        try:
            self._take(to, parts, message, now)
        except _TakenError:
            return 0
        result = self._hand_over_mail(server, to, parts, message, now)
        return self._settle(to, parts, message, result, now)

    def _take(self, to: Subscription, parts: Sequence[Sending], message: str, now: int) -> None:
        """Claim a mail, and its day if it is a new one of a daily address; raise `_TakenError` to claim nothing."""
        is_new = not parts[0].message
        with self._ledger.store.write() as connection:
            if to.daily and is_new and not claim_day(connection, to.id, digest_day(now)):
                raise _TakenError
            if not claim(connection, to.id, [row.notice for row in parts], message, now):
                raise _TakenError

    def _hand_over_mail(
        self, server: MailServer, to: Subscription, parts: Sequence[Sending], name: str, now: int
    ) -> "_Result":
        notices, firm = self._shown(to, parts, now)
        if not notices:
            return _Result(SendingState.UNSENT, HIDDEN)
        language = cast("Language", to.language)
        listed, more = notices[:LISTED], len(notices) - LISTED
        content = mail_lines(listed, self._outlets.base, language, max(more, 0), firm)
        subject = text("notices.mail.subject", language, count=str(len(notices)))
        try:
            server.send(build_message(server.sender, to.address, subject, content, name, now))
        except MailUnknownError:
            return _Result(SendingState.UNKNOWN, "")
        except MailRefusedError as refusal:
            self._outlets.report(to, refusal.reason, refusal.detail)
            state = SendingState.UNSENT if refusal.is_final else SendingState.WAITING
            return _Result(state, refusal.reason)
        return _Result(SendingState.SENT, "")

    def _call(self, to: Subscription, due: Sequence[Sending], now: int) -> int:
        """Send webhooks one after the other, until one fails."""
        sent = 0
        for row in due:
            with self._ledger.store.write() as connection:
                if not claim(connection, to.id, [row.notice], row.notice, now):
                    return sent
            result = self._hand_over_webhook(to, row, now)
            sent += self._settle(to, [row], row.notice, result, now)
            if result.state is SendingState.WAITING or result.is_gone:
                break
        return sent

    def _hand_over_webhook(self, to: Subscription, row: Sending, now: int) -> "_Result":
        notices, _ = self._shown(to, [row], now)
        if not notices:
            return _Result(SendingState.UNSENT, HIDDEN)
        body = webhook_body(notices[0], self._outlets.base)
        try:
            secret = self._outlets.secrets.decrypt(to.secret.encode("ascii")).decode("ascii")
            status = post_webhook(to.address, secret, row.notice, now, body, lab=self._outlets.lab)
        except InvalidToken:
            return _Result(SendingState.WAITING, "secret")
        except CradleError as error:
            self._outlets.report(to, error.code, error.detail)
            return _Result(SendingState.WAITING, "unreachable")
        if status in SUCCESS:
            return _Result(SendingState.SENT, "")
        state = SendingState.UNSENT if status == GONE else SendingState.WAITING
        return _Result(state, f"answered {status}", is_gone=status == GONE)

    def _shown(
        self, to: Subscription, parts: Sequence[Sending], now: int
    ) -> tuple[list[NoticeView], str]:
        """The notices as their organisation may see them now, and its name."""
        with self._ledger.view() as view:
            organisation = organisation_of(view.connection, to.organisation)
            reader = NoticeReader.of(view, to.organisation, now)
            rows = notices_named(view.connection, (row.notice for row in parts))
            shown = () if reader is None else (show_notice(reader, row) for row in rows)
            firm = to.organisation if organisation is None else organisation.name
            return [notice for notice in shown if notice is not None], firm

    def _settle(
        self, to: Subscription, parts: Sequence[Sending], name: str, result: "_Result", now: int
    ) -> int:
        """Write the result of handing over a message; return the number of sent messages."""
        state = result.state
        changed: Mapping[str, object] = {"state": state.value, "at": now, "outcome": result.reason}
        with self._ledger.store.write() as connection:
            if state is SendingState.WAITING:
                notices = notices_named(connection, (row.notice for row in parts))
                if all(now - notice.at >= GIVEN_UP for notice in notices):
                    changed = {**changed, "state": SendingState.UNSENT.value}
                due = now + pause_after(min(row.attempts for row in parts))
                settle(connection, to.id, name, {**changed, "due": due})
                postpone(connection, to.id, due)
            else:
                settle(connection, to.id, name, changed)
            if result.is_gone:
                end_subscription(connection, to.id, now, result.reason)
        return int(state is SendingState.SENT)


class _TakenError(Exception):
    """Another sender has taken some of it; nothing is claimed."""


@dataclass(frozen=True, slots=True)
class _Result:
    """The result of handing over a message: its new state, the reason, and if its address has ended."""

    state: SendingState
    reason: str
    is_gone: bool = False


def digest_day(now: int) -> str:
    """The day to which a daily mail counts, which begins at `DIGEST_HOUR`."""
    return day_of(now - DIGEST_HOUR * 3600)


def _message_name(to: Subscription, parts: Sequence[Sending]) -> str:
    """The id of a message, which follows from its contents."""
    named = "\n".join((to.id, *(row.notice for row in parts)))
    return sha256(named.encode("ascii")).hexdigest()[:32]
