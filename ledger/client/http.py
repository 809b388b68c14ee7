"""HTTP requests to another server by httpx2: bounded in time and size, never redirected.

A redirect would carry a login to another address, so it is a response like any other. Certificates are verified
by the certificate store of OpenSSL. `ledger.client.addresses` chooses the proxy; httpx2 itself reads no setting
of the environment (`all_proxy`, `.netrc`). Cookies are not kept. Left out: retries (`ledger.client.api_client`),
and compressed responses, which the request declines.
"""

import re
import ssl
import weakref
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final, Self
from urllib.parse import quote_plus

import httpx2

from ledger.client.addresses import check_address, proxy_of
from ledger.client.guard import Guard, GuardedTransport
from schemas.errors import CradleError

RESPONSE_LIMIT: Final = 32 * 1024 * 1024
"""Bytes of a response: an entry bundle of the largest leaves has 16 MiB."""

TIMEOUT: Final = 20.0
"""Seconds to wait for the connection, and for each piece of a response."""

IDLE: Final = 2.0
"""Seconds that an idle connection is kept: less than servers do, so none ends as it is used again."""

OK, NOT_FOUND = 200, 404
_FILE: Final = re.compile(r'filename="([^"]*)"')
TEXT, JSON = "text/plain; charset=utf-8", "application/json"


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request to the server of an `HttpClient`.

    Attributes:
        path: appended to the client's address, with the query.
        body: the content, of `media_type`; None for a request without one.
        method: by default GET without a body and POST with one.
        token: the login, as bearer.
        basic: a name and a secret instead, each to be form-encoded (RFC 6749 section 2.3.1).
        headers: others.
    """

    path: str = ""
    body: bytes | None = None
    media_type: str = TEXT
    method: str | None = None
    token: str | None = None
    basic: tuple[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A whole response."""

    status: int
    media_type: str
    body: bytes
    file: str = ""
    """The name of the file that it is."""


@dataclass(frozen=True, slots=True)
class ResponseStream:
    """A response while it arrives; of its body, or of each line, at most `limit` bytes are accepted."""

    url: str
    limit: int
    _response: httpx2.Response

    @property
    def status(self) -> int:
        """The status code."""
        return self._response.status_code

    @property
    def media_type(self) -> str:
        """The media type without parameters, in lower case; empty if none is stated."""
        header: str = self._response.headers.get("Content-Type", "")
        return header.partition(";")[0].strip().lower()

    def read(self) -> HttpResponse:
        """Read the body to its end.

        Raises:
            CradleError: `remote.size`, or `remote.unreachable` if it is shorter than announced.
        """
        pieces, size = [], 0
        for piece in self._pieces():
            pieces.append(piece)
            size += len(piece)
            self._require_within_limit(size)
        return HttpResponse(self.status, self.media_type, b"".join(pieces), self._file())

    def lines(self) -> Iterator[bytes]:
        """Yield each line with its end as it arrives; a last one without an end was cut off and is dropped.

        Raises:
            CradleError: as `read`.
        """
        pending = bytearray()
        for piece in self._pieces():
            *ends, rest = piece.split(b"\n")
            for end in ends:
                pending += end + b"\n"
                self._require_within_limit(len(pending))
                yield bytes(pending)
                pending.clear()
            pending += rest
            self._require_within_limit(len(pending))

    def _file(self) -> str:
        header: str = self._response.headers.get("Content-Disposition", "")
        match = _FILE.search(header)
        return "" if match is None else match[1]

    def _pieces(self) -> Iterator[bytes]:
        try:
            yield from self._response.iter_raw()
        except httpx2.HTTPError as error:
            detail = f"{self.url} broke off in the middle of its response: {_reason(error)}."
            raise CradleError("remote.unreachable", detail) from None

    def _require_within_limit(self, size: int) -> None:
        if size > self.limit:
            detail = f"The response of {self.url} exceeds {self.limit} bytes."
            raise CradleError("remote.size", detail)


