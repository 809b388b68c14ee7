"""Accounts and login: the right secret succeeds; the wrong, ended or expired one is refused."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from itertools import count
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import event
from support.accounts import add_script, end
from support.refusal import refused

from ledger.service.access import login
from ledger.service.access.accounts import (
    CredentialRequest,
    add_machine,
    add_person,
    bind,
    open_organisation,
)
from ledger.service.access.login import (
    SESSION,
    log_in,
    log_out,
    principal_of_client,
    principal_of_credential,
    principal_of_key,
    principal_of_session,
)
from ledger.store.access.credentials import (
    CredentialWithParticipant,
    credential_of,
    credential_with_participant,
)
from ledger.store.engine import Connection
from ledger.store.store import Store, create_store
from schemas.vocabulary import Role

NOW = 1_760_000_000
PASSWORD = "correct horse battery"  # noqa: S105 - of a test
SUPPLIER = frozenset({Role.SUPPLIER})


@pytest.fixture
def store(tmp_path: Path, database: str | None) -> Iterator[Store]:
    """A store with one organisation."""
    opened = create_store(tmp_path / "ledger", database)
    open_organisation(opened, "mine", "The Mine Oy", NOW)
    yield opened
    opened.close()


NUMBERS = count()


def draw() -> str:
    """A secret that was not drawn before."""
    return f"secret-{next(NUMBERS)}"


def asked(name: str, expires: int | None = None) -> CredentialRequest:
    """A supplier's credential."""
    return CredentialRequest(name, "mine", SUPPLIER, expires)


def test_password_opens_a_session(store: Store) -> None:
    """A person logs in with its password and is known by the cookie until it logs out."""
    add_person(store, asked("ann@mine"), PASSWORD, NOW)
    secret = log_in(store, "ann@mine", PASSWORD, draw, NOW)
    found = principal_of_session(store, secret, NOW + SESSION - 1)
    assert (found.credential, found.organisation, found.roles) == ("ann@mine", "mine", SUPPLIER)
    with refused("login.refused"):
        principal_of_session(store, secret, NOW + SESSION)
    log_out(store, secret)
    with refused("login.refused"):
        principal_of_session(store, secret, NOW)


def test_wrong_name_and_wrong_password_look_alike(store: Store) -> None:
    """The refusal does not disclose which of the two was wrong."""
    add_person(store, asked("ann@mine"), PASSWORD, NOW)
    for name, password in (("ann@mine", "wrong"), ("bob@mine", PASSWORD), ("", "")):
        with refused("login.refused"):
            log_in(store, name, password, draw, NOW)


def test_machine_and_script(store: Store) -> None:
    """A client secret and an API key open, each for its own kind alone."""
    _, secret = add_machine(store, asked("erp"), draw, NOW)
    _, key = add_script(store, asked("sheet"), draw, NOW)
    assert principal_of_client(store, "erp", secret, NOW).kind == "machine"
    assert principal_of_key(store, key, NOW).kind == "script"
    for name, brought in (("erp", "wrong"), ("sheet", key.rpartition("_")[2]), ("none", secret)):
        with refused("login.refused"):
            principal_of_client(store, name, brought, NOW)
    for brought in (key + "x", "cradle_sheet_", "", f"cradle_erp_{secret}"):
        with refused("login.refused"):
            principal_of_key(store, brought, NOW)


def test_ended_and_expired(store: Store) -> None:
    """An ended credential is refused at once, a running session included; an expired one from its expiry."""
    add_person(store, asked("ann@mine"), PASSWORD, NOW)
    secret = log_in(store, "ann@mine", PASSWORD, draw, NOW)
    end(store, "ann@mine", NOW)
    for attempt in (
        lambda: principal_of_session(store, secret, NOW),
        lambda: principal_of_credential(store, "ann@mine", NOW),
        lambda: log_in(store, "ann@mine", PASSWORD, draw, NOW),
    ):
        with refused("login.refused"):
            attempt()
    _, secret = add_machine(store, asked("erp", NOW + 10), draw, NOW)
    assert principal_of_client(store, "erp", secret, NOW + 9)
    with refused("login.refused"):
        principal_of_client(store, "erp", secret, NOW + 10)


def test_no_secret_is_kept(store: Store) -> None:
    """The database holds neither password nor secret."""
    add_person(store, asked("ann@mine"), PASSWORD, NOW)
    _, secret = add_machine(store, asked("erp"), draw, NOW)
    with store.read() as connection:
        person, machine = (credential_of(connection, name) for name in ("ann@mine", "erp"))
    assert person is not None
    assert machine is not None
    assert person.secret.startswith("$argon2id$")
    assert PASSWORD not in person.secret
    assert secret not in machine.secret


