"""Clients of the application over a real store whose logs have 300 and 3 leaves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from support.http_api import house_of

from api.configuration import Configuration
from ledger.append.ledger import Ledger
from ledger.append.sequencer import Sequencer
from ledger.append.signing import CheckpointSigner, LogSigners
from ledger.state.view import Memory
from ledger.store.engine import Connection
from ledger.store.log import LOGS, Log, append_leaf, edge_of, put_checkpoint, put_log, size_of
from ledger.store.store import Store, create_store
from ledger.trust.checkpoint import Checkpoint, sign_checkpoint
from ledger.trust.keys import Signer
from ledger.trust.note import ED25519, Vkey

SIZES: dict[Log, int] = {"entries": 300, "registry": 3}


def origin_of(log: Log) -> str:
    """Name a log of the ledger under test."""
    return f"log.example/demo/{log}"


def extend(connection: Connection, log: Log, count: int) -> None:
    """Append leaves that state their log and index."""
    size = size_of(connection, log)
    edge = edge_of(connection, log, size)
    for index in range(size, size + count):
        edge = append_leaf(connection, log, edge, f"{log} {index}".encode())


def sign(connection: Connection, log: Log, signer: Signer) -> None:
    """Sign the log as it stands."""
    size = size_of(connection, log)
    state = Checkpoint(origin_of(log), size, edge_of(connection, log, size).root())
    put_checkpoint(connection, log, size, sign_checkpoint(state, signer))


@pytest.fixture(scope="session")
def signer() -> Signer:
    """The key of both logs."""
    return Signer(bytes(range(32)))


@pytest.fixture(scope="session")
def vkeys(signer: Signer) -> dict[Log, Vkey]:
    """The keys that a reader trusts for each log."""
    return {log: Vkey(origin_of(log), ED25519, signer.public) for log in LOGS}


@pytest.fixture
def begun(tmp_path: Path, vkeys: dict[Log, Vkey]) -> Iterator[Store]:
    """A store whose logs have a name and nothing else."""
    store = create_store(tmp_path / "ledger")
    with store.write() as connection:
        for log, vkey in vkeys.items():
            put_log(connection, log, vkey)
    yield store
    store.close()


@pytest.fixture
def store(begun: Store, signer: Signer) -> Store:
    """The store with both logs signed, and one more leaf outside every checkpoint."""
    with begun.write() as connection:
        for log, size in SIZES.items():
            extend(connection, log, size)
            sign(connection, log, signer)
            extend(connection, log, 1)
    return begun


def doors_of(store: Store, signer: Signer, **settings: object) -> TestClient:
    """A client of a ledger around this store, with these settings."""
    memory, signers = Memory(), LogSigners(entries=signer, registry=signer)
    signing = CheckpointSigner(store, "log.example/demo", signers, epoch=0)
    ledger = Ledger(store, "log.example/demo", memory, Sequencer(store, memory, signing))
    return house_of(ledger, Configuration(**settings)).client


@pytest.fixture
def public(store: Store, signer: Signer) -> TestClient:
    """A client of a ledger with public logs."""
    return doors_of(store, signer, logs_open=True)


LOGIN = "of-a-reader"


@pytest.fixture
def login(store: Store, signer: Signer) -> TestClient:
    """A client of a ledger that requires a token to read its logs."""
    return doors_of(store, signer, log_token=LOGIN)


@pytest.fixture
def closed(store: Store, signer: Signer) -> TestClient:
    """A client of a ledger with its default settings."""
    return doors_of(store, signer)


@pytest.fixture
def unsigned(begun: Store, signer: Signer) -> TestClient:
    """A client of a ledger with unsigned logs."""
    return doors_of(begun, signer, logs_open=True)
