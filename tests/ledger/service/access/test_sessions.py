"""Sessions: removed when they end, and begun by the password that is in place."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text
from support.accounts import end
from support.refusal import refused

from ledger.service.access import login
from ledger.service.access.accounts import (
    CredentialRequest,
    add_person,
    open_organisation,
    require_credential,
)
from ledger.service.access.login import STEP, log_in, log_out, principal_of_session
from ledger.service.access.secrets import hash_secret
from ledger.store.access.credentials import SWEPT, Session, replace_secret
from ledger.store.rows import put
from ledger.store.store import Store, create_store
from schemas.vocabulary import Role

NOW = 1_760_000_000
PASSWORD = "correct horse battery"  # noqa: S105 - of a test
NUMBERS = count()


@pytest.fixture
def store(tmp_path: Path, database: str | None) -> Iterator[Store]:
    """A store with two persons."""
    opened = create_store(tmp_path / "ledger", database)
    open_organisation(opened, "mine", "The Mine Oy", NOW)
    for name in ("ann@mine", "bob@mine"):
        asked = CredentialRequest(name, "mine", frozenset({Role.SUPPLIER}))
        add_person(opened, asked, PASSWORD, NOW)
    yield opened
    opened.close()


def draw() -> str:
    """A secret that was not drawn before."""
    return f"secret-{next(NUMBERS)}"


def sessions(store: Store) -> set[str]:
    """The sessions that the database holds."""
    with store.read() as connection:
        return set(connection.execute(text("SELECT secret FROM session")).scalars())


def test_what_has_ended_is_removed(store: Store) -> None:
    """A session at its logout, all of a credential at its end, and at each login some that have expired."""
    first, second = (log_in(store, "ann@mine", PASSWORD, draw, NOW) for _ in range(2))
    log_out(store, first)
    assert sessions(store) == {hash_secret(second)}
    end(store, "ann@mine", NOW)
    assert sessions(store) == set()
    with store.write() as connection:
        for number in range(SWEPT + 2):
            session = Session(secret=f"{number}", credential="bob@mine", expires=NOW - number)
            put(connection, session)
    last = log_in(store, "bob@mine", PASSWORD, draw, NOW)
    assert sessions(store) == {"0", "1", hash_secret(last)}


def test_a_login_whose_password_is_replaced_meanwhile_begins_no_session(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one who knows the former password is out, also while it was being compared."""

    def replaced(*_: object) -> bool:
        with store.write() as connection:
            found = require_credential(connection, "ann@mine")
            assert replace_secret(connection, "ann@mine", found.secret, "another hash")
        return True

    monkeypatch.setattr(login, "is_password", replaced)
    with refused("login.refused"):
        log_in(store, "ann@mine", PASSWORD, draw, NOW)
    assert sessions(store) == set()


def test_a_clock_that_is_set_back_lengthens_no_session(store: Store) -> None:
    """A session that begins later than a minute from now is refused."""
    secret = log_in(store, "ann@mine", PASSWORD, draw, NOW)
    assert principal_of_session(store, secret, NOW - STEP).credential == "ann@mine"
    with refused("login.refused"):
        principal_of_session(store, secret, NOW - STEP - 1)
