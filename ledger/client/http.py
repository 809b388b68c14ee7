"""Asking a server of somebody else's: one request, bounded in time and size, never redirected.

A redirect would carry a login to a place that nobody named, so it is an answer like any other. A
token travels over TLS only, or within this machine. Certificates are verified as the system has
them. Left out: retries (`ledger.client.door`), and keeping connections alive.
"""

import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from functools import lru_cache
from http.client import HTTPException
from typing import IO
from urllib.error import HTTPError
from urllib.parse import quote_plus, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener

from schemas.errors import CradleError

ANSWER_LIMIT = 32 * 1024 * 1024
"""Bytes of an answer: an entry bundle of the largest leaves has 16 MiB."""

TIMEOUT = 20.0
"""Seconds to wait for each piece of an answer."""

LOOPBACK = ("localhost", "127.0.0.1", "::1")
OK, NOT_FOUND = 200, 404
TEXT, JSON = "text/plain; charset=utf-8", "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a server.

    Attributes:
        url: where.
        body: what is sent, of `media_type`.
        token: the login, as bearer.
        basic: a name and a secret instead, each form-encoded (RFC 6749 section 2.3.1).
        method: GET without a body and POST with one, where none is named.
        timeout: seconds to wait for each piece of the answer.
        limit: the most bytes of the answer, or of each line of it.
    """

    url: str
    body: bytes | None = None
    token: str | None = None
    media_type: str = TEXT
    method: str | None = None
    timeout: float = TIMEOUT
    limit: int = ANSWER_LIMIT
    basic: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """An answer that is still coming."""

    asked: Asked
    status: int
    media_type: str
    _announced: str
    _source: IO[bytes]

    def read(self) -> Answer:
        """All of it.

        Raises:
            CradleError: `remote.size`, or `remote.unreachable` where it is shorter than was announced.
        """
        body = self._source.read(self.asked.limit + 1)
        if len(body) > self.asked.limit:
            raise self._too_large()
        if self._announced.isdecimal() and len(body) < int(self._announced):
            detail = f"{self.asked.url} broke off in the middle of its answer."
            raise CradleError("remote.unreachable", detail)
        return Answer(self.status, self.media_type, body)

    def lines(self) -> Iterator[bytes]:
        """Its lines, each as soon as it is there; one without an end was cut off and is left out.

        Raises:
            CradleError: `remote.size`.
        """
        while line := self._source.readline(self.asked.limit + 1):
            if len(line) > self.asked.limit:
                raise self._too_large()
            if line.endswith(b"\n"):
                yield line

    def _too_large(self) -> CradleError:
        detail = f"{self.asked.url} answers more than {self.asked.limit} bytes."
        return CradleError("remote.size", detail)


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """None: the redirect itself is the answer."""


@lru_cache(maxsize=1)
def _opener() -> OpenerDirector:
    return build_opener(_NoRedirect, HTTPSHandler(context=ssl.create_default_context()))


def ask(url: str, body: bytes | None = None, token: str | None = None) -> Answer:
    """The answer to a GET, or with a body to a POST.

    Raises:
        CradleError: as `opened`, or `remote.size`.
    """
    with opened(Asked(url, body, token, limit=ANSWER_LIMIT)) as found:
        return found.read()


@contextmanager
def opened(asked: Asked) -> Iterator[Opened]:
    """The answer of a server, of whatever status, to be read inside the context.

    Raises:
        CradleError: `remote.address`, or `remote.unreachable`, also where it breaks off while it is read.
    """
    check_address(asked.url, secret=asked.token is not None or asked.basic is not None)
    headers = {"Accept-Encoding": "identity"}
    if asked.body is not None:
        headers["Content-Type"] = asked.media_type
    if asked.token is not None:
        headers["Authorization"] = f"Bearer {asked.token}"
    if asked.basic is not None:
        login = ":".join(map(quote_plus, asked.basic)).encode("ascii")
        headers["Authorization"] = f"Basic {b64encode(login).decode('ascii')}"
    request = Request(  # noqa: S310 - the scheme is checked above
        asked.url, data=asked.body, headers=headers, method=asked.method
    )
    try:
        try:
            with _opener().open(request, timeout=asked.timeout) as found:
                yield _opened(asked, found.status, found.headers, found)
        except HTTPError as error:
            with error:
                yield _opened(asked, error.code, error.headers, error)
    except (OSError, HTTPException) as error:
        detail = f"{asked.url} does not answer: {error}. Check the address, or try again later."
        raise CradleError("remote.unreachable", detail) from None


def _opened(asked: Asked, status: int, headers: Message, source: IO[bytes]) -> Opened:
    announced = headers.get("Content-Length", "")
    return Opened(asked, status, headers.get_content_type(), announced, source)


def check_address(url: str, *, secret: bool) -> None:
    """Refuse what is no address of a web server, and one in the clear for a secret.

    Raises:
        CradleError: `remote.address`.
    """
    try:
        parts = urlsplit(url)
        scheme, host = parts.scheme, parts.hostname
    except ValueError:
        scheme, host = "", None
    if scheme not in ("http", "https") or not host:
        raise CradleError(
            "remote.address",
            f"{url:.200} is no address of a web server; give one that starts with https://.",
        )
    if secret and scheme == "http" and host not in LOOPBACK:
        detail = f"A token does not travel in the clear; {url} needs https."
        raise CradleError("remote.address", detail)
