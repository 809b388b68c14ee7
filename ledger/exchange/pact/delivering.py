"""Events delivered: sent to the registered partner with a token of its own, again and again for three days.

The token comes from where the partner's discovery document says, else from `/auth/token` below its address.
Pauses double from half a minute to six hours; after 72 hours an event is given up, and its line says why. A
partner's address is the operator's word: private ranges are refused where it is registered, unless the
operator says that this is a lab. Left out: calling several partners at once.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

import orjson
from cryptography.fernet import Fernet, InvalidToken

from ledger.client.http import Asked, opened
from ledger.service.ledger import Ledger
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
    """Sends what is due; `secrets` opens the secrets of partners."""

    ledger: Ledger
    secrets: Fernet

    def send_due(self, now: int) -> int:
        """Send all that is due, each to its partner; how many were taken."""
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
        """Whom an event goes to, and the secret for it."""
        if partner is None:
            raise CradleError("pact.partner", "The partner is registered no longer.")
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
        CradleError: `remote.*`, or `pact.refused` where the partner does not take it.
    """
    token = _token(partner, secret)
    asked = Asked(partner.base + EVENTS, body, token=token, media_type=JSON, timeout=TIMEOUT)
    with opened(asked) as found:
        answer = found.read()
    if answer.status not in _SUCCESS:
        raise CradleError("pact.refused", f"The partner answers an event with {answer.status}.")


def _token(partner: Partner, secret: str) -> str:
    form = urlencode({"grant_type": "client_credentials"}).encode("ascii")
    asked = Asked(
        _token_endpoint(partner),
        form,
        basic=(partner.client, secret),
        media_type=FORM,
        timeout=TIMEOUT,
    )
    with opened(asked) as found:
        answer = found.read()
    try:
        members = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        members = None
    token = members.get("access_token") if isinstance(members, dict) else None
    if answer.status not in _SUCCESS or not isinstance(token, str) or not token.isprintable():
        raise CradleError("pact.refused", f"The partner gives no token, but {answer.status}.")
    return token


def _token_endpoint(partner: Partner) -> str:
    """Where the partner's tokens are: what its discovery document says, if it is at the same host."""
    try:
        with opened(Asked(partner.base + DISCOVERY, timeout=TIMEOUT)) as found:
            answer = found.read()
        members = orjson.loads(answer.body) if answer.status in _SUCCESS else {}
    except (CradleError, orjson.JSONDecodeError):
        members = {}
    named = members.get("token_endpoint") if isinstance(members, dict) else None
    same = isinstance(named, str) and named.startswith(partner.base.rstrip("/") + "/")
    return str(named) if same else partner.base + TOKEN
