"""The address of the server, which no request states, and the proxies that are trusted."""

import pytest
from fastapi import Request
from support.asking import Firms, asking
from support.http_api import furnished
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate, declare
from support.refusal import refused

from api.addresses import base_url, is_within, trusted_networks
from api.configuration import Configuration
from api.serving import read_configuration

__all__ = ["asking"]
STRANGER = {"Host": "evil.example"}


def test_no_answer_repeats_the_host_of_a_request(chain: BatteryChain) -> None:
    """Each read of the API and each public page and file, and the redirect of an address with a slash too many."""
    house, name = furnished(chain), declare(chain, calculate(chain))
    page = f"/declarations/{name.removeprefix('sha256:')}"
    paths = [f"{page}{ending}" for ending in ("", ".json", ".pdf", "/study.html", "/")]
    found = house.client.get("/openapi.json").json()["paths"]
    paths += [path.replace("{statement}", name) for path, one in found.items() if "get" in one]
    headers = {**house.as_("operator"), **STRANGER}
    statuses = set()
    for path in (*paths, "/docs/", "/log", "/login", "/3/footprints", "/3/footprints/"):
        answer = house.client.get(path, headers=headers, follow_redirects=False)
        statuses.add(answer.status_code)
        assert b"evil.example" not in answer.content, path
        assert "evil.example" not in str(answer.headers), path
    assert statuses >= {200, 404}


def test_a_link_that_invites_has_the_servers_own_address(asking: Firms) -> None:
    """Whatever the request names; behind a proxy the operator has to say it, and no link is made before."""
    made = asking.ask("maker", "Fresh Salts Ltd")
    path = f"/v1/requests/{made['id']}/invitation"
    client, headers = asking.house.client, {**asking.house.as_("maker"), **STRANGER}
    link = client.post(path, json={}, headers=headers).json()["link"]
    assert link.startswith("http://testserver/invitation/")
    answer = client.post(path, json={}, headers={**headers, "X-Forwarded-For": "192.0.2.1"})
    assert (answer.status_code, answer.json()["code"]) == (503, "setting.public_url")
    assert client.get(link.removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize(
    ("server", "address"),
    [
        (("127.0.0.1", 8000), "http://127.0.0.1:8000"),
        (("::1", 8000), "http://[::1]:8000"),
        (("127.0.0.1", 80), "http://127.0.0.1"),
    ],
)
def test_the_address_of_the_socket(server: tuple[str, int], address: str) -> None:
    """An IPv6 address is in brackets, and the usual port is left out."""
    scope = {"type": "http", "scheme": "http", "server": server, "headers": []}
    assert base_url(Request(scope), Configuration(_env_file=None)) == address


@pytest.mark.parametrize(
    ("stated", "address", "trusted"),
    [
        ("127.0.0.1,::1", "127.0.0.1", True),
        ("127.0.0.1,::1", "127.0.0.2", False),
        ("10.1.0.0/16, 192.0.2.7", "10.1.200.3", True),
        ("10.1.0.0/16", "10.2.0.1", False),
        ("*", "2001:db8::1", True),
        ("*", "no address", False),
        ("", "127.0.0.1", False),
    ],
)
def test_a_proxy_is_trusted_by_its_address_or_network(
    stated: str, address: str, *, trusted: bool
) -> None:
    """Several are separated by commas, and a star is every address."""
    networks = trusted_networks(Configuration(_env_file=None, trusted_proxies=stated))
    assert is_within(address, networks) is trusted


def test_what_is_no_network_is_refused() -> None:
    """A server does not start with a proxy that it cannot read."""
    with refused("setting.trusted_proxies", "trusted_proxies"):
        read_configuration(trusted_proxies="10.1.0.0/16, proxy.example")