class HttpClient:
    """A pool of connections to one server, closed at the end of its context or with its last reference."""

    __slots__ = ("__weakref__", "_base", "_client", "_limit")

    def __init__(
        self,
        base: str,
        *,
        timeout: float = TIMEOUT,
        limit: int = RESPONSE_LIMIT,
        guard: Guard | None = None,
    ) -> None:
        """Prepare requests to the server at an address, each response limited in time and size.

        Args:
            base: the address.
            timeout: seconds to wait for the connection, and for each piece of a response.
            limit: bytes of a response.
            guard: further limits, for a server that others name.

        Raises:
            CradleError: `remote.address`.
        """
        check_address(base, secret=False)
        self._base, self._limit = base, limit
        self._client = _client(base, timeout, guard)
        weakref.finalize(self, self._client.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send a request and read the whole response, of whatever status.

        Raises:
            CradleError: as `stream` and `ResponseStream.read`.
        """
        with self.stream(request) as response:
            return response.read()

    @contextmanager
    def stream(self, request: HttpRequest) -> Iterator[ResponseStream]:
        """Send a request; the response, of whatever status, is read inside the context.

        Raises:
            CradleError: `remote.address`, `remote.token`, `remote.unreachable`; with a guard `remote.private`.
        """
        url = self._base + request.path
        check_address(url, secret=request.token is not None or request.basic is not None)
        auth = None
        if request.basic is not None:
            auth = httpx2.BasicAuth(*map(quote_plus, request.basic))
        built = self._client.build_request(
            request.method or ("GET" if request.body is None else "POST"),
            url,
            content=request.body,
            headers=_headers(request),
        )
        try:
            response = self._client.send(built, stream=True, auth=auth)
        except (httpx2.HTTPError, UnicodeError) as error:  # UnicodeError: too long a host name
            advice = "Check the address, or try again later."
            detail = f"{url} does not answer: {_reason(error)}. {advice}"
            raise CradleError("remote.unreachable", detail) from None
        with closing(response):
            yield ResponseStream(url, self._limit, response)


def get(url: str, token: str | None = None) -> HttpResponse:
    """Send one GET over a connection of its own.

    Raises:
        CradleError: `remote.*`.
    """
    with HttpClient(url) as http:
        return http.send(HttpRequest(token=token))


def post(url: str, body: bytes, media_type: str = TEXT) -> HttpResponse:
    """Send one POST over a connection of its own.

    Raises:
        CradleError: `remote.*`.
    """
    with HttpClient(url) as http:
        return http.send(HttpRequest(body=body, media_type=media_type))


def _client(base: str, timeout: float, guard: Guard | None) -> httpx2.Client:
    try:
        proxy = proxy_of(base)
        return httpx2.Client(
            verify=_tls(),
            proxy=proxy if guard is None else None,
            transport=None if guard is None else GuardedTransport(guard, _tls(), proxy),
            trust_env=False,
            timeout=timeout,
            limits=httpx2.Limits(keepalive_expiry=IDLE),
            headers={"Accept-Encoding": "identity"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        )
    except (ImportError, ValueError, httpx2.InvalidURL) as error:
        detail = f"The proxy of the environment cannot be used: {_reason(error)}."
        raise CradleError("remote.address", detail) from None


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _headers(request: HttpRequest) -> dict[str, str]:
    headers = dict(request.headers)
    if request.body is not None:
        headers["Content-Type"] = request.media_type
    if request.token is not None:
        if not (request.token.isascii() and request.token.isprintable()):
            detail = (
                "The login has a character that no token has; copy it again, without a line end."
            )
            raise CradleError("remote.token", detail)
        headers["Authorization"] = f"Bearer {request.token}"
    return headers


def _reason(error: Exception) -> str:
    return str(error).removesuffix(".") or type(error).__name__
