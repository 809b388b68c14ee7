"""Connections of clients that send or take nothing, and of more clients than the server accepts."""

import json
import socket
from asyncio import sleep
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from ipaddress import ip_network
from threading import Event
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI, Response
from support.http_api import House
from support.servers import serving

from api.connections import connection_class

HEALTH = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
HALF_HEAD = b"GET /health HTTP/1.1\r\nHost: localhost\r\n"
HALF_BODY = b"POST /v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"


@contextmanager
def opened(url: str, data: bytes = b"") -> Iterator[socket.socket]:
    """A connection over which this was sent."""
    place = urlsplit(url)
    with socket.create_connection((str(place.hostname), place.port), timeout=30) as wire:
        wire.sendall(data)
        yield wire


def rest(wire: socket.socket) -> bytes:
    """All that is answered until the server closes the connection."""
    found = b""
    try:
        while part := wire.recv(65536):
            found += part
    except ConnectionResetError:
        pass
    return found


def is_closed(wire: socket.socket) -> bool:
    """True if the server closes the connection without an answer within seconds."""
    wire.settimeout(5)
    try:
        return rest(wire) == b""
    except TimeoutError:
        return False


@pytest.mark.parametrize("sent", [b"", HALF_HEAD, HALF_BODY, HALF_BODY + b"{"])
def test_a_client_that_stops_sending_is_let_go(inside: House, sent: bytes) -> None:
    """Nothing, half a head and half a body are answered with 408 after the time, and the connection ends."""
    with (
        serving(inside.client.app, connection=connection_class(64, 0.2)) as url,
        opened(url, sent) as wire,
    ):
        head, _, body = rest(wire).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ")
    assert json.loads(body)["code"] == "http.timeout"


def test_a_client_that_trickles_is_let_go(inside: House) -> None:
    """A byte now and then is no progress."""
    with (
        serving(inside.client.app, connection=connection_class(64, 0.3)) as url,
        opened(url, HALF_HEAD) as wire,
    ):
        wire.settimeout(0.05)
        found = b""
        for _ in range(200):
            try:
                wire.sendall(b"X")
                found += wire.recv(65536)
            except TimeoutError:
                continue
            except OSError:
                break
            if found:
                break
    assert found.startswith(b"HTTP/1.1 408 ")


def test_a_client_that_takes_nothing_is_let_go() -> None:
    """An answer that nobody reads does not stay in memory: the connection is cut before all of it was sent."""
    app, size = FastAPI(), 32 * 2**20

    @app.get("/large")
    async def large() -> Response:
        return Response(bytes(size))

    with serving(app, connection=connection_class(64, 0.2)) as url, opened(url) as wire:
        wire.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
        with opened(url, HEALTH) as beside:
            rest(beside)  # This connection idles until the limit, and the other meanwhile.
        with opened(url, HEALTH) as beside:
            rest(beside)
        assert len(rest(wire)) < size


def test_a_slow_handler_is_not_the_clients_fault() -> None:
    """A request that the server takes long to answer is answered."""
    app = FastAPI()

    @app.get("/slow")
    async def slow() -> Response:
        await sleep(1)
        return Response("done")

    with (
        serving(app, connection=connection_class(64, 0.2)) as url,
        opened(url, b"GET /slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n") as wire,
    ):
        assert rest(wire).endswith(b"done")


def test_the_newest_connection_takes_the_place_of_the_one_that_waits_longest(
    inside: House,
) -> None:
    """With all places taken by clients that send nothing, a request is answered, and the first of them goes."""
    with (
        serving(inside.client.app, connection=connection_class(16, 60)) as url,
        ExitStack() as stack,
    ):
        idle = [stack.enter_context(opened(url, HALF_HEAD)) for _ in range(16)]
        with opened(url, HEALTH) as wire:
            assert wire.recv(65536).startswith(b"HTTP/1.1 200 ")
        assert is_closed(idle[0])
        idle[15].sendall(b"\r\n")
        assert idle[15].recv(65536).startswith(b"HTTP/1.1 200 ")


LARGE = b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.parametrize("asked", [1, 20])
def test_a_client_that_does_not_take_its_bytes_gives_way_too(asked: int) -> None:
    """With all places taken by readers that stopped, also of pipelined requests, a probe is answered."""
    app = FastAPI()

    @app.get("/large")
    async def large() -> Response:
        return Response(bytes(8 * 2**20))

    @app.get("/health")
    async def health() -> Response:
        return Response("well")

    with serving(app, connection=connection_class(8, 60)) as url, ExitStack() as stack:
        for _ in range(8):
            wire = stack.enter_context(opened(url, LARGE * asked))
            assert wire.recv(1) == b"H"
        for _ in range(3):
            with opened(url, HEALTH) as probe:
                assert probe.recv(65536).startswith(b"HTTP/1.1 200 ")


def test_one_address_has_a_number_of_its_own(inside: House) -> None:
    """Beyond it the address loses its own longest waiting connection; a trusted proxy has no such number."""
    app = inside.client.app
    with (
        serving(app, connection=connection_class(64, 60, 4)) as url,
        ExitStack() as stack,
    ):
        idle = [stack.enter_context(opened(url, HALF_HEAD)) for _ in range(4)]
        with opened(url, HEALTH) as wire:
            assert wire.recv(65536).startswith(b"HTTP/1.1 200 ")
        assert is_closed(idle[0])
    with (
        serving(app, connection=connection_class(64, 60, 4, (ip_network("127.0.0.0/8"),))) as url,
        ExitStack() as stack,
    ):
        idle = [stack.enter_context(opened(url, HALF_HEAD)) for _ in range(6)]
        with opened(url, HEALTH) as wire:
            assert wire.recv(65536).startswith(b"HTTP/1.1 200 ")
        idle[0].sendall(b"\r\n")
        assert idle[0].recv(65536).startswith(b"HTTP/1.1 200 ")


def test_where_every_client_is_served_another_is_refused() -> None:
    """No request under way is cut off for a new one, which is answered with 503."""
    app, entered, release = FastAPI(), Event(), Event()

    @app.get("/waits")
    def waits() -> Response:
        entered.set()
        release.wait(30)
        return Response("done")

    with (
        serving(app, connection=connection_class(1, 60)) as url,
        opened(
            url, b"GET /waits HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        ) as first,
    ):
        assert entered.wait(30)
        with opened(url) as second:
            head, _, body = rest(second).partition(b"\r\n\r\n")
        release.set()
        assert rest(first).endswith(b"done")
    assert head.startswith(b"HTTP/1.1 503 ")
    assert json.loads(body)["code"] == "http.busy"