@pytest.mark.parametrize(
    ("name", "organisation", "roles", "code"),
    [
        ("ann@mine", "none", SUPPLIER, "organisation.unknown"),
        ("Ann Mine", "mine", SUPPLIER, "account.name"),
        ("a_b", "mine", SUPPLIER, "account.name"),
        ("ann@mine", "mine", frozenset(), "account.roles"),
    ],
)
def test_refused_accounts(
    store: Store, name: str, organisation: str, roles: frozenset[Role], code: str
) -> None:
    """An account needs a plain name, an organisation that is there, and a role."""
    with refused(code):
        add_machine(store, CredentialRequest(name, organisation, roles), draw, NOW)


def test_names_are_taken_once(store: Store) -> None:
    """No second organisation or credential under a name, and no short password."""
    add_machine(store, asked("erp"), draw, NOW)
    with refused("account.exists"):
        add_script(store, asked("erp"), draw, NOW)
    with refused("account.exists"):
        open_organisation(store, "mine", "Another", NOW)
    with refused("password.length"):
        add_person(store, asked("ann@mine"), "short", NOW)
    with refused("credential.unknown"):
        end(store, "none", NOW)
    with refused("organisation.unknown"):
        bind(store, "none", "sha256:" + "0" * 64)


def test_what_is_no_name_logs_nobody_in(store: Store) -> None:
    """A name that no credential can have, such as one with a NUL, is refused like any other."""
    for name in ("a\x00b", "a_b", "\ud800"):
        with refused("login.refused"):
            log_in(store, name, PASSWORD, draw, NOW)
        with refused("login.refused"):
            principal_of_client(store, name, "secret", NOW)
        with refused("login.refused"):
            principal_of_key(store, f"cradle_{name}_secret", NOW)


def test_an_organisation_is_a_registration(store: Store) -> None:
    """An unregistered organisation is not a participant, and a refusal leaves nothing half open."""
    unknown = "sha256:" + "0" * 64
    with refused("participant.unknown"):
        open_organisation(store, "plant", "The Plant", NOW, unknown)
    with refused("participant.unknown"):
        bind(store, "mine", unknown)
    assert open_organisation(store, "plant", "The Plant", NOW).participant is None


def test_a_login_is_looked_up_once_a_second(store: Store) -> None:
    """A second request of the same second asks the database nothing; the next second and a change do."""
    _, key = add_script(store, asked("sheet"), draw, NOW)
    _, other = add_script(store, asked("other"), draw, NOW)
    queries = []

    def listen(*given: object) -> None:
        queries.append(given[2])

    def look_up(brought: str, now: int) -> int:
        queries.clear()
        assert principal_of_key(store, brought, now).kind == "script"
        return len(queries)

    event.listen(store.engine, "before_cursor_execute", listen)
    first = look_up(key, NOW)
    assert first > 0
    assert [look_up(key, NOW), look_up(other, NOW), look_up(key, NOW + 1)] == [0, first, first]
    end(store, "other", NOW)
    assert look_up(key, NOW + 1) == first


def test_a_login_that_ends_during_its_look_up_is_not_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look-up that has read the credential before its end answers once, and no later request."""
    add_machine(store, asked("erp"), draw, NOW)
    has_read, may_go_on = Event(), Event()

    def slowly(connection: Connection, name: str) -> CredentialWithParticipant | None:
        found = credential_with_participant(connection, name)
        has_read.set()
        assert may_go_on.wait(60)
        return found

    with ThreadPoolExecutor(2) as pool:
        monkeypatch.setattr(login, "credential_with_participant", slowly)
        overtaken = pool.submit(principal_of_credential, store, "erp", NOW)
        assert has_read.wait(60)
        ending = pool.submit(end, store, "erp", NOW)
        while not has_ended(store, "erp"):
            wait([ending], timeout=0.01)
        wait([ending], timeout=0.2)
        may_go_on.set()
        assert overtaken.result().credential == "erp"
        ending.result()
    with refused("login.refused"):
        principal_of_credential(store, "erp", NOW)


def has_ended(store: Store, name: str) -> bool:
    """Return whether the database says that a credential has ended."""
    with store.read() as connection:
        found = credential_of(connection, name)
    return found is not None and not found.holds(NOW)


def test_a_refusal_is_not_kept(store: Store) -> None:
    """A name that is refused is looked up again within the same second."""
    with refused("login.refused"):
        principal_of_credential(store, "erp", NOW)
    add_machine(store, asked("erp"), draw, NOW)
    assert principal_of_credential(store, "erp", NOW).credential == "erp"
