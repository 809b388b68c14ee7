"""`cradle access`: accounts made in the ledger's folder work over HTTP; a secret is shown once."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.command import cradle, did
from support.http_api import house_of
from support.ledger_cli import ledger
from support.refusal import refused

from ledger.cli.backend.folder import open_ledger
from ledger.cli.commands import access

PASSWORD = "correct horse battery"  # noqa: S105 - of a test


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A ledger with one organisation."""
    folder = ledger(tmp_path)
    made = cradle("access", "organisation", "mine", "--title", "Example Mining", "--ledger", folder)
    assert "Example Mining" in made.out
    return folder


def added(book: Path, *arguments: str) -> dict[str, object]:
    """The output about a new credential of the mine."""
    done = did(
        "access", *arguments, "--of", "mine", "--role", "supplier", "--ledger", book, "--json"
    )
    told: dict[str, object] = json.loads(done.out)
    return told


def test_what_is_opened_on_the_folder_holds_at_the_doors(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key, a machine and a person log in over HTTP; an ended one does not."""
    script = added(book, "key", "script.mine")
    machine = added(book, "machine", "erp.mine")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    person = added(book, "person", "anna@mine.example")
    assert "secret" not in person
    assert cradle("access", "end", "erp.mine", "--ledger", book).out == "erp.mine has ended\n"
    with open_ledger(book) as opened:
        client = house_of(opened).client
        bearer = {"Authorization": f"Bearer {script['secret']}"}
        assert client.get("/v1/session", headers=bearer).json()["organisation"] == "mine"
        form = {"grant_type": "client_credentials", "client_id": "erp.mine"}
        ended = client.post("/auth/token", data={**form, "client_secret": machine["secret"]})
        assert ended.status_code == 401
        login = {"name": "anna@mine.example", "password": PASSWORD}
        assert client.post("/v1/session", json=login).status_code == 204


def test_the_list_has_no_secret(book: Path) -> None:
    """The list has names, kinds, roles and ended credentials."""
    secret = str(added(book, "key", "script.mine", "--until", "2027-01-31")["secret"])
    cradle("access", "end", "script.mine", "--ledger", book)
    listed = cradle("access", "list", "--ledger", book)
    assert ["script.mine", "script", "supplier", "ended"] in map(str.split, listed.out.splitlines())
    told = cradle("access", "list", "--of", "mine", "--ledger", book, "--json").out
    (row,) = json.loads(told)["organisations"]
    assert row["credentials"][0]["expires"] == datetime(2027, 1, 31, tzinfo=UTC).timestamp()
    assert secret.rpartition("_")[2] not in listed.out + told


def test_the_journal_is_shown_newest_first(book: Path) -> None:
    """Requests that were refused over HTTP are in it, up to the requested number of lines."""
    bearer = {"Authorization": f"Bearer {added(book, 'key', 'script.mine')['secret']}"}
    with open_ledger(book) as opened:
        client = house_of(opened).client
        for kind in ("entries", "deliveries"):
            assert client.post(f"/v1/{kind}", content=b"{", headers=bearer).status_code == 400
    told = cradle("access", "journal", "--ledger", book).out.splitlines()
    assert [" ".join(line.split()[1:-1]) for line in told[3:5]] == [
        "mine Example Mining refused delivery",
        "mine Example Mining refused entry",
    ]
    (row,) = json.loads(cradle("access", "journal", "--ledger", book, "--most", "1", "--json").out)[
        "items"
    ]
    assert (row["subject"], "owner" in row) == ("delivery", False)


def test_a_secret_is_shown_to_a_person_once(book: Path) -> None:
    """The output says that the secret is shown this once."""
    told = cradle(
        *("access", "key", "script.mine", "--of", "mine", "--role", "supplier"),
        *("--ledger", book),
    )
    assert "secret       cradle_script.mine_" in told.out
    assert "shown this once" in told.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("key", "a.b", "--of", "mine", "--role", "king"), "option.word at --role"),
        (("key", "a.b", "--of", "nobody", "--role", "supplier"), "organisation.unknown"),
        (("key", "A", "--of", "mine", "--role", "supplier"), "account.name at id"),
        (("key", "a.b", "--of", "mine", "--role", "supplier", "--until", "soon"), "date.grammar"),
        (("organisation", "mine", "--title", "Again"), "account.exists"),
        (("end", "nobody"), "credential.unknown"),
        (("engage", "mine"), "option.engage"),
        (("engage", "mine", "sha256:" + "0" * 64), "export.subject"),
        (("engage", "mine", "--end", "none"), "engagement.unknown"),
    ],
)
def test_what_cannot_be_is_refused(book: Path, arguments: tuple[str, ...], code: str) -> None:
    """Each refusal has its code and place."""
    done = cradle("access", *arguments, "--ledger", book)
    assert done.code == 1
    assert done.err.startswith(f"refused: {code}")


def test_a_password_is_typed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal the password is hidden, and two different ones are refused."""
    typed = iter(("one", "two", "one", "one"))
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    with refused("password.mismatch", "password"):
        access.read_password()
    assert access.read_password() == "one"


def test_a_person_changes_its_password_in_the_folder(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first line is the present password; a wrong one changes nothing."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    added(book, "person", "anna@mine.example")
    change = ("access", "password", "anna@mine.example", "--ledger", book, "--json")
    for lines, code in (("wrong\nnew words of hers\n", 1), (f"{PASSWORD}\nnew words of hers\n", 0)):
        monkeypatch.setattr("sys.stdin", io.StringIO(lines))
        done = cradle(*change)
        assert (done.code != 0) == bool(code), done.err
    assert json.loads(done.out) == {"changed": "anna@mine.example"}
    with open_ledger(book) as opened:
        client = house_of(opened).client
        login = {"name": "anna@mine.example", "password": "new words of hers"}
        assert client.post("/v1/session", json=login).status_code == 204
