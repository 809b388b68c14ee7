"""Server addresses: the rules for accepted ones, for those that may receive a secret, and for proxies.

A secret travels over TLS or within this machine. Addresses are read by the parser of the library that then
connects, so both agree on the host. Proxies are those of `http_proxy`, `https_proxy` and `no_proxy`; a request within
this machine uses none, or a token would leave it. Left out: private ranges (`ledger.exchange.pact.partners`).
"""

from typing import Final
from urllib.request import getproxies, proxy_bypass

import httpx2

from schemas.errors import CradleError

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
MAX_PORT: Final = 65535


def check_address(url: str, *, secret: bool) -> None:
    """Refuse an address that is not a web server's, and one without TLS for a secret.

    Raises:
        CradleError: `remote.address`.
    """
    try:
        parsed = httpx2.URL(url)
    except httpx2.InvalidURL:
        parsed = httpx2.URL()
    is_web = parsed.scheme in ("http", "https") and parsed.host and "%" not in parsed.host
    if not is_web or not 0 <= (parsed.port or 0) <= MAX_PORT:
        raise CradleError(
            "remote.address",
            f"{url:.200} is not the address of a web server; give one that starts with https://.",
        )
    if parsed.userinfo:
        detail = (
            "The address contains a name or a password; remove it and give the login by itself."
        )
        raise CradleError("remote.address", detail)
    if secret and parsed.scheme == "http" and parsed.host not in LOOPBACK:
        detail = f"A token is never sent unencrypted; use https instead of {url}."
        raise CradleError("remote.address", detail)


def proxy_of(address: str) -> str | None:
    """The address of the proxy that the environment names for a server, as urllib reads it."""
    url = httpx2.URL(address)
    if url.host in LOOPBACK or proxy_bypass(url.netloc.decode("ascii")):
        return None
    named = getproxies().get(url.scheme)
    return named if named is None or "://" in named else f"http://{named}"
