"""`cradle countersign`: the registrar sees the registration that it vouches for, and signs only those that name it."""

import json
from pathlib import Path

import pytest
from support.command import Ran, cradle, did
from support.ledger_cli import ledger

from ledger.cli.backend.folder import open_ledger
from ledger.cli.keys.identity import fresh, load_identity
from ledger.cli.terminal import confirmation
from ledger.service.access.accounts import open_organisation
from ledger.service.access.principal import Principal
from ledger.service.access.registrations import leave_registration
from ledger.state.drafting import Draft, sign_draft
from ledger.store.access.organisations import organisation_of
from ledger.trust.submission import format_submission, parse_submission
from schemas.signed.delivery import Withdrawal
from schemas.vocabulary import CredentialKind, Reason, Role


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A new ledger, and keys that are not registered."""
    folder = ledger(tmp_path)
    cradle("keys", "new", tmp_path / "cells")
    return folder


def registrar_of(book: Path) -> str:
    """The id of the ledger's registrar."""
    return str(json.loads((book / "registrar" / "participant.json").read_text())["id"])


def requested(book: Path, registrar: str, *options: object) -> Ran:
    """A registration in a file."""
    return cradle(
        *("register", "--name", "Example Cells", "--country", "FI", "--role", "supplier"),
        *("--identity", book.parent / "cells", "--ledger", book),
        *("--request", book.parent / "request", "--registrar", registrar, *options),
    )


def test_countersigned_it_is_in_the_registry(book: Path) -> None:
    """Without --out it is submitted immediately; its id is that of the request."""
    named = requested(book, registrar_of(book), "--quiet").out.strip()
    done = cradle("countersign", book.parent / "request", "--ledger", book, "--json")
    assert json.loads(done.out)["id"] == named
    assert "Example Cells" in done.err
    assert "supplier" in done.err
    shown = json.loads(cradle("keys", "show", named, "--ledger", book, "--json").out)
    working = load_identity(book.parent / "cells").working.public.hex()
    assert [row["key"] for row in shown["working_keys"]] == [working]


def test_a_registrar_who_says_no_countersigns_nothing(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The firm and its keys are shown, then the question; nothing is registered or written."""
    named = requested(book, registrar_of(book), "--quiet").out.strip()
    monkeypatch.setattr(confirmation, "is_person", lambda: True)
    monkeypatch.setattr(confirmation.Confirm, "ask", lambda *_, **__: False)
    out = book.parent / "signed"
    done = cradle("countersign", book.parent / "request", "--ledger", book, "--out", out)
    assert f"registration {named}" in done.err
    assert "refused: confirmation.declined" in done.err
    assert not out.exists()
    did("countersign", book.parent / "request", "--ledger", book, "--yes")


def test_a_registration_names_who_countersigns_it(book: Path) -> None:
    """Another registrar's signature has no effect, so it is not given."""
    told = requested(book, "sha256:" + "0" * 64)
    assert f"wrote        {book.parent / 'request'}" in told.out
    done = cradle("countersign", book.parent / "request", "--ledger", book)
    assert done.err.startswith("refused: registrar.other at registrar")


def test_only_registrations_are_countersigned(book: Path) -> None:
    """A file with another statement is refused before anything is shown or signed."""
    own = load_identity(book / "registrar")
    statement = Withdrawal(
        origin="ledger.example/test",
        issuer=own.id,
        withdraws=own.id,
        reason=Reason.CORRECTION,
        nonce=fresh(),
    )
    file = book.parent / "other"
    file.write_bytes(format_submission(sign_draft(Draft(statement), [own.working])))
    done = cradle("countersign", file, "--ledger", book)
    assert done.err.startswith("refused: kind.wrong_endpoint")


def test_a_request_names_its_file_and_its_registrar(book: Path) -> None:
    """One without the other is refused."""
    done = cradle(
        *("register", "--name", "A", "--country", "FI", "--role", "supplier"),
        *("--identity", book.parent / "cells", "--ledger", book, "--registrar", registrar_of(book)),
    )
    assert done.err.startswith("refused: option.request at --request")


def test_what_was_signed_is_sent_to_a_folder_too(book: Path) -> None:
    """`cradle send` submits to a folder as to a server."""
    named = requested(book, registrar_of(book), "--json")
    signed = book.parent / "signed"
    cradle("countersign", book.parent / "request", "--ledger", book, "--out", signed, "--quiet")
    done = cradle("send", signed, "--ledger", book)
    assert json.loads(named.out)["id"] in done.out
    did("send", book.parent / "request", "--ledger", book)


def test_a_registration_that_waits_is_listed_and_countersigned_by_its_first_digits(
    book: Path,
) -> None:
    """A firm left it from its browser; the account becomes the participant."""
    requested(book, registrar_of(book), "--quiet")
    left = parse_submission((book.parent / "request").read_bytes())
    with open_ledger(book) as opened:
        open_organisation(opened.store, "cells", "Example Cells Oy", 0)
        roles = frozenset({Role.SUPPLIER})
        firm = Principal("cells.person", CredentialKind.PERSON, "cells", None, roles)
        leave_registration(opened, firm, left, 0)
    listed = cradle("countersign", "--ledger", book, "--json")
    (row,) = json.loads(listed.out)["items"]
    assert (row["id"], row["organisation"]) == (left.id, "cells")
    assert left.id[7:19] in cradle("countersign", "--ledger", book).out
    done = cradle("countersign", left.id[7:15], "--ledger", book, "--yes", "--json")
    assert (done.code, json.loads(done.out)["id"]) == (0, left.id), done.err
    with open_ledger(book) as opened, opened.store.read() as connection:
        found = organisation_of(connection, "cells")
    assert found is not None
    assert found.participant == left.id
    again = cradle("countersign", left.id, "--ledger", book)
    assert (again.code, "statement.unknown" in again.err) == (1, True)
