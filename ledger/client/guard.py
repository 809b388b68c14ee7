"""Calls to servers that others name: to public addresses only, and within a limited time.

A host name is resolved once, as the connection is made, and the connection goes to the very addresses that were
checked. A name that is public when it is registered and private when it is called gains nothing, nor does one that
changes between check and call. TLS still verifies the name. One private address among several refuses the name.

The time of a request runs from its start to the last byte of its response, so a server that sends a byte now and then
occupies its caller no longer than one that is silent.

A proxy of the environment resolves names itself. The name is then resolved and checked here before each request, which
does not bind the proxy; whoever runs one must set it to refuse private addresses. Left out: a limit on the time of the
system's resolver.
"""

import ssl
from collections.abc import Iterable
from ipaddress import IPv6Address, IPv6Network, ip_address
from socket import SOCK_STREAM, getaddrinfo
from time import monotonic
from typing import Any, NamedTuple

import httpcore2
import httpx2

from schemas.errors import CradleError

_TRANSLATED = IPv6Network("64:ff9b::/96")
"""IPv6 addresses that a gateway translates to any IPv4 address (RFC 6052)."""

_PORTS = {"http": 80, "https": 443}


class Guard(NamedTuple):
    """The limits of a call: to `public` addresses only, or to any; `seconds` for each request."""

    public: bool
    seconds: float


def public_addresses(host: str, port: int) -> tuple[str, ...]:
    """Resolve a host name to its addresses.

    Raises:
        CradleError: `remote.unreachable` if it cannot be resolved; `remote.private` if one of its addresses is not
            in the public Internet.
    """
    try:
        rows = getaddrinfo(host, port, type=SOCK_STREAM)
    except (OSError, UnicodeError):
        detail = f"The host name {host:.80} cannot be resolved; check it."
        raise CradleError("remote.unreachable", detail) from None
    addresses = tuple(dict.fromkeys(str(row[4][0]) for row in rows))
    if not all(map(is_public, addresses)):
        detail = f"{host:.80} is in a private network, which is not called; name a public server."
        raise CradleError("remote.private", detail)
    return addresses


def is_public(text: str) -> bool:
    """True for a unicast address of the public Internet that leads to no other address inside it."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address) and (
        address.ipv4_mapped or address.sixtofour or address.teredo or address in _TRANSLATED
    ):
        return False
    return address.is_global and not address.is_multicast


class GuardedTransport(httpx2.HTTPTransport):
    """The transport of a client whose server others name."""

    def __init__(self, guard: Guard, tls: ssl.SSLContext, proxy: str | None) -> None:
        super().__init__(verify=tls, trust_env=False, proxy=proxy)
        self._guard, self._deadline, self._proxied = guard, _Deadline(), proxy is not None
        if not self._proxied:
            backend = _Backend(guard, self._deadline)
            self._pool = httpcore2.ConnectionPool(ssl_context=tls, network_backend=backend)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request.

        Raises:
            CradleError: as `public_addresses`.
        """
        if self._proxied and self._guard.public:
            url = request.url
            public_addresses(url.host, url.port or _PORTS[url.scheme])
        self._deadline.start(self._guard.seconds)
        return super().handle_request(request)


class _Deadline:
    """The end of the present request."""

    def __init__(self) -> None:
        self._end = 0.0

    def start(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def limit(self, timeout: float | None) -> float:
        """The seconds that a step may take: its own, or those that are left."""
        left = self._end - monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("its response takes too long")
        return left if timeout is None else min(timeout, left)


class _Backend(httpcore2.SyncBackend):
    """Connects to checked addresses, and limits each step by the deadline."""

    def __init__(self, guard: Guard, deadline: _Deadline) -> None:
        self._guard, self._deadline = guard, deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first of the host's addresses that accepts."""
        refusal: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in public_addresses(host, port) if self._guard.public else (host,):
            limit = self._deadline.limit(timeout)
            try:
                stream = super().connect_tcp(address, port, limit, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                refusal = error
            else:
                return _Stream(stream, self._deadline)
        raise refusal


class _Stream(httpcore2.NetworkStream):
    """A connection whose steps the deadline limits."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: _Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.limit(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.limit(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        limit = self._deadline.limit(timeout)
        stream = self._stream.start_tls(ssl_context, server_hostname, limit)
        return _Stream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as the library declares it
        return self._stream.get_extra_info(info)
