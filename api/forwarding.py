"""The proxies before a server: whose word on a client is believed, and that they give it.

A proxy that does not state whom it forwards for makes all clients one: they share its quotas, and on this machine they
pass for programs of this machine. Such a request is refused. What may come without the header is what asks for this
machine by name, where the server has no public address, and the probes of a monitor. A header that no trusted proxy
sent is not read.
"""

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import structlog
from pydantic import HttpUrl
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.addresses import FORWARDED, is_within
from api.networks import Network
from api.problems import problem, status_of
from schemas.errors import CradleError

PROBES: Final = ("/health", "/ready", "/metrics")
"""What a monitor beside the server asks for, and what is the same for every client."""


class Forwarding:
    """Middleware that takes the client's address and scheme from trusted proxies, and from nobody else.

    Args:
        app: the application.
        trusted: the networks of the proxies.
        public_url: the configured address of the server.
    """

    def __init__(
        self, app: ASGIApp, trusted: tuple[Network, ...], public_url: HttpUrl | None
    ) -> None:
        self._app, self._trusted = app, trusted
        self._is_public = public_url is not None and not is_own_name(str(public_url))
        hosts = [str(network) for network in trusted]
        self._forwarded = ProxyHeadersMiddleware(app, hosts)  # type: ignore[arg-type]  # the same protocol
        self._log = structlog.get_logger("cradle")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request as its client's, or refuse it."""
        peer = (scope.get("client") or ("",))[0]
        if scope["type"] != "http" or not is_within(peer, self._trusted):
            await self._app(scope, receive, send)
        elif states_client(Headers(scope=scope)):
            await self._forwarded(scope, receive, send)  # type: ignore[arg-type]  # the same protocol
        elif scope["path"] in PROBES or self._is_direct(peer, Headers(scope=scope)):
            await self._app(scope, receive, send)
        else:
            self._log.warning("proxy", code="http.forwarded")
            refused = _unstated()
            await problem(status_of(refused), refused)(scope, receive, send)

    def _is_direct(self, peer: str, headers: Headers) -> bool:
        """Return whether a program of this machine asks for this machine, and not a proxy for the world."""
        own = ip_address(peer).is_loopback and is_own_name(f"//{headers.get('host', '')}")
        return own and not self._is_public


def states_client(headers: Headers) -> bool:
    """Return whether the last proxy states an address, which may have a port."""
    forwarded = headers.getlist(FORWARDED)
    last = forwarded[-1].rpartition(",")[2].strip() if forwarded else ""
    return _is_address(last) or _is_address(_host_of(f"//{last}"))


def is_own_name(url: str) -> bool:
    """Return whether an address names the machine that asks for it."""
    host = _host_of(url)
    return host == "localhost" or (_is_address(host) and ip_address(host).is_loopback)


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _unstated() -> CradleError:
    detail = (
        "This address is a trusted proxy's, and the request does not state whom it forwards for; let the proxy"
        " send X-Forwarded-For, or trust no proxy (CRADLE_TRUSTED_PROXIES) where there is none."
    )
    return CradleError("http.forwarded", detail)
