"""Server addresses: only web servers, a secret over TLS or within this machine, and the proxies of the environment."""

import pytest
from support.refusal import refused

from ledger.client.addresses import check_address, proxy_of

PROXIES = {
    "http_proxy": "http://first.example:3128",
    "https_proxy": "second.example:3128",
    "all_proxy": "socks5://third.example",
    "no_proxy": "near.example,10.0.0.1",
}


@pytest.mark.parametrize(
    "url",
    [
        *("file:///etc/passwd", "ftp://example.com/", "http://", "http://[x", "ledger.example"),
        *("http://example.com:99999", "http://example.com:x", "http://a b/", "http://a\n/"),
        *("http://name@example.com", "https://name:secret@example.com", r"https://a\@b.example"),
    ],
)
def test_only_web_servers_are_addressed(url: str) -> None:
    """A file, another protocol, a malformed address, and one with a login are refused."""
    with refused("remote.address"):
        check_address(url, secret=False)


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "LOCALHOST"])
def test_a_secret_stays_within_this_machine_or_tls(host: str) -> None:
    """A secret uses plain HTTP within this machine only, and TLS elsewhere."""
    check_address(f"http://{host}/v1", secret=True)
    check_address("https://ledger.example/v1", secret=True)
    check_address("http://ledger.example/v1", secret=False)
    for other in ("ledger.example", "127.0.0.1.example", "localhost.example"):
        with refused("remote.address"):
            check_address(f"http://{other}/v1", secret=True)


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("http://ledger.example/", "http://first.example:3128"),
        ("https://ledger.example/", "http://second.example:3128"),
        ("https://near.example:8443/", None),
        ("http://10.0.0.1/", None),
        ("http://127.0.0.1:8000/", None),
        ("http://localhost/", None),
    ],
)
def test_proxies_are_those_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, url: str, proxy: str | None
) -> None:
    """They are chosen by scheme, except for exempt hosts and this machine; `all_proxy` is not read."""
    for name, value in PROXIES.items():
        monkeypatch.setenv(name, value)
    assert proxy_of(url) == proxy


def test_no_proxy_where_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without these variables a request goes to its server."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    assert proxy_of("https://ledger.example/") is None
