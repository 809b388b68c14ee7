"""Deliver events to registered partners; retry for three days.

Each partner has one worker at a time, and there are few workers. A partner that accepts a connection and never answers
occupies its own worker until the request's time is over; the events of others are sent meanwhile. After a failure to
reach a partner or to get its token, all its due events wait; after a refused event, that event waits.

Its row states the last reason; the pauses and the end are those of `ledger.client.retrying`.

A call has a token of the partner's identity provider. The token endpoint is the registered one, otherwise the one that
the partner's discovery document names, otherwise `/auth/token` below its address. It may be on another host than the
events. The request for a token has the scope, audience and resource that are registered (RFC 6749, RFC 8707; audience
by custom). Every address is checked as it is called (`ledger.client.guard`). A redirect is a refusal. A request takes
`SECONDS` at most, whatever the partner sends.

Source: PACT Technical Specifications 3.0.3, authentication flow and action events.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Self
from urllib.parse import urlencode

from cryptography.fernet import Fernet, InvalidToken

from ledger.append.ledger import Ledger
from ledger.client.guard import Guard
from ledger.client.http import HttpClient, HttpRequest
from ledger.client.problems import read_object
from ledger.client.retrying import GIVEN_UP, OneEach, pause_after
from ledger.store.pact.events import (
    OutgoingEvent,
    due_events,
    end_event,
    organisations_with_due_events,
    postpone,
)
from ledger.store.pact.partners import Partner, partner_of
from schemas.errors import CradleError

DISCOVERY, TOKEN, EVENTS = "/.well-known/openid-configuration", "/auth/token", "/3/events"
JSON, FORM = "application/cloudevents+json", "application/x-www-form-urlencoded"
TIMEOUT, SECONDS = 10.0, 20.0
_SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class PartnerCalls:
    """A partner's server with a token for it, open while events are sent."""

    http: HttpClient
    token: str

    def send_event(self, body: bytes) -> None:
        """Send one event.

        Raises:
            CradleError: `remote.*`, or `pact.refused` if the partner does not accept it.
        """
        response = self.http.send(HttpRequest(EVENTS, body, JSON, token=self.token))
        if response.status not in _SUCCESS:
            detail = f"The partner refused an event with {response.status}."
            raise CradleError("pact.refused", detail)


@contextmanager
def open_calls(partner: Partner, secret: str, *, lab: bool) -> Iterator[PartnerCalls]:
    """Get a token from a partner; `lab` permits private addresses.

    Raises:
        CradleError: `remote.*`, or `pact.refused` if the partner gives no token.
    """
    guard = Guard(public=not lab, seconds=SECONDS)
    with HttpClient(partner.base, timeout=TIMEOUT, guard=guard) as http:
        token = _token(partner.token or _discover(http, partner.base), partner, secret, guard)
        yield PartnerCalls(http, token)


def _token(endpoint: str, partner: Partner, secret: str, guard: Guard) -> str:
    named = {name: getattr(partner, name) for name in ("scope", "audience", "resource")}
    parameters = {name: value for name, value in named.items() if value}
    form = urlencode({"grant_type": "client_credentials", **parameters}).encode("ascii")
    with HttpClient(endpoint, timeout=TIMEOUT, guard=guard) as http:
        login = (partner.client, secret)
        response = http.send(HttpRequest(body=form, media_type=FORM, basic=login))
    token = read_object(response.body).get("access_token")
    if response.status not in _SUCCESS or not isinstance(token, str) or not token.isprintable():
        raise CradleError(
            "pact.refused", f"The partner gave no token; it answered {response.status}."
        )
    return token


def _discover(http: HttpClient, base: str) -> str:
    """The token endpoint of the partner's discovery document, or the standard's default."""
    response = http.send(HttpRequest(DISCOVERY))
    named = (
        read_object(response.body).get("token_endpoint") if response.status in _SUCCESS else None
    )
    return named if isinstance(named, str) and named else base + TOKEN


WORKERS = 8
"""The number of partners that are called at once."""

AT_ONCE = 20
"""The number of events that a partner gets before it returns to the end of the queue."""


class Sender:
    """Sends due events; its workers end with its context."""

    def __init__(self, ledger: Ledger, secrets: Fernet, *, lab: bool) -> None:
        """Prepare workers; `secrets` decrypts the secrets of partners, `lab` permits private addresses."""
        self._ledger, self._secrets, self._lab = ledger, secrets, lab
        self._workers = OneEach(WORKERS, "partner")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._workers.__exit__()

    def start_due(self, now: int) -> tuple[Future[int], ...]:
        """Begin to send the due events of each partner that no worker serves; each result counts accepted events."""
        with self._ledger.store.read() as connection:
            waiting = organisations_with_due_events(connection, now)
        return self._workers.start(waiting, partial(self._serve, now=now))

    def send_due(self, now: int) -> int:
        """Send the due events of each partner, wait for the end, and return the number of accepted events."""
        return sum(future.result() for future in self.start_due(now))

    def _serve(self, organisation: str, now: int) -> int:
        with self._ledger.store.read() as connection:
            partner = partner_of(connection, organisation)
            due = due_events(connection, organisation, now, AT_ONCE)
        return self._send_all(partner, due, now)

    def _send_all(self, partner: Partner | None, due: Sequence[OutgoingEvent], now: int) -> int:
        accepted, waiting = 0, deque(due)
        try:
            with open_calls(*self._addressed(partner), lab=self._lab) as calls:
                while waiting:
                    accepted += self._send(calls, waiting[0], now)
                    waiting.popleft()
        except CradleError as error:
            self._later(waiting, now, error)
        return accepted

    def _send(self, calls: PartnerCalls, event: OutgoingEvent, now: int) -> bool:
        """Send an event; one that the partner refuses waits.

        Raises:
            CradleError: `remote.*` if the partner cannot be reached.
        """
        try:
            calls.send_event(event.body)
        except CradleError as error:
            if error.code != "pact.refused":
                raise
            self._later([event], now, error)
            return False
        with self._ledger.store.write() as connection:
            end_event(connection, event.id, now, "")
        return True

    def _addressed(self, partner: Partner | None) -> tuple[Partner, str]:
        """Return the partner that an event goes to, and its secret."""
        if partner is None:
            raise CradleError(
                "pact.partner", "The partner is no longer registered; register it again."
            )
        try:
            return partner, self._secrets.decrypt(partner.secret.encode("ascii")).decode("utf-8")
        except InvalidToken:
            detail = "The partner's secret was encrypted with another key; register it again."
            raise CradleError("pact.secret", detail) from None

    def _later(self, events: Iterable[OutgoingEvent], now: int, error: CradleError) -> None:
        with self._ledger.store.write() as connection:
            for event in events:
                if now - event.created >= GIVEN_UP:
                    end_event(connection, event.id, now, str(error))
                else:
                    due = now + pause_after(event.attempts)
                    postpone(connection, event.id, due, str(error))
