"""Writes that fail, of each part of the store on both databases: a 503 that charges nobody, until a write succeeds."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from httpx2 import Response
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from support.clients import entry_of
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain
from support.ledger_fixtures import Built
from support.ledger_folders import copy_ledger, opened
from support.postgres import drop, moved
from support.small_disk import fill, make_room, read_only, small_disk

from api.configuration import Configuration
from ledger.rulebooks.catalog import load_rulebook
from ledger.store.engine import Connection
from ledger.store.place import read_place
from ledger.store.store import BLOBS
from ledger.trust.leaves import model_bytes
from schemas.vocabulary import Role

QUOTAS = Configuration(refusals_per_minute=1, previews_per_minute=1, logins_per_minute=1)

HIDDEN = ("/", ".db", "sqlite", "psycopg", "SQL", "socket")
"""Words of paths, addresses and drivers."""


@pytest.fixture
def strict(chain: BatteryChain) -> House:
    """A server that accepts one refusal, preview and failed login a minute."""
    return furnished(chain, QUOTAS)


@contextmanager
def read_only_database(house: House) -> Iterator[None]:
    """Let the database refuse every write, as one on a file system that has become read-only does."""
    engine = house.context.ledger.store.engine
    sqlite = engine.dialect.name == "sqlite"

    def refuse(connection: Connection) -> None:
        connection.exec_driver_sql(
            "PRAGMA query_only=ON" if sqlite else "SET TRANSACTION READ ONLY"
        )

    event.listen(engine, "begin", refuse)
    try:
        yield
    finally:
        event.remove(engine, "begin", refuse)
        if sqlite:
            engine.dispose()  # The setting stays on the connections of the pool.


@contextmanager
def read_only_checkpoints(house: House) -> Iterator[None]:
    """Let the file system of the checkpoint store be read-only."""
    with read_only(house.context.ledger.store.checkpoints.folder):
        yield


def is_a_failure(answer: Response) -> bool:
    """True for the one refusal of a failed write, which names no file and no address."""
    detail = answer.json()["detail"]
    hidden = not any(word in detail for word in HIDDEN)
    return (answer.status_code, answer.json()["code"]) == (503, "store.failed") and hidden


def enter(house: House, entry: bytes) -> Response:
    """Submit an entry of the mine."""
    return house.client.post("/v1/entries", content=entry, headers=house.as_("mine"))


def enter_in_batch(house: House, *entries: bytes) -> list[int]:
    """The statuses of the lines of a batch of the mine."""
    headers = house.as_("mine")
    answer = house.client.post("/v1/batches", content=b"\n".join(entries), headers=headers)
    return [int(line.partition('"status":')[2][:3]) for line in answer.text.splitlines()]


def refusals(house: House) -> list[str]:
    """The codes of the refusals in the journal."""
    answer = house.client.get("/v1/journal", headers=house.as_("operator"))
    return [row["detail"] for row in answer.json()["items"] if row["action"] == "refused"]


@pytest.mark.parametrize("fails", [read_only_database, read_only_checkpoints])
def test_a_submission_is_not_charged(strict: House, chain: BatteryChain, fails: object) -> None:
    """It fails as often as it is sent, alone or in a batch, and is accepted when there is room again."""
    one, other = (entry_of(chain, chain.mine, name) for name in ("mine-2", "mine-3"))
    with fails(strict):  # type: ignore[operator]
        assert all(is_a_failure(enter(strict, one)) for _ in range(3))
        assert enter_in_batch(strict, one, other) == [503, 503]
        assert is_a_failure(strict.client.get("/ready"))
        assert is_a_failure(strict.client.get("/ready"))
    assert strict.client.get("/ready").json() == {"status": "ready"}
    assert refusals(strict) == []
    assert enter(strict, one).status_code == 201
    assert enter_in_batch(strict, one, other) == [201, 201]


def test_a_refusal_that_cannot_be_noted_is_not_charged(strict: House, chain: BatteryChain) -> None:
    """A wrong submission is answered with the failure; afterwards it is refused, noted and counted."""
    good = entry_of(chain, chain.mine, "mine-2")
    wrong = good.replace(b'"sections"', b'"parts"')
    with read_only_database(strict):
        assert all(is_a_failure(enter(strict, wrong)) for _ in range(2))
        assert enter_in_batch(strict, wrong, good) == [503, 503]
    assert enter_in_batch(strict, good, wrong) == [201, 422]
    assert len(refusals(strict)) == 1
    assert enter(strict, wrong).status_code == 429


def test_previews_and_logins_are_not_charged(strict: House, chain: BatteryChain) -> None:
    """What cannot be noted, or begun, is not counted as a preview or as a failed login."""
    strict.open_person("ann", "mine", Role.SUPPLIER)
    login = {"name": "ann", "password": "correct horse battery"}
    asked = {"entry": chain.mined, "rulebook": chain.rulebook, "factor_sets": [chain.factors]}
    preview = lambda: strict.client.post(  # noqa: E731
        "/v1/previews", json={**asked, "line": "main"}, headers=strict.as_("operator")
    )
    with read_only_database(strict):
        assert all(is_a_failure(preview()) for _ in range(2))
        assert all(is_a_failure(strict.client.post("/v1/session", json=login)) for _ in range(2))
    assert [preview().status_code for _ in range(2)] == [200, 429]
    assert strict.client.post("/v1/session", json=login).status_code == 204


def test_a_token_is_not_refused_for_a_failure(
    strict: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client whose secret cannot be looked up is answered 503, not 401, and may try again at once."""
    form = {"grant_type": "client_credentials", "client_id": "plant.machine", "client_secret": "x"}
    with monkeypatch.context() as patched:
        patched.setattr(strict.context.ledger.store.engine, "connect", _disconnected)
        for _ in range(3):
            assert is_a_failure(strict.client.post("/auth/token", data=form))
    assert strict.client.post("/auth/token", data=form).status_code == 401


