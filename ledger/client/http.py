"""Asking a server of somebody else's: one GET or POST, bounded in time and size, never redirected.

A redirect would carry a login to a place that nobody named, so it is an answer like any other. A
token travels over TLS only, or within this machine. Certificates are verified as the system has
them. Left out: retries, and keeping connections alive; whoever asks often runs close by.
"""

import ssl
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from schemas.errors import CradleError

ANSWER_LIMIT = 32 * 1024 * 1024
"""Bytes of an answer: an entry bundle of the largest leaves has 16 MiB."""

TIMEOUT = 20.0
"""Seconds to wait for each piece of an answer."""

LOOPBACK = ("localhost", "127.0.0.1", "::1")
NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    media_type: str
    body: bytes


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """None: the redirect itself is the answer."""


def ask(url: str, body: bytes | None = None, token: str | None = None) -> Answer:
    """The answer to a GET, or with a body to a POST.

    Raises:
        CradleError: `remote.address`, `remote.unreachable` or `remote.size`.
    """
    _check_address(url, token)
    headers = {"Accept-Encoding": "identity"}
    if body is not None:
        headers["Content-Type"] = "text/plain; charset=utf-8"
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    request = Request(url, data=body, headers=headers)  # noqa: S310 - the scheme is checked above
    opener = build_opener(_NoRedirect, HTTPSHandler(context=ssl.create_default_context()))
    try:
        try:
            with opener.open(request, timeout=TIMEOUT) as found:
                return _answer(url, found.status, found.headers, found)
        except HTTPError as error:
            with error:
                return _answer(url, error.code, error.headers, error)
    except (OSError, HTTPException) as error:
        detail = f"{url} does not answer: {error}. Check the address, or try again later."
        raise CradleError("remote.unreachable", detail) from None


def _answer(url: str, status: int, headers: Message, found: IO[bytes]) -> Answer:
    body = found.read(ANSWER_LIMIT + 1)
    if len(body) > ANSWER_LIMIT:
        raise CradleError("remote.size", f"{url} answers more than {ANSWER_LIMIT} bytes.")
    return Answer(status, headers.get_content_type(), body)


def _check_address(url: str, token: str | None) -> None:
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
    if token is not None and scheme == "http" and host not in LOOPBACK:
        detail = f"A token does not travel in the clear; {url} needs https."
        raise CradleError("remote.address", detail)
