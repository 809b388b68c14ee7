"""Calls to a partner: the token from its own identity provider, and no call to an address that is not its own."""

from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest
from support.pact_partner import CLIENT, SECRET, PartnerServer, partner_server
from support.refusal import refused

from ledger.exchange.pact.calling import open_calls
from ledger.store.pact.partners import Partner

EVENT = b'{"id":"1"}'


@pytest.fixture
def server() -> Iterator[PartnerServer]:
    """A partner's PACT server."""
    with partner_server() as made:
        yield made


@pytest.fixture
def provider() -> Iterator[PartnerServer]:
    """A server on another port that only gives tokens."""
    with partner_server() as made:
        yield made


def send(server: PartnerServer, **options: str) -> None:
    """Send an event to a partner with these options."""
    partner = Partner(
        organisation="packs", base=server.base, client=CLIENT, secret=SECRET, **options
    )
    with open_calls(partner, SECRET, lab=True) as calls:
        calls.send_event(EVENT)


def test_a_registered_token_endpoint_with_its_parameters(
    server: PartnerServer, provider: PartnerServer
) -> None:
    """The token comes from the registered address, with scope, audience and resource; the event goes to the base."""
    options = {"scope": "a b", "audience": "https://x.example", "resource": "urn:y"}
    send(server, token=f"{provider.base}/oauth2/v1/token", **options)
    ((path, form),) = provider.forms
    assert path == "/oauth2/v1/token"
    assert dict(parse_qsl(form)) == {"grant_type": "client_credentials", **options}
    assert server.forms == []
    assert server.next_event() == ("/3/events", {"id": "1"})


def test_a_discovered_token_endpoint_on_another_host(
    server: PartnerServer, provider: PartnerServer
) -> None:
    """Without a registered address the discovery document's counts, on whatever host."""
    server.endpoint = f"{provider.base}/realm/token"
    send(server)
    assert provider.forms == [("/realm/token", "grant_type=client_credentials")]
    assert server.next_event()[0] == "/3/events"


def test_a_partner_without_discovery(server: PartnerServer) -> None:
    """Then the token endpoint is the standard's; parameters that are not registered are not sent."""
    send(server)
    assert server.forms == [("/auth/token", "grant_type=client_credentials")]


def test_one_token_serves_several_events(server: PartnerServer) -> None:
    """A token is fetched once for a run of events."""
    with open_calls(
        Partner(organisation="packs", base=server.base, client=CLIENT, secret=SECRET),
        SECRET,
        lab=True,
    ) as calls:
        for _ in range(3):
            calls.send_event(EVENT)
    assert (len(server.forms), server.events.qsize()) == (1, 3)


def test_a_redirect_is_a_refusal(server: PartnerServer, provider: PartnerServer) -> None:
    """An event is not sent to the address of a redirect, nor is the token."""
    server.redirect = f"{provider.base}/3/events"
    with refused("pact.refused"):
        send(server)
    assert provider.events.empty()


def test_a_refused_login(server: PartnerServer) -> None:
    """Without a token no event is sent."""
    with (
        refused("pact.refused"),
        open_calls(
            Partner(organisation="packs", base=server.base, client=CLIENT, secret=CLIENT),
            CLIENT,
            lab=True,
        ),
    ):
        pass
    assert server.events.empty()


def test_outside_a_lab_no_private_address_is_called(
    server: PartnerServer, provider: PartnerServer
) -> None:
    """The address is checked when it is called, however it came to be registered; also the token endpoint's."""
    for partner in (
        Partner(organisation="packs", base=server.base, client=CLIENT, secret=SECRET),
        Partner(
            organisation="packs",
            base="https://93.184.215.14",
            client=CLIENT,
            secret=SECRET,
            token=f"{provider.base}/token",
        ),
    ):
        with refused("remote.private"), open_calls(partner, SECRET, lab=False):
            pass
    assert server.forms == provider.forms == []
