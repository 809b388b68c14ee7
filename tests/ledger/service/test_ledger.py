"""A ledger's folder: begun once, opened by one process with its own keys, and mended after a crash."""

from pathlib import Path

import pytest
from support.refusal import refused
from support.worlds import LOG_SIGNERS, ORIGIN, made, signer, world

from ledger.service.ledger import Ledger
from ledger.service.reading import list_of
from ledger.service.signing import LogSigners
from ledger.service.submit import receipt_of
from ledger.store.engine import open_engine, writing
from ledger.store.log import LOGS, latest_checkpoint
from schemas.errors import CradleError
from schemas.vocabulary import Role


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a ledger of one entry, closed."""
    with world(tmp_path / "ledger") as begun:
        mine = begun.register("mine", Role.SUPPLIER)
        begun.enter(mine, [made(mine)])
    return tmp_path / "ledger"


def damage(folder: Path, *statements: str) -> None:
    """Change the database behind the triggers' back, as a broken disk or a hand would."""
    engine = open_engine(f"sqlite:///{folder / 'ledger.db'}")
    with writing(engine) as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in names.all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_opened_again(folder: Path) -> None:
    """What was committed is there, under the same name and keys."""
    with Ledger.open(folder, LOG_SIGNERS) as ledger:
        assert ledger.origin == ORIGIN
        statements = list_of(ledger)
        assert [s.kind for s in statements] == ["participant", "participant", "entry"]
        for stored in statements:
            assert receipt_of(ledger, stored.id).index == stored.index


def test_one_process_at_a_time(folder: Path) -> None:
    """While one handle is open, a second is refused."""
    with Ledger.open(folder, LOG_SIGNERS), refused("ledger.locked"):
        Ledger.open(folder, LOG_SIGNERS)
    Ledger.open(folder, LOG_SIGNERS).close()


def test_keys_of_another_log(folder: Path) -> None:
    """With other private keys nothing is opened and nothing signed."""
    other = LogSigners(entries=signer("other"), registry=LOG_SIGNERS.registry)
    with refused("ledger.keys"):
        Ledger.open(folder, other)
    swapped = LogSigners(entries=LOG_SIGNERS.registry, registry=LOG_SIGNERS.entries)
    with refused("ledger.keys"):
        Ledger.open(folder, swapped)


def test_begun_once(folder: Path, tmp_path: Path) -> None:
    """A ledger begins in an empty folder, and is opened where it was begun."""
    with refused("ledger.folder"):
        Ledger.init(folder, ORIGIN, LOG_SIGNERS)
    with refused("ledger.absent"):
        Ledger.open(tmp_path / "elsewhere", LOG_SIGNERS)


def test_name_of_a_log(tmp_path: Path) -> None:
    """An origin is a name that notes and payloads can hold."""
    for origin in ("", "Ledger.example", "ledger.example/a b", "ledger.example/"):
        with pytest.raises(CradleError) as caught:
            Ledger.init(tmp_path / "ledger", origin, LOG_SIGNERS)
        assert caught.value.code == "origin.grammar"
    assert not (tmp_path / "ledger").exists()


def test_folder_that_init_left_half_way(tmp_path: Path) -> None:
    """A folder whose ledger was never begun says so."""
    Ledger.init(tmp_path / "ledger", ORIGIN, LOG_SIGNERS).close()
    damage(tmp_path / "ledger", "DELETE FROM checkpoint", "DELETE FROM log")
    with refused("ledger.absent"):
        Ledger.open(tmp_path / "ledger", LOG_SIGNERS)


def test_what_a_crash_left_unsigned_is_signed(folder: Path) -> None:
    """Leaves that were committed and not signed get their checkpoint at the next start."""
    damage(folder, "DELETE FROM checkpoint WHERE size > 0")
    with Ledger.open(folder, LOG_SIGNERS) as ledger:
        with ledger.view() as view:
            sizes = [latest_checkpoint(view.connection, log)[0] for log in LOGS]
        assert sizes == [2, 1]
        for stored in list_of(ledger):
            receipt_of(ledger, stored.id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE node SET hash = zeroblob(32) WHERE log = 'registry' AND level = 1",
        "DELETE FROM node WHERE log = 'registry' AND level = 1",
    ],
)
def test_damaged_nodes(folder: Path, statement: str) -> None:
    """A tree that is not the one that was signed is not added to."""
    damage(folder, statement)
    with refused("log.damaged"):
        Ledger.open(folder, LOG_SIGNERS)


def test_damaged_leaf_is_not_signed(folder: Path) -> None:
    """A leaf that does not hash to its node is found before it is signed."""
    damage(
        folder,
        "DELETE FROM checkpoint WHERE size > 0",
        "UPDATE leaf SET data = x'7b7d' WHERE log = 'entries'",
    )
    with refused("log.damaged"):
        Ledger.open(folder, LOG_SIGNERS)


def test_lost_leaves(folder: Path) -> None:
    """A database that is older than the last signed checkpoint is not opened."""
    damage(
        folder,
        "DELETE FROM line",
        "DELETE FROM entry",
        "DELETE FROM statement WHERE log = 'entries'",
        "DELETE FROM leaf WHERE log = 'entries'",
    )
    with refused("log.shrunk"):
        Ledger.open(folder, LOG_SIGNERS)


def test_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    """When the disk refuses a section, the submission is refused whole, and the next one is not."""
    with world(tmp_path / "ledger") as begun:
        mine = begun.register("mine", Role.SUPPLIER)
        before = begun.state()
        draft = begun.entry(mine, [made(mine)])
        blobs = tmp_path / "ledger" / "blobs"
        blobs.rename(blobs.with_name("away"))
        blobs.write_bytes(b"a file in the way")
        with refused("store.failed"):
            begun.submit(draft, mine.working)
        blobs.unlink()
        blobs.with_name("away").rename(blobs)
        assert begun.state() == before
        index = begun.submit(draft, mine.working).index
        assert receipt_of(begun.ledger, draft.id).index == index