def _disconnected() -> None:
    raise OperationalError(None, None, sqlite3.OperationalError("unable to open database file"))


@pytest.mark.one_database
def test_a_document_that_cannot_be_stored(house: House) -> None:
    """A rulebook on a read-only file system: no trace of it is left, and it is stored later."""
    store = house.context.ledger.store
    body, headers = model_bytes(load_rulebook("pef-2021")), house.as_("operator")
    before = store.blobs.digests()
    with read_only(store.folder / BLOBS):
        answer = house.client.post("/v1/rulebooks", content=body, headers=headers)
        assert is_a_failure(answer), answer.text
    assert store.blobs.digests() == before
    assert house.client.get("/ready").status_code == 200
    assert house.client.post("/v1/rulebooks", content=body, headers=headers).status_code < 300


@pytest.mark.one_database("postgresql")
def test_a_database_server_on_a_full_disk(built: Built, tmp_path: Path) -> None:
    """PostgreSQL cannot extend its files: nobody is charged, and the ledger goes on when there is room."""
    chain, source = built
    copy_ledger(source, tmp_path / "ledger")
    address = read_place(tmp_path / "ledger").database
    assert address is not None
    with TemporaryDirectory() as top, small_disk(Path(top), 48 << 10) as disk, moved(address, disk):
        with opened(chain, tmp_path / "ledger") as there:
            house = furnished(there, QUOTAS)
            entries = [entry_of(there, there.mine, f"mine-{at}") for at in range(2, 202)]
            fill(disk)
            for _ in range(3):
                assert set(enter_in_batch(house, *entries)) == {503}
            assert is_a_failure(house.client.get("/ready"))
            make_room(disk)
            assert house.client.get("/ready").status_code == 200
            assert set(enter_in_batch(house, *entries)) == {201}
            assert refusals(house) == []
        drop(address)
