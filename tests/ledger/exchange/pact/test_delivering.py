"""Delivery of events: one partner never waits for another."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from cryptography.fernet import Fernet
from support.exchanging import Exchange, exchange
from support.http_api import NOW, SECRETS_KEY
from support.pact_partner import CLIENT, SECRET, PartnerServer, partner_server, silent_server
from support.refusal import refused

from ledger.client.retrying import FIRST
from ledger.exchange.pact import delivering
from ledger.exchange.pact.delivering import AT_ONCE, WORKERS, Sender, open_calls
from ledger.exchange.pact.partners import keep_partner
from ledger.service.access.accounts import open_organisation
from ledger.store.pact.events import OutgoingEvent, outgoing_of, put_outgoing
from ledger.store.pact.partners import Partner

SECRETS = Fernet(SECRETS_KEY)


@pytest.fixture
def it(tmp_path: Path) -> Iterator[Exchange]:
    """A ledger without partners."""
    with exchange(tmp_path / "ledger") as made:
        yield made


def register(it: Exchange, name: str, base: str) -> None:
    """Register a partner."""
    store = it.world.ledger.store
    open_organisation(store, name, name.title(), NOW)
    keep_partner(
        store,
        Partner(organisation=name, base=base, client=CLIENT, secret=SECRET),
        SECRETS,
        lab=True,
    )


def queue(it: Exchange, organisation: str, count: int = 1, due: int = NOW) -> list[str]:
    """Queue events to an organisation; return their ids."""
    names = [f"{organisation}-{at}" for at in range(count)]
    with it.world.ledger.store.write() as connection:
        for name in names:
            body = b'{"id":"%s"}' % name.encode()
            put_outgoing(
                connection,
                OutgoingEvent(id=name, organisation=organisation, body=body, created=NOW, due=due),
            )
    return names


def failure(it: Exchange, name: str) -> str:
    """The last failure of an event."""
    with it.world.ledger.store.read() as connection:
        event = outgoing_of(connection, name)
    assert event is not None
    return event.outcome


def attempts(it: Exchange, name: str) -> tuple[int, int | None, int]:
    """The attempts, the end and the next time of an event."""
    with it.world.ledger.store.read() as connection:
        event = outgoing_of(connection, name)
    assert event is not None
    return event.attempts, event.ended, event.due


def test_a_silent_partner_holds_up_no_other(it: Exchange) -> None:
    """Events of others arrive while a worker still waits for a partner that accepts and never answers."""
    with (
        partner_server() as server,
        Sender(it.world.ledger, SECRETS, lab=True) as sender,
        silent_server() as nobody,
    ):
        register(it, "silent", nobody)
        register(it, "packs", server.base)
        stuck = queue(it, "silent", 3, due=NOW - 60)
        queue(it, "packs", 2)
        waiting, others = sender.start_due(NOW)
        assert others.result() == 2
        assert {server.next_event()[1]["id"] for _ in range(2)} == {"packs-0", "packs-1"}
        assert not waiting.done()
        assert sender.start_due(NOW) == (), "a partner that is being called has one worker"
    assert waiting.result() == 0
    assert {attempts(it, name) for name in stuck} == {(1, None, NOW + FIRST)}


def test_more_silent_partners_than_workers(it: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their workers become free when the time of a request is over, and others are then served."""
    monkeypatch.setattr(delivering, "SECONDS", 0.2)
    with silent_server() as nobody, partner_server() as server:
        for at in range(WORKERS + 1):
            register(it, f"silent-{at}", nobody)
            queue(it, f"silent-{at}", due=NOW - 60)
        register(it, "packs", server.base)
        queue(it, "packs")
        with Sender(it.world.ledger, SECRETS, lab=True) as sender:
            assert sender.send_due(NOW) == 1
        assert server.next_event()[1]["id"] == "packs-0"


def test_many_events_of_one_partner_go_in_portions(it: Exchange) -> None:
    """A partner gets a portion with one token and returns to the queue."""
    with partner_server() as server:
        register(it, "packs", server.base)
        queue(it, "packs", AT_ONCE + 1)
        with Sender(it.world.ledger, SECRETS, lab=True) as sender:
            assert [sender.send_due(NOW) for _ in range(3)] == [AT_ONCE, 1, 0]
        assert len(server.forms) == 2


def test_a_refused_event_waits_alone(it: Exchange) -> None:
    """The next events are sent, the refused one later."""
    with partner_server() as server:
        register(it, "packs", server.base)
        first, second = queue(it, "packs", 2)
        server.refusing = 1
        with Sender(it.world.ledger, SECRETS, lab=True) as sender:
            assert sender.send_due(NOW) == 1
            assert attempts(it, first) == (1, None, NOW + FIRST)
            assert attempts(it, second)[1] == NOW
            assert "503" in failure(it, first)
            assert sender.send_due(NOW + FIRST) == 1
            assert failure(it, first) == ""


@pytest.mark.parametrize("registered", [False, True])
def test_without_partner_or_key_events_wait(it: Exchange, *, registered: bool) -> None:
    """Events to a partner that is not registered, or whose secret has another key, wait."""
    other = Fernet(b"A" * 43 + b"=")
    with partner_server() as server:
        if registered:
            register(it, "packs", server.base)
        else:
            open_organisation(it.world.ledger.store, "packs", "Packs", NOW)
        (name,) = queue(it, "packs")
        with Sender(it.world.ledger, other, lab=True) as sender:
            assert sender.send_due(NOW) == 0
        assert attempts(it, name) == (1, None, NOW + FIRST)
        assert server.events.empty()


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
