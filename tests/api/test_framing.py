"""Requests whose end two programs may read differently: refused with 400, and the connection is closed."""

import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import h11
import pytest
from support.http_api import House
from support.servers import serving

from api.framing import require_one_framing

POST = b"POST /v1/session HTTP/1.1\r\nHost: localhost\r\n"
NEXT = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
"""A second request, which a server that reads the first one to another end would answer."""

AMBIGUOUS = {
    "both lengths": POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "both, the other way round": POST
    + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 0\r\nContent-Length: 33\r\n\r\n",
    "one length twice": POST + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    "a list of lengths": POST + b"Content-Length: 2, 2\r\n\r\n{}",
    "a length with a sign": POST + b"Content-Length: +2\r\n\r\n{}",
    "a negative length": POST + b"Content-Length: -1\r\n\r\n",
    "an empty length": POST + b"Content-Length: \r\n\r\n",
    "a space before the colon": POST + b"Content-Length : 2\r\n\r\n{}",
    "another coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "two codings": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "a coding twice": POST + b"Transfer-Encoding: chunked\r\n" * 2 + b"\r\n0\r\n\r\n",
    "chunks in HTTP/1.0": b"POST /v1/session HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
    "a chunk size that is not a number": POST
    + b"Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n",
    "a chunk size with a sign": POST + b"Transfer-Encoding: chunked\r\n\r\n+2\r\n{}\r\n0\r\n\r\n",
    "a chunk longer than its size": POST
    + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
    "a long chunk extension": POST
    + b"Transfer-Encoding: chunked\r\n\r\n2;"
    + b"a" * 40_000
    + b"\r\n",
    "two hosts": b"GET /health HTTP/1.1\r\nHost: localhost\r\nHost: y\r\n\r\n",
    "no host": b"GET /health HTTP/1.1\r\n\r\n",
    "a folded line": b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n",
    "bare line ends": b"GET /health HTTP/1.1\nHost: x\n\n",
    "one bare line end": b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: a\nContent-Length: 33\r\n\r\n",
    "a large head": b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 40_000 + b"\r\n\r\n",
}


@pytest.fixture(scope="module")
def address(inside: House) -> Iterator[tuple[str, int]]:
    """A real server."""
    with serving(inside.client.app) as url:
        place = urlsplit(url)
        yield str(place.hostname), int(place.port or 0)


def talk(address: tuple[str, int], data: bytes) -> bytes:
    """All that the server answers until it closes the connection."""
    found = b""
    with socket.create_connection(address, timeout=30) as wire:
        wire.sendall(data)
        try:
            while part := wire.recv(65536):
                found += part
        except ConnectionResetError:
            pass
    return found


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_an_ambiguous_request_closes_its_connection(address: tuple[str, int], name: str) -> None:
    """It is answered once, with 400 and a code, and nothing after it is read as a request."""
    answer = talk(address, AMBIGUOUS[name] + NEXT)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"connection: close" in head.lower()
    assert json.loads(body)["code"] == "http.framing"


def test_sound_requests_follow_each_other(address: tuple[str, int]) -> None:
    """Two requests on one connection, the first with a body in chunks, are both answered."""
    chunked = POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
    last = NEXT.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    answers = talk(address, chunked + NEXT + last)
    assert [part[:3] for part in answers.split(b"HTTP/1.1 ")[1:]] == [b"422", b"200", b"200"]


def test_a_sound_head_is_accepted() -> None:
    """One length, or chunks, or neither."""
    for line in (b"Content-Length: 12\r\n", b"Transfer-Encoding: chunked\r\n", b""):
        require_one_framing(POST + line + b"\r\n")
    with pytest.raises(h11.RemoteProtocolError, match="stated twice"):
        require_one_framing(POST + b"Content-Length: 1\r\nContent-Length: 1\r\n\r\n")
