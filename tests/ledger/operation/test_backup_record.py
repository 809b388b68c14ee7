"""The record of backups: one line for each that was proved, and what the ledger has that a backup has not."""

from pathlib import Path

import pytest
from support.ledger_battery import BatteryChain
from support.ledger_world import made
from support.refusal import refused

from ledger.operation.backup_record import (
    RECORD,
    backup_states,
    check_backup,
    make_recorded_backup,
    read_record,
)
from schemas.signed.entry import Site
from schemas.views.operation import BackupState

pytestmark = pytest.mark.one_database


def states(chain: BatteryChain) -> tuple[BackupState, ...]:
    """The backups of the record."""
    store = chain.world.ledger.store
    with store.read() as connection:
        return backup_states(store.folder, connection).items


def test_a_backup_is_noted_checked_and_grows_old(chain: BatteryChain, tmp_path: Path) -> None:
    """It covers both logs, misses what is appended later, and says when it was restored for a check."""
    folder = chain.world.ledger.store.folder
    assert states(chain) == ()
    make_recorded_backup(folder, tmp_path / "monday", (), 100)
    (row,) = states(chain)
    (registry, _), (entries, _) = chain.world.state()
    assert (row.line.place, row.line.entries, row.line.registry) == ("monday", entries, registry)
    assert (row.missing, row.restored, row.line.keys) == (0, None, False)
    assert row.line.size > 1000
    chain.world.enter(chain.mine, [made(chain.mine)], site=Site(code="x", country="SE"))
    check_backup(folder, tmp_path / "monday", 200)
    (row,) = states(chain)
    assert (row.missing, row.restored) == (1, 200)
    assert sorted(path.name for path in tmp_path.iterdir() if path != folder) == ["monday"]
    make_recorded_backup(folder, tmp_path / "tuesday", (), 300)
    assert [row.line.place for row in states(chain)] == ["tuesday", "monday"]


def test_a_refused_backup_leaves_no_line(chain: BatteryChain, tmp_path: Path) -> None:
    """Neither a folder that is taken nor a backup that was changed is noted."""
    folder = chain.world.ledger.store.folder
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    with refused("backup.folder"):
        make_recorded_backup(folder, tmp_path / "full", (), 100)
    make_recorded_backup(folder, tmp_path / "good", (), 100)
    (tmp_path / "good" / "backup.json").write_text("{}")
    with refused("backup.differs"):
        check_backup(folder, tmp_path / "good", 200)
    assert [row.act for row in read_record(folder)] == ["made"]


def test_a_backup_of_another_history_is_marked(chain: BatteryChain, tmp_path: Path) -> None:
    """A record whose root is not the log's at that size covers another ledger."""
    folder = chain.world.ledger.store.folder
    proved = make_recorded_backup(folder, tmp_path / "good", (), 100)
    path = folder / RECORD
    path.write_text(path.read_text().replace(proved.entries_root, "0" * 64))
    assert [row.missing for row in states(chain)] == [None]


def test_a_torn_line_costs_only_itself(chain: BatteryChain, tmp_path: Path) -> None:
    """What a crash left of a line is skipped, and the next line stands on its own."""
    folder = chain.world.ledger.store.folder
    (folder / RECORD).write_bytes(b'{"act":"made","at":1')
    make_recorded_backup(folder, tmp_path / "good", (), 100)
    assert [row.at for row in read_record(folder)] == [100]


def test_a_check_of_a_backup_that_was_made_elsewhere_is_listed(
    chain: BatteryChain, tmp_path: Path
) -> None:
    """Its making is not in the record, its check is."""
    folder = chain.world.ledger.store.folder
    make_recorded_backup(folder, tmp_path / "good", (), 100)
    (folder / RECORD).unlink()
    check_backup(folder, tmp_path / "good", 200)
    assert [(row.line.act, row.restored) for row in states(chain)] == [("restored", 200)]
