"""Asking a server: every answer is bounded, no redirect followed, no token sent in the clear."""

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from support.refusal import refused
from support.servers import serving

from ledger.client import http
from ledger.client.http import ask

LOGIN = "of-the-reader"


def app() -> FastAPI:
    """A server that says what it was asked."""
    made = FastAPI()

    @made.get("/told")
    def told(request: Request) -> Response:
        return Response(request.headers.get("authorization", "nothing"), media_type="text/plain")

    @made.post("/told")
    async def sent(request: Request) -> Response:
        return Response(await request.body(), 409, media_type="text/x.tlog.size")

    @made.get("/away")
    def away() -> Response:
        return RedirectResponse("/told")

    return made


def test_answers_are_given_as_they_come() -> None:
    """Status, media type and bytes; a refusal and a redirect are answers too."""
    with serving(app()) as address:
        assert ask(f"{address}/told").body == b"nothing"
        assert ask(f"{address}/told", token=LOGIN).body == b"Bearer of-the-reader"
        answer = ask(f"{address}/told", body=b"7\n")
        assert (answer.status, answer.media_type, answer.body) == (409, "text/x.tlog.size", b"7\n")
        assert ask(f"{address}/none").status == 404
        assert ask(f"{address}/away").status == 307


def test_an_answer_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server cannot fill the reader's memory."""
    monkeypatch.setattr(http, "ANSWER_LIMIT", 3)
    with serving(app()) as address, refused("remote.size"):
        ask(f"{address}/told")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.com/", "http://", "http://[x"]
)
def test_only_web_servers_are_asked(url: str) -> None:
    """A file, another protocol and what is no address are refused before anything is opened."""
    with refused("remote.address"):
        ask(url)


def test_a_token_does_not_travel_in_the_clear() -> None:
    """Over plain http it is sent within this machine only."""
    with refused("remote.address"):
        ask("http://ledger.example/entries/checkpoint", token=LOGIN)


def test_nobody_there() -> None:
    """A closed port is told as that."""
    with refused("remote.unreachable"):
        ask("http://127.0.0.1:9/")
