"""`cradle partner`: partners are registered in the folder or over a server, and listed without secrets."""

import io
import json
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from support.command import cradle, did
from support.http_api import house_of
from support.ledger_cli import ledger
from support.servers import serving

from api.app import create_app
from ledger.cli.backend.folder import open_ledger
from ledger.store.pact.partners import partner_of
from ledger.store.pact.secrets import open_secrets
from schemas.vocabulary import Role

OPTIONS = (
    *("--base", "https://93.184.215.14/pact/", "--client-id", "us"),
    *("--token-url", "https://93.184.215.15/token", "--scope", "pcf"),
    *("--audience", "a", "--resource", "urn:r"),
)
SHOWN = {
    "organisation": "mine",
    "base": "https://93.184.215.14/pact",
    "client_id": "us",
    "token_url": "https://93.184.215.15/token",
    "scope": "pcf",
    "audience": "a",
    "resource": "urn:r",
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A ledger with one organisation."""
    folder = ledger(tmp_path)
    cradle("access", "organisation", "mine", "--title", "Example Mining", "--ledger", folder)
    return folder


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Type a line of standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{text}\n"))


def test_register_and_list_in_the_folder(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All options are stored; the secret is encrypted under the key that the server uses."""
    typed(monkeypatch, "hush")
    done = did("partner", "register", "mine", *OPTIONS, "--ledger", book)
    listed = cradle("partner", "list", "--ledger", book, "--json")
    assert json.loads(listed.out) == [SHOWN]
    assert "93.184.215.15/token" in cradle("partner", "list", "--ledger", book).out
    with open_ledger(book) as opened, opened.store.read() as connection:
        kept = partner_of(connection, "mine")
    assert kept is not None
    assert open_secrets(book).decrypt(kept.secret.encode()) == b"hush"
    assert "hush" not in listed.out + done.out


@pytest.mark.parametrize(
    ("base", "token", "place"),
    [
        ("https://10.0.0.1", None, "base"),
        ("https://93.184.215.14", "http://93.184.215.14/token", "token_url"),
        ("https://93.184.215.14", "https://127.0.0.1/token", "token_url"),
        ("https://93.184.215.14", "x", "token_url"),
    ],
)
def test_addresses_are_checked(
    book: Path, monkeypatch: pytest.MonkeyPatch, base: str, token: str | None, place: str
) -> None:
    """A private address or one without https is refused, unless the ledger is a lab."""
    typed(monkeypatch, "hush")
    named = () if token is None else ("--token-url", token)
    options = ("--base", base, "--client-id", "us", *named, "--ledger", book)
    done = cradle("partner", "register", "mine", *options)
    assert done.code == 1
    assert "pact.address" in done.err
    assert place in done.err
    if token != "x":  # noqa: S105 - no address
        typed(monkeypatch, "hush")
        assert cradle("partner", "register", "mine", *options, "--lab").code == 0


def test_over_a_server(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator registers and lists partners over HTTP; others may not."""
    with open_ledger(book) as opened:
        house = house_of(opened)
        house.open_account("desk", Role.OPERATOR)
        house.open_account("other", Role.SUPPLIER)
        with capture_logs(), serving(create_app(house.context)) as url:
            monkeypatch.setenv("CRADLE_API_KEY", house.keys["desk"])
            typed(monkeypatch, "hush")
            did("--server", url, "partner", "register", "mine", *OPTIONS)
            assert json.loads(cradle("--server", url, "partner", "list", "--json").out) == [SHOWN]
            monkeypatch.setenv("CRADLE_API_KEY", house.keys["other"])
            assert "access.denied" in cradle("--server", url, "partner", "list").err


def test_refused_events_are_shown_with_their_reason(book: Path, tmp_path: Path) -> None:
    """The operator sees sender, reason and place, and gets the event as it was sent."""
    body = b'{"specversion":"1.0"}'
    with open_ledger(book) as opened:
        house = house_of(opened)
        house.open_account("packs", Role.SUPPLIER)
        answer = house.client.post("/3/events", content=body, headers=house.as_("packs"))
        assert answer.status_code == 400
    shown = cradle("partner", "refused", "--ledger", book).out
    assert "packs external.field time " in " ".join(shown.split())
    (row,) = json.loads(cradle("partner", "refused", "--ledger", book, "--json").out)
    file = tmp_path / "event.json"
    cradle("partner", "refused", row["digest"], "--out", file, "--ledger", book)
    assert file.read_bytes() == body
