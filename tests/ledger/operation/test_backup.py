"""Backup and restore prove their results, on either database and across them; none signs too soon."""

import json
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import pytest
from support.ledger_battery import TWO_GRIDS, BatteryChain
from support.ledger_folders import damage, newest_checkpoint
from support.ledger_world import LOG_SIGNERS, made
from support.postgres import fresh_database
from support.refusal import refused

from ledger.append.ledger import Ledger
from ledger.append.submit import receipt_of, submit
from ledger.bundles.export import export_bundle
from ledger.operation.backup import REPORT, make_backup, restore_backup
from ledger.operation.unlock import checkpoint_of, unlock
from ledger.state.drafting import sign_draft
from ledger.store.log import LOGS
from ledger.store.place import keep_place, new_place
from ledger.store.store import create_store
from schemas.signed.entry import Site
from schemas.vocabulary import Role


@pytest.fixture
def calculated(chain: BatteryChain) -> tuple[BatteryChain, str]:
    """A chain with a calculation, and its id."""
    calculation = chain.world.submit(chain.calculation(), chain.plant.working)
    return chain, calculation.id


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_there_and_back(calculated: tuple[BatteryChain, str], tmp_path: Path, target: str) -> None:
    """Made while the ledger is open, restored into either database: the same bundle, byte for byte."""
    chain, calculation = calculated
    ledger = chain.world.ledger
    proved = make_backup(ledger.store.folder, tmp_path / "backup")
    assert json.loads((tmp_path / "backup" / REPORT).read_text())["origin"] == ledger.origin
    assert [(proved.registry, proved.registry_root), (proved.entries, proved.entries_root)] == [
        (size, root.hex()) for size, root in chain.world.state()
    ]
    database = None if target == "sqlite" else fresh_database()
    assert restore_backup(tmp_path / "backup", tmp_path / "again", database) == proved
    with Ledger.open(tmp_path / "again", LOG_SIGNERS) as restored:
        assert export_bundle(restored, calculation) == export_bundle(ledger, calculation)
        draft = chain.world.entry(chain.mine, [made(chain.mine)], site=Site(code="x", country="SE"))
        with refused("ledger.read_only"):
            submit(restored, sign_draft(draft, [chain.mine.working]))
    receipt = receipt_of(ledger, calculation)
    unlock(tmp_path / "again", LOG_SIGNERS, checkpoint_of(json.dumps(receipt.to_json()).encode()))
    with Ledger.open(tmp_path / "again", LOG_SIGNERS) as restored:
        submit(restored, sign_draft(draft, [chain.mine.working]))


def test_backup_that_is_too_old(chain: BatteryChain, tmp_path: Path) -> None:
    """A receipt from after the backup shows what is missing; so does a surviving checkpoint store."""
    folder = chain.world.ledger.store.folder
    make_backup(folder, tmp_path / "backup")
    later = chain.world.submit(chain.calculation(), chain.plant.working)
    restore_backup(tmp_path / "backup", tmp_path / "again")
    with refused("unlock.behind"):
        unlock(tmp_path / "again", LOG_SIGNERS, checkpoint_of(later.proof.encode()))
    with refused("log.shrunk"):
        restore_backup(tmp_path / "backup", tmp_path / "z", checkpoints=folder / "checkpoints")
    assert not (tmp_path / "z").exists()


def test_surviving_checkpoint_store(chain: BatteryChain, tmp_path: Path) -> None:
    """With the lost ledger's own checkpoint store, what was signed last need not be looked for."""
    folder = chain.world.ledger.store.folder
    make_backup(folder, tmp_path / "backup")
    notes = [newest_checkpoint(folder, log) for log in LOGS]
    restore_backup(tmp_path / "backup", tmp_path / "again", checkpoints=folder / "checkpoints")
    assert not (tmp_path / "again" / "checkpoints").exists()
    assert [newest_checkpoint(tmp_path / "again", log) for log in LOGS] == notes
    unlock(tmp_path / "again", LOG_SIGNERS, notes[0])
    with refused("checkpoint.instance"):
        chain.world.register("late", Role.SUPPLIER)


