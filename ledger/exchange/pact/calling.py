"""Calls to a partner's PACT server: a token from its identity provider, then events with that token.

The token endpoint is the registered one, otherwise the one that the partner's discovery document names, otherwise
`/auth/token` below its address. It may be on another host than the events. The request for a token has the scope,
audience and resource that are registered (RFC 6749, RFC 8707; audience by custom).

Every address is checked as it is called (`ledger.client.guard`). A redirect is a refusal. A request takes `SECONDS` at
most, whatever the partner sends.

Source: PACT Technical Specifications 3.0.3, authentication flow and action events.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from ledger.client.guard import Guard
from ledger.client.http import HttpClient, HttpRequest
from ledger.client.problems import read_object
from ledger.store.pact.partners import Partner
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
    stated = {name: value for name, value in named.items() if value}
    form = urlencode({"grant_type": "client_credentials", **stated}).encode("ascii")
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
