"""Deliver events to registered partners with the partner's own token; retry for three days.

The token endpoint is the one of the partner's discovery document, else `/auth/token` below its address.
Pauses double from half a minute to six hours; after 72 hours delivery of an event ends, and its row states the
reason. The operator registers a partner's address; registration refuses private ranges unless the operator marks a lab.
Left out: calling several partners at once.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from cryptography.fernet import Fernet, InvalidToken

from ledger.client.http import HttpClient, HttpRequest
from ledger.client.problems import read_object
from ledger.service.append.ledger import Ledger
from ledger.store.pact.events import (
    OutgoingEvent,
    Partner,
    due_events,
    end_event,
    partner_of,
    postpone,
)
from schemas.errors import CradleError

DISCOVERY, TOKEN, EVENTS = "/.well-known/openid-configuration", "/auth/token", "/3/events"
JSON, FORM = "application/cloudevents+json", "application/x-www-form-urlencoded"
FIRST, LONGEST, GIVEN_UP = 30, 6 * 3600, 72 * 3600
AT_ONCE = 100
TIMEOUT = 10.0
_SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends the due events; `secrets` decrypts the secrets of partners."""

    ledger: Ledger
    secrets: Fernet

    def send_due(self, now: int) -> int:
        """Send each due event to its partner; return the number of accepted events."""
        with self.ledger.store.read() as connection:
            due = due_events(connection, now, AT_ONCE)
        return sum(self._send(event, now) for event in due)

    def _send(self, event: OutgoingEvent, now: int) -> bool:
        with self.ledger.store.read() as connection:
            partner = partner_of(connection, event.organisation)
        try:
            post(*self._addressed(partner), event.body)
        except CradleError as error:
            self._later(event, now, error)
            return False
        with self.ledger.store.write() as connection:
            end_event(connection, event.id, now, "")
        return True

    def _addressed(self, partner: Partner | None) -> tuple[Partner, str]:
        """Return the partner that an event goes to, and its secret."""
        if partner is None:
            raise CradleError(
                "pact.partner", "The partner is no longer registered; register it again."
            )
        return partner, self._secret(partner)

    def _secret(self, partner: Partner) -> str:
        try:
            return self.secrets.decrypt(partner.secret.encode("ascii")).decode("utf-8")
        except InvalidToken:
            detail = "The partner's secret was encrypted with another key; register it again."
            raise CradleError("pact.secret", detail) from None

    def _later(self, event: OutgoingEvent, now: int, error: CradleError) -> None:
        with self.ledger.store.write() as connection:
            if now - event.created >= GIVEN_UP:
                end_event(connection, event.id, now, str(error))
            else:
                pause = min(FIRST << min(event.attempts, 16), LONGEST)
                postpone(connection, event.id, now + pause)


def post(partner: Partner, secret: str, body: bytes) -> None:
    """Send one event to a partner.

    Raises:
        CradleError: `remote.*`, or `pact.refused` if the partner does not accept it.
    """
    with HttpClient(partner.base, timeout=TIMEOUT) as http:
        token = _token(http, partner, secret)
        response = http.send(HttpRequest(EVENTS, body, JSON, token=token))
    if response.status not in _SUCCESS:
        raise CradleError("pact.refused", f"The partner refused an event with {response.status}.")


def _token(http: HttpClient, partner: Partner, secret: str) -> str:
    form = urlencode({"grant_type": "client_credentials"}).encode("ascii")
    path = _token_path(http, partner)
    response = http.send(HttpRequest(path, form, FORM, basic=(partner.client, secret)))
    token = read_object(response.body).get("access_token")
    if response.status not in _SUCCESS or not isinstance(token, str) or not token.isprintable():
        raise CradleError(
            "pact.refused", f"The partner gave no token; it answered {response.status}."
        )
    return token


def _token_path(http: HttpClient, partner: Partner) -> str:
    """The path of the partner's token endpoint: the one of its discovery document, if on the same host."""
    try:
        response = http.send(HttpRequest(DISCOVERY))
    except CradleError:
        return TOKEN
    named = (
        read_object(response.body).get("token_endpoint") if response.status in _SUCCESS else None
    )
    same = isinstance(named, str) and named.startswith(f"{partner.base}/")
    return str(named).removeprefix(partner.base) if same else TOKEN