def test_keys_only_if_asked(chain: BatteryChain, tmp_path: Path) -> None:
    """Private keys are in a backup only where that was asked for, and come back from it."""
    folder = chain.world.ledger.store.folder
    (folder / "keys").mkdir()
    (folder / "keys" / "entries.pem").write_text("secret")
    make_backup(folder, tmp_path / "without")
    assert not (tmp_path / "without" / "keys").exists()
    make_backup(folder, tmp_path / "with", ("keys", "registrar"))
    restore_backup(tmp_path / "with", tmp_path / "again")
    assert (tmp_path / "again" / "keys" / "entries.pem").read_text() == "secret"
    for path in (tmp_path / "with").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0


def test_folders(chain: BatteryChain, tmp_path: Path) -> None:
    """Nothing is written over what is there, or restored from what is not a backup."""
    folder = chain.world.ledger.store.folder
    with refused("backup.folder"):
        make_backup(folder, folder)
    (tmp_path / "file").touch()
    with refused("backup.folder"):
        make_backup(folder, tmp_path / "file" / "x")
    with refused("ledger.absent"):
        make_backup(tmp_path / "nothing", tmp_path / "backup")
    with refused("backup.absent"):
        restore_backup(folder, tmp_path / "again")
    make_backup(folder, tmp_path / "backup")
    with refused("backup.folder"):
        restore_backup(tmp_path / "backup", folder)
    database = fresh_database()
    restore_backup(tmp_path / "backup", tmp_path / "again", database)
    with refused("ledger.database"):
        restore_backup(tmp_path / "backup", tmp_path / "twice", database)


def test_tables_of_another_version(chain: BatteryChain, tmp_path: Path) -> None:
    """A ledger of another version is upgraded, or read by that version, before it is copied."""
    with chain.world.ledger.store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    with refused("store.newer"):
        make_backup(chain.world.ledger.store.folder, tmp_path / "backup")


def in_backup(*statements: str) -> Callable[[Path], None]:
    """A change of the rows in a backup."""

    def change(backup: Path) -> None:
        keep_place(backup, new_place())
        damage(backup, *statements)
        (backup / "place.json").unlink()

    return change


def without_documents(backup: Path) -> None:
    """Lose the rulebook and the factor set."""
    rmtree(backup / "blobs")


def never_begun(backup: Path) -> None:
    """Lose every row."""
    (backup / "ledger.db").unlink()
    create_store(backup / "empty").close()
    (backup / "empty" / "ledger.db").rename(backup / "ledger.db")


def other_documents(backup: Path) -> None:
    """Change the rulebook or the factor set."""
    next(path for path in (backup / "blobs").rglob("*") if path.is_file()).write_bytes(b"other")


def older(backup: Path) -> None:
    """Change what the backup says of itself."""
    (backup / REPORT).write_text("{}")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (in_backup("DELETE FROM statement WHERE kind = 'calculation'"), "contents.missing"),
        (in_backup("DELETE FROM mark WHERE role = 'received'"), "contents.mark"),
        (
            in_backup("UPDATE statement SET id = 'x' WHERE kind = 'calculation'"),
            "contents.statement",
        ),
        (in_backup("DELETE FROM document"), "blob.missing"),
        (in_backup("UPDATE document SET data = zeroblob(9)"), "blob.damaged"),
        (in_backup("UPDATE node SET hash = zeroblob(32)"), "log.damaged"),
        (never_begun, "ledger.absent"),
        (without_documents, "blob.missing"),
        (other_documents, "blob.damaged"),
        (older, "backup.differs"),
    ],
)
def test_damaged_backup(
    calculated: tuple[BatteryChain, str],
    tmp_path: Path,
    change: Callable[[Path], None],
    code: str,
) -> None:
    """A missing or changed part of a backup is named, and nothing is restored from it."""
    make_backup(calculated[0].world.ledger.store.folder, tmp_path / "backup")
    change(tmp_path / "backup")
    with refused(code):
        restore_backup(tmp_path / "backup", tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_method_that_only_an_admission_names_is_part_of_a_backup(
    chain: BatteryChain, tmp_path: Path
) -> None:
    """No figure rests on it yet, and everybody may value by it."""
    chain.world.admit(chain.world.ledger.keep(TWO_GRIDS))
    make_backup(chain.world.ledger.store.folder, tmp_path / "backup")
    without_documents(tmp_path / "backup")
    with refused("blob.missing"):
        restore_backup(tmp_path / "backup", tmp_path / "again")
