"""A trusted proxy states whom it forwards for, or is refused; nobody else's word on a client is read."""

import pytest
from fastapi.testclient import TestClient
from starlette.datastructures import Headers
from support.http_api import house_of
from support.ledger_battery import BatteryChain

from api.app import create_app
from api.configuration import Configuration
from api.forwarding import states_client

PUBLIC, LOCAL = "https://cradle.example", "https://localhost:8765"


def client_of(chain: BatteryChain, peer: str, **settings: object) -> TestClient:
    """A client whose requests come from an address."""
    configuration = Configuration.model_validate(settings)
    context = house_of(chain.world.ledger, configuration).context
    return TestClient(create_app(context), client=(peer, 50000))


@pytest.mark.parametrize(
    ("peer", "settings", "headers", "status"),
    [
        ("127.0.0.1", {"public_url": PUBLIC}, {"X-Forwarded-For": "192.0.2.1"}, 200),
        ("127.0.0.1", {"public_url": PUBLIC}, {}, 400),
        ("127.0.0.1", {"public_url": PUBLIC}, {"Host": "localhost"}, 400),
        ("127.0.0.1", {"public_url": PUBLIC, "trusted_proxies": ""}, {}, 200),
        ("127.0.0.1", {"public_url": LOCAL}, {"Host": "localhost:8765"}, 200),
        ("127.0.0.1", {}, {"Host": "127.0.0.1:8000"}, 200),
        ("::1", {}, {"Host": "[::1]:8000"}, 200),
        ("127.0.0.1", {}, {"Host": "cradle.example"}, 400),
        ("127.0.0.1", {}, {"Host": "[::1"}, 400),
        ("127.0.0.1", {"public_url": PUBLIC}, {"X-Forwarded-For": ""}, 400),
        ("127.0.0.1", {"public_url": PUBLIC}, {"X-Forwarded-For": "192.0.2.1, unknown"}, 400),
        ("10.1.2.3", {"trusted_proxies": "10.1.0.0/16"}, {"Host": "localhost"}, 400),
        ("10.1.2.3", {"trusted_proxies": "10.1.2.9/16"}, {"X-Forwarded-For": "192.0.2.1:9"}, 200),
        ("192.0.2.9", {"public_url": PUBLIC}, {"Host": "cradle.example"}, 200),
    ],
)
def test_a_request_of_a_proxy_states_its_client(
    shared: BatteryChain,
    peer: str,
    settings: dict[str, object],
    headers: dict[str, str],
    status: int,
) -> None:
    """A program of this machine that asks for this machine needs no header, unless the server has a public address."""
    answer = client_of(shared, peer, **settings).get("/login", headers=headers)
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["code"] == "http.forwarded"
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_monitor_beside_the_server_needs_no_header(shared: BatteryChain) -> None:
    """Probes are the same for every client."""
    client = client_of(shared, "127.0.0.1", public_url=PUBLIC, metrics=True)
    for path in ("/health", "/ready", "/metrics"):
        assert client.get(path).status_code == 200
    assert client.get("/docs").status_code == 400


@pytest.mark.parametrize(("peer", "shares"), [("127.0.0.1", False), ("192.0.2.9", True)])
def test_clients_are_counted_by_what_a_trusted_proxy_states(
    shared: BatteryChain, peer: str, *, shares: bool
) -> None:
    """One that is not trusted has one count, whatever it states; a client cannot state another before its own."""
    client = client_of(shared, peer, public_url=PUBLIC, address_logins_per_minute=1)
    wrong = {"name": "nobody", "password": "x"}

    def tried(stated: str) -> int:
        headers = {"X-Forwarded-For": stated}
        return client.post("/v1/session", json=wrong, headers=headers).status_code

    assert tried("192.0.2.1") == 401
    assert tried("192.0.2.1") == 429
    assert tried("198.51.100.7, 192.0.2.1") == 429
    assert tried("192.0.2.2") == (429 if shares else 401)


@pytest.mark.parametrize(
    ("stated", "known"),
    [
        (["192.0.2.1"], True),
        (["[2001:db8::1]:443"], True),
        (["2001:db8::1"], True),
        (["192.0.2.1", "proxy"], False),
        (["proxy, 192.0.2.1"], True),
        (["[2001:db8::1"], False),
        ([" "], False),
        ([], False),
    ],
)
def test_the_last_word_is_the_proxys(stated: list[str], *, known: bool) -> None:
    """What comes before it a client may have stated."""
    headers = Headers(raw=[(b"x-forwarded-for", one.encode()) for one in stated])
    assert states_client(headers) is known
