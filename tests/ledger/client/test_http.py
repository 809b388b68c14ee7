"""HTTP requests: responses unchanged, bounded in time and size; no redirect, cookie or secret leaks."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from support.certificate import make_certificate
from support.refusal import refused
from support.servers import serving

from ledger.client import http
from ledger.client.http import HttpClient, HttpRequest
from schemas.errors import CradleError

LOGIN = "of-the-reader"
PIECES = (b"one\n", b"tw", b"o\r\nthree\nfo", b"ur\n\nno end")


def app() -> FastAPI:
    """A server that shows each request its own headers."""
    made = FastAPI()

    @made.get("/header/{name}")
    def header(name: str, request: Request) -> Response:
        shown = Response(request.headers.get(name, "nothing"), media_type="text/plain")
        shown.set_cookie("session", "of-the-server")
        return shown

    @made.post("/echo")
    async def echo(request: Request) -> Response:
        return Response(await request.body(), 409, media_type="Text/X.tlog.Size; a=b")

    @made.get("/away")
    def away() -> Response:
        return RedirectResponse("/header/host")

    @made.get("/port")
    def port(request: Request) -> Response:
        return Response(str(request.client.port if request.client else 0))

    @made.get("/lines")
    def lines() -> Response:
        return StreamingResponse(iter(PIECES))

    return made


@contextmanager
def speaking(answer: bytes) -> Iterator[str]:
    """The address of a server that sends these bytes to one connection; without bytes it waits."""
    done = threading.Event()

    def run() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(answer)
            if not answer:
                done.wait(30)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            done.set()
            thread.join()


def test_responses_are_given_as_they_come() -> None:
    """Status, media type and bytes arrive; a refusal and a redirect are responses too."""
    with serving(app()) as address:
        assert http.get(f"{address}/header/authorization").body == b"nothing"
        shown = http.get(f"{address}/header/authorization", token=LOGIN)
        assert shown.body == b"Bearer of-the-reader"
        found = http.post(f"{address}/echo", b"7\n")
        assert (found.status, found.media_type, found.body) == (409, "text/x.tlog.size", b"7\n")
        assert http.get(f"{address}/none").status == 404
        assert http.get(f"{address}/away").status == 307
    with speaking(b"HTTP/1.1 302 Found\r\nLocation: http://a:b/\r\n\r\n") as address:
        assert http.get(address).status == 302


def test_a_name_and_a_secret_are_form_encoded() -> None:
    """RFC 6749 section 2.3.1: `a b` and `c:d` become `a+b:c%3Ad` before they become Basic."""
    with serving(app()) as address, HttpClient(address) as client:
        shown = client.send(HttpRequest("/header/authorization", basic=("a b", "c:d")))
        assert shown.body == b"Basic YStiOmMlM0Fk"


def test_a_client_keeps_its_connection_and_no_cookie() -> None:
    """Requests to one server share a connection; compression is declined; no cookie is sent back."""
    with serving(app()) as address, HttpClient(address) as client:
        ports = {client.send(HttpRequest("/port")).body for _ in range(3)}
        assert len(ports) == 1
        assert {http.get(f"{address}/port").body for _ in range(2)}.isdisjoint(ports)
        for _ in range(2):
            assert client.send(HttpRequest("/header/cookie")).body == b"nothing"
        assert client.send(HttpRequest("/header/accept-encoding")).body == b"identity"


def test_lines_arrive_one_by_one() -> None:
    """Lines arrive however the pieces are cut; a last line without an end is dropped, a long one refused."""
    with serving(app()) as address:
        with HttpClient(address).stream(HttpRequest("/lines")) as response:
            assert list(response.lines()) == [b"one\n", b"two\r\n", b"three\n", b"four\n", b"\n"]
        with HttpClient(address, limit=5).stream(HttpRequest("/lines")) as response:
            found = response.lines()
            assert [next(found), next(found)] == [b"one\n", b"two\r\n"]
            with refused("remote.size"):
                next(found)


def test_a_response_has_a_limit() -> None:
    """A server cannot fill the reader's memory."""
    with serving(app()) as address, HttpClient(address, limit=7) as client:
        assert client.send(HttpRequest("/header/none")).body == b"nothing"
        with refused("remote.size"):
            client.send(HttpRequest("/echo", b"12345678"))
        with refused("remote.size"):
            client.send(HttpRequest("/lines"))


def test_an_answer_that_breaks_off() -> None:
    """A response shorter than announced, or cut in a chunk, is refused."""
    for head in ("Content-Length: 9\r\n\r\nshort", "Transfer-Encoding: chunked\r\n\r\n9\r\nshort"):
        with speaking(f"HTTP/1.1 200 OK\r\n{head}".encode()) as address:
            with pytest.raises(CradleError) as raised:
                http.get(address)
            assert raised.value.code == "remote.unreachable"
            assert "broke off in the middle of its response" in raised.value.detail


@pytest.mark.parametrize("answer", [b"", b"no HTTP at all\r\n\r\n"])
def test_what_does_not_answer(answer: bytes) -> None:
    """Silence ends after the time limit; nonsense is reported as one error."""
    with speaking(answer) as address, HttpClient(address, timeout=0.3) as client:
        with pytest.raises(CradleError, match=r"does not answer: .+\. Check the address") as raised:
            client.send(HttpRequest("/"))
        assert raised.value.code == "remote.unreachable"


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", f"http://{'a' * 64}.invalid/"])
def test_nobody_there(url: str) -> None:
    """A closed port, and a host name that is too long to look up, are reported."""
    with refused("remote.unreachable"):
        http.get(url)


def test_a_certificate_of_nobody(tmp_path: Path) -> None:
    """No request is sent to a server that the certificate store does not know."""
    with serving(app(), tls=make_certificate(tmp_path)) as address:
        with pytest.raises(CradleError, match="CERTIFICATE_VERIFY_FAILED") as raised:
            http.get(f"{address}/header/host", token=LOGIN)
        assert raised.value.code == "remote.unreachable"


@pytest.mark.parametrize("token", ["secret\n", "secret\r\nX-Other: 1", "secrét", "secret\x00"])
def test_a_token_that_no_header_carries(token: str) -> None:
    """It is refused before any request, and the sentence does not show it."""
    with pytest.raises(CradleError) as raised:
        http.get("http://127.0.0.1:9/", token)
    assert raised.value.code == "remote.token"
    assert "secr" not in str(raised.value)


def test_a_secret_does_not_travel_in_the_clear() -> None:
    """Over plain HTTP a token, or a name and secret, is sent within this machine only."""
    with HttpClient("http://ledger.example") as client:
        for request in (HttpRequest("/", token=LOGIN), HttpRequest("/", basic=("a", "b"))):
            with refused("remote.address"):
                client.send(request)


def test_the_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """It gets requests to other machines, and none within this one; a proxy of another protocol is refused."""
    with serving(app()) as address, speaking(b"HTTP/1.1 203 P\r\n\r\nproxied") as proxy:
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.delenv("no_proxy", raising=False)
        assert http.get(f"{address}/header/none").body == b"nothing"
        assert http.get("http://ledger.invalid/").body == b"proxied"
    monkeypatch.setenv("https_proxy", "socks5://127.0.0.1:9")
    with refused("remote.address"):
        http.get("https://ledger.invalid/")
