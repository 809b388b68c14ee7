"""Guarded calls: checked addresses at the moment of the call, and an end to each request."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI, Response
from support.certificate import make_certificate
from support.refusal import refused
from support.servers import serving

from ledger.client import guard, http
from ledger.client.guard import Guard, public_addresses
from ledger.client.http import HttpClient, HttpRequest

Resolved = list[tuple[object, ...]]


def answering(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let the resolver give these addresses, one list for each question; return the questions as they are asked."""
    asked: list[str] = []

    def resolve(host: str, port: int, **_: object) -> Resolved:
        addresses = answers[min(len(asked), len(answers) - 1)]
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(guard, "getaddrinfo", resolve)
    return asked


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - nobody listens here
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_private_addresses_are_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Loopback, private, link-local, multicast, and IPv6 addresses that lead to an IPv4 address."""
    answering(monkeypatch, [address])
    with refused("remote.private"):
        public_addresses("pact.example", 443)


def test_one_private_address_refuses_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name with a public and a private address is refused; public ones are returned, each once."""
    answering(monkeypatch, ["93.184.215.14", "10.0.0.1"], ["93.184.215.14", "93.184.215.14"])
    with refused("remote.private"):
        public_addresses("pact.example", 443)
    assert public_addresses("pact.example", 443) == ("93.184.215.14",)


def test_a_name_without_an_address_is_refused() -> None:
    """The refusal names the host."""
    with refused("remote.unreachable"):
        public_addresses("nowhere.invalid", 443)


def test_the_checked_address_is_the_called_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is resolved once for a connection, so it cannot change between check and connection."""
    asked = answering(monkeypatch, ["93.184.215.14"], ["127.0.0.1"])
    called: list[object] = []

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        called.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with (
        HttpClient("https://pact.example", guard=Guard(public=True, seconds=5)) as client,
        refused("remote.unreachable"),
    ):
        client.send(HttpRequest())
    assert (asked, called) == (["pact.example"], [("93.184.215.14", 443)])


def test_a_private_server_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that now leads to this machine is refused before a connection is made; a lab may call it."""
    called = threading.Event()
    app = FastAPI()

    @app.get("/")
    def root() -> Response:
        called.set()
        return Response(b"here")

    with serving(app) as address:
        with (
            HttpClient(address, guard=Guard(public=True, seconds=5)) as client,
            refused("remote.private"),
        ):
            client.send(HttpRequest("/"))
        assert not called.is_set()
        with HttpClient(address, guard=Guard(public=False, seconds=5)) as client:
            assert client.send(HttpRequest("/")).body == b"here"
        called.clear()
        answering(monkeypatch, ["10.0.0.1"])
        monkeypatch.setenv("http_proxy", address)
        with (
            HttpClient("http://pact.example", guard=Guard(public=True, seconds=5)) as client,
            refused("remote.private"),
        ):
            client.send(HttpRequest("/"))
        assert not called.is_set(), "nor through a proxy"


def test_tls_verifies_the_name_and_not_the_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A connection to a checked address still proves that its server has the certificate of the name."""
    files = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(files[0]))
    monkeypatch.setattr(http, "_tls", ssl.create_default_context)
    monkeypatch.setattr(guard, "is_public", lambda _: True)
    app = FastAPI()
    app.get("/")(lambda: Response(b"here"))
    with serving(app, files) as address:
        limits = Guard(public=True, seconds=5)
        with HttpClient(address, guard=limits) as client:
            assert client.send(HttpRequest("/")).body == b"here"
        answering(monkeypatch, ["127.0.0.1"])
        with (
            HttpClient(address.replace("localhost", "other.example"), guard=limits) as client,
            refused("remote.unreachable"),
        ):
            client.send(HttpRequest("/"))


@contextmanager
def dripping() -> Iterator[str]:
    """The address of a server that sends its header byte by byte, without an end."""
    done = threading.Event()

    def run() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
            while not done.wait(0.05):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            done.set()
            thread.join()


def test_a_response_that_never_ends_is_broken_off() -> None:
    """The time of a request counts from its start, not from the last byte."""
    limits = Guard(public=False, seconds=0.5)
    with (
        dripping() as address,
        HttpClient(address, timeout=60, guard=limits) as client,
        refused("remote.unreachable"),
    ):
        client.send(HttpRequest("/"))
