"""A ledger's folder: begun once, opened by one process with its own keys, and repaired after a crash."""

from pathlib import Path

import pytest
from support.ledger_folders import damage, newest_checkpoint, quoted
from support.ledger_world import LOG_SIGNERS, ORIGIN, made, signer, world
from support.refusal import refused

from ledger.append.ledger import Ledger
from ledger.append.signing import LogSigners
from ledger.append.submit import receipt_of
from ledger.service.answers.look_ups import list_of
from ledger.store.log import LOGS, latest_checkpoint
from ledger.store.place import read_place
from schemas.vocabulary import Role


@pytest.fixture
def folder(tmp_path: Path, database: str | None) -> Path:
    """A folder with a ledger of one entry, closed."""
    with world(tmp_path / "ledger", database) as begun:
        mine = begun.register("mine", Role.SUPPLIER)
        begun.enter(mine, [made(mine)])
    return tmp_path / "ledger"


def test_opened_again(folder: Path) -> None:
    """Committed statements are in a ledger that is opened again, under the same name and keys."""
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
        with refused("origin.grammar"):
            Ledger.init(tmp_path / "ledger", origin, LOG_SIGNERS)
    assert not (tmp_path / "ledger").exists()


def test_folder_that_init_left_half_way(folder: Path) -> None:
    """A folder whose ledger was never begun says so."""
    damage(
        folder,
        "DELETE FROM line",
        "DELETE FROM entry",
        "DELETE FROM statement",
        "DELETE FROM leaf",
        "DELETE FROM node",
        "DELETE FROM checkpoint",
        "DELETE FROM head",
        "DELETE FROM log",
    )
    with refused("ledger.absent"):
        Ledger.open(folder, LOG_SIGNERS)


def test_database_that_holds_a_ledger(folder: Path, tmp_path: Path) -> None:
    """A second ledger is not begun in the database of another."""
    url = read_place(folder).url(folder)
    with refused("ledger.database"):
        Ledger.init(tmp_path / "second", ORIGIN, LOG_SIGNERS, url)
    with Ledger.open(folder, LOG_SIGNERS) as ledger:
        assert len(list_of(ledger)) == 3


def test_what_a_crash_left_unsigned_is_signed(folder: Path) -> None:
    """Leaves that were committed and not signed get their checkpoint at the next start."""
    damage(folder, "DELETE FROM checkpoint WHERE size > 0")
    with Ledger.open(folder, LOG_SIGNERS) as ledger:
        with ledger.view() as view:
            sizes = [latest_checkpoint(view.connection, log)[0] for log in LOGS]
        assert sizes == [2, 1]
        for stored in list_of(ledger):
            receipt_of(ledger, stored.id)


def test_what_a_crash_left_unpublished_is_published(folder: Path) -> None:
    """A checkpoint that only the checkpoint store has is put where readers look, and not resigned."""
    notes = {log: newest_checkpoint(folder, log) for log in LOGS}
    damage(folder, "DELETE FROM checkpoint WHERE size > 0")
    before = (folder / "checkpoints" / "journal.jsonl").read_bytes()
    with Ledger.open(folder, LOG_SIGNERS) as ledger, ledger.view() as view:
        assert {log: latest_checkpoint(view.connection, log)[1] for log in LOGS} == notes
    assert (folder / "checkpoints" / "journal.jsonl").read_bytes() == before


OTHER_NODE = """
    UPDATE node SET hash = (SELECT hash FROM node WHERE log = 'entries' AND level = 0)
    WHERE log = 'registry' AND level = 1
"""
OTHER_LEAF = """
    UPDATE leaf SET data = (SELECT data FROM leaf WHERE log = 'entries')
    WHERE log = 'registry' AND index = 0
"""
OTHER_ENTRY = """
    UPDATE leaf SET data = (SELECT data FROM leaf WHERE log = 'registry' LIMIT 1)
    WHERE log = 'entries'
"""


@pytest.mark.parametrize(
    "statement",
    [
        OTHER_NODE,
        "DELETE FROM node WHERE log = 'registry' AND level = 1",
        OTHER_LEAF,
        "DELETE FROM leaf WHERE log = 'registry' AND index = 0",
        "UPDATE head SET size = 1 WHERE log = 'registry'",
        "UPDATE head SET size = 3 WHERE log = 'registry'",
    ],
)
def test_damaged_tree(folder: Path, statement: str) -> None:
    """A tree that is not the one that was signed is not added to, wherever it differs."""
    damage(folder, "DELETE FROM statement WHERE log = 'registry'", quoted(statement))
    with refused("log.damaged"):
        Ledger.open(folder, LOG_SIGNERS)


def test_damaged_leaf_is_not_signed(folder: Path) -> None:
    """A leaf that does not hash to its node is found before it is signed."""
    (folder / "checkpoints" / "journal.jsonl").write_bytes(b"")
    read_place(folder).store(folder).take(read_place(folder).instance)
    damage(folder, "DELETE FROM checkpoint WHERE size > 0", OTHER_ENTRY)
    with refused("log.damaged"):
        Ledger.open(folder, LOG_SIGNERS)


LOSSES = (
    "DELETE FROM line",
    "DELETE FROM entry",
    "DELETE FROM statement WHERE log = 'entries'",
    "DELETE FROM leaf WHERE log = 'entries'",
    "DELETE FROM node WHERE log = 'entries'",
    "UPDATE head SET size = 0 WHERE log = 'entries'",
)


def test_lost_leaves(folder: Path) -> None:
    """A database that is older than the last signed checkpoint is not opened."""
    damage(folder, *LOSSES)
    with refused("log.shrunk"):
        Ledger.open(folder, LOG_SIGNERS)


def test_database_that_was_set_back(folder: Path) -> None:
    """A database that is whole, but older than the checkpoint store, is not opened."""
    damage(folder, *LOSSES, "DELETE FROM checkpoint WHERE log = 'entries' AND size > 0")
    with refused("log.shrunk"):
        Ledger.open(folder, LOG_SIGNERS)


def test_checkpoint_store_that_was_set_back(folder: Path) -> None:
    """A checkpoint store that lost its last lines gets them again from the database, proved."""
    journal = folder / "checkpoints" / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    Ledger.open(folder, LOG_SIGNERS).close()
    assert journal.read_bytes() == whole


def test_failed_transaction_leaves_nothing(tmp_path: Path, database: str | None) -> None:
    """A section that the database refuses has the whole submission refused, and the next one accepted."""
    with world(tmp_path / "ledger", database) as begun:
        mine = begun.register("mine", Role.SUPPLIER)
        before = begun.state()
        draft = begun.entry(mine, [made(mine)])
        with begun.ledger.store.write() as connection:
            connection.exec_driver_sql("ALTER TABLE document RENAME TO away")
        with refused("store.failed"):
            begun.submit(draft, mine.working)
        with begun.ledger.store.write() as connection:
            connection.exec_driver_sql("ALTER TABLE away RENAME TO document")
        assert begun.state() == before
        index = begun.submit(draft, mine.working).index
        assert receipt_of(begun.ledger, draft.id).index == index
