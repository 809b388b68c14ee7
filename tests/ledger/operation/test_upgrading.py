"""Upgrading a database: an older one with data is copied, migrated and proved, and every receipt still proves."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from support.ledger_battery import BatteryChain, battery_chain
from support.ledger_folders import copy_ledger, damage, mark_as, set_back, without_marks
from support.ledger_world import LOG_SIGNERS
from support.refusal import refused

from ledger.append.ledger import Ledger
from ledger.append.submit import receipt_of
from ledger.client.receipts import check_proof
from ledger.operation.backup import make_backup
from ledger.operation.monitor import monitor_folder
from ledger.operation.upgrading import status_of, upgrade
from ledger.service.answers.look_ups import list_of
from ledger.store.engine import open_engine, reading
from ledger.store.migrate import HEAD, revision_of
from ledger.store.place import read_place
from ledger.store.store import read_snapshot
from ledger.trust.note import parse_vkey


@pytest.fixture
def old(database: str | None, tmp_path: Path) -> Path:
    """The folder of a closed ledger whose database is at the first revision."""
    build = battery_chain.__wrapped__  # type: ignore[attr-defined]
    with without_marks(), build(tmp_path / "ledger", database):
        pass
    set_back(tmp_path / "ledger")
    return tmp_path / "ledger"


@pytest.fixture
def copy(old: Path) -> Iterator[Path | None]:
    """The path of the copy: a file for SQLite, none for a server."""
    return None if read_place(old).database is not None else old / "copy.db"


def revision_in(url: str) -> str | None:
    """The revision of a database, read past all checks."""
    engine = open_engine(url)
    with reading(engine) as connection:
        found = revision_of(connection)
    engine.dispose()
    return found


def test_upgraded_every_receipt_proves(
    built: tuple[BatteryChain, Path], old: Path, copy: Path | None, tmp_path: Path
) -> None:
    """From revision 0001 with data to the present: the same statements, whose receipts prove under the logs' keys."""
    before = status_of(old)
    assert (before.revision, before.program) == ("0001", HEAD)
    assert (before.steps[0].revision, before.steps[-1].revision) == ("0002", HEAD)
    assert all(step.makes.endswith(".") for step in before.steps)
    done = upgrade(old, copy)
    assert done is not None
    assert done.before == before
    assert status_of(old).steps == ()
    copy_ledger(built[1], tmp_path / "source")
    with Ledger.open(tmp_path / "source", LOG_SIGNERS) as source:
        known = [row.id for row in list_of(source, None)]
    with Ledger.open(old, LOG_SIGNERS, upgrade=False) as ledger:
        statements = list_of(ledger, None)
        assert [row.id for row in statements] == known
        assert len(statements) == done.proved.statements == 10
        keys = {vkey.name.rpartition("/")[2]: vkey for vkey in map(parse_vkey, ledger.vkeys())}
        for row in statements:
            check_proof(receipt_of(ledger, row.id), keys)
    assert upgrade(old, None) is None


def test_derived_rows_of_an_upgraded_ledger_follow_from_its_statements(
    old: Path, copy: Path | None
) -> None:
    """Columns that newer revisions added, such as the number of a delivery, are filled."""
    upgrade(old, copy)
    report = monitor_folder(old, "2026-01-01")
    assert report.findings == ()


def test_the_copy_is_the_database_of_before(old: Path, copy: Path | None) -> None:
    """Of a SQLite file a whole copy at the old revision stays, for its owner alone; a server's is not copied here."""
    upgrade(old, copy)
    if copy is None:
        return
    assert revision_in(f"sqlite:///{copy}") == "0001"
    assert copy.stat().st_mode & 0o077 == 0
    count = "SELECT count(*) FROM statement"
    with closing(sqlite3.connect(copy)) as kept, closing(sqlite3.connect(old / "ledger.db")) as now:
        assert kept.execute(count).fetchone() == now.execute(count).fetchone()
        assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_no_copy_no_upgrade(old: Path, copy: Path | None) -> None:
    """SQLite without a new file for the copy, and a server with one, are refused; nothing changed."""
    if copy is None:
        with refused("upgrade.copy"):
            upgrade(old, old / "copy.db")
    else:
        with refused("upgrade.copy"):
            upgrade(old, None)
        copy.write_bytes(b"of somebody else's")
        with refused("upgrade.copy"):
            upgrade(old, copy)
        assert copy.read_bytes() == b"of somebody else's"
        with refused("store.failed"):
            upgrade(old, old / "nowhere" / "copy.db")
    assert status_of(old).revision == "0001"


def test_what_does_not_prove_is_not_upgraded(old: Path, copy: Path | None) -> None:
    """A ledger with a damaged section stays at its old revision, whatever the migrations did."""
    damage(
        old,
        "UPDATE document SET data = '\\x00'"
        if copy is None
        else "UPDATE document SET data = zeroblob(9)",
    )
    with refused("blob.damaged"):
        upgrade(old, copy)
    assert status_of(old).revision == "0001"


def test_nobody_else_has_it_open(old: Path, copy: Path | None, tmp_path: Path) -> None:
    """While another process uses the folder, or the server's database, only its status is shown."""
    upgrade(old, copy)
    copytree(old, tmp_path / "beside", ignore=ignore_patterns("ledger.db*"))
    with Ledger.open(old, LOG_SIGNERS):
        mark_as(old, "0002")
        assert status_of(old).revision == "0002"
        with refused("ledger.locked"):
            upgrade(old if copy is not None else tmp_path / "beside", copy)


def test_older_and_newer_are_distinguished(old: Path, tmp_path: Path) -> None:
    """A newer database is refused by all that would open or read it, an older one by what does not upgrade."""
    with refused("store.older"):
        Ledger.open(old, LOG_SIGNERS, upgrade=False)
    with refused("store.older"):
        make_backup(old, tmp_path / "backup")
    with refused("store.older"), read_snapshot(old):
        pass
    mark_as(old, "9999")
    with refused("store.newer"):
        Ledger.open(old, LOG_SIGNERS)
    with refused("store.newer"):
        Ledger.open(old, LOG_SIGNERS, upgrade=False)
    with refused("store.newer"):
        upgrade(old, None)
    with refused("store.newer"):
        status_of(old)
    assert revision_in(read_place(old).url(old)) == "9999"


def test_opening_upgrades_a_file_and_no_server(old: Path, copy: Path | None) -> None:
    """A local command brings a SQLite file up in passing; a server's database waits for its operator."""
    if copy is None:
        with refused("store.older"):
            Ledger.open(old, LOG_SIGNERS)
        assert status_of(old).revision == "0001"
    else:
        Ledger.open(old, LOG_SIGNERS).close()
        assert status_of(old).revision == HEAD
