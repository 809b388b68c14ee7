"""A ledger's place: it knows its own folder, also when that is moved, and no copy of it."""

import subprocess
from pathlib import Path
from shutil import copytree

import pytest
from support.refusal import refused

from ledger.store.place import PLACE, is_here, keep_place, new_place, read_place, settle


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that a place was settled in."""
    (tmp_path / "x").mkdir()
    settle(tmp_path / "x", new_place("postgresql://nobody@localhost/x", tmp_path / "apart"))
    return tmp_path / "x"


def test_read_as_written(folder: Path, tmp_path: Path) -> None:
    """A place is read as it was written, for its owner alone; two places are two instances."""
    place = read_place(folder)
    assert place.url(folder) == "postgresql://nobody@localhost/x"
    assert place.store(folder).folder == tmp_path / "apart"
    assert (folder / PLACE).stat().st_mode & 0o077 == 0
    other = new_place()
    assert other.instance != place.instance
    assert other.url(folder) == f"sqlite:///{folder / 'ledger.db'}"
    assert other.store(folder).folder == folder / "checkpoints"


def test_at_home(folder: Path, tmp_path: Path) -> None:
    """A folder is at home where it was settled, and where it was moved to on its disk."""
    assert is_here(folder, read_place(folder))
    folder.rename(tmp_path / "y")
    assert is_here(tmp_path / "y", read_place(tmp_path / "y"))


def test_copies(folder: Path, tmp_path: Path) -> None:
    """A copy is not at home, made by whatever tool, also put back where the original was."""
    copytree(folder, tmp_path / "python")
    subprocess.run(["cp", "-a", folder, tmp_path / "cp"], check=True)
    subprocess.run(["tar", "-C", folder, "-cf", tmp_path / "x.tar", "."], check=True)
    (tmp_path / "tar").mkdir()
    subprocess.run(["tar", "-C", tmp_path / "tar", "-xpf", tmp_path / "x.tar"], check=True)
    for copy in ("python", "cp", "tar"):
        assert not is_here(tmp_path / copy, read_place(tmp_path / copy))
    for path in folder.iterdir():
        path.unlink()
    subprocess.run(["tar", "-C", folder, "-xpf", tmp_path / "x.tar"], check=True)
    assert not is_here(folder, read_place(folder))


def test_settled_again(folder: Path) -> None:
    """A place that is kept for later is nobody's home until it is settled."""
    keep_place(folder, read_place(folder))
    assert not is_here(folder, read_place(folder))
    settle(folder, read_place(folder))
    assert is_here(folder, read_place(folder))


def test_other_machine(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The same disk on another machine is not at home there."""
    (tmp_path / "machine-id").write_text("another\n")
    monkeypatch.setattr("ledger.store.place._MACHINE_ID", tmp_path / "machine-id")
    assert not is_here(folder, read_place(folder))
    settle(folder, read_place(folder))
    assert is_here(folder, read_place(folder))
    monkeypatch.setattr("ledger.store.place._MACHINE_ID", tmp_path / "nothing")
    assert not is_here(folder, read_place(folder))


def test_lost(folder: Path, tmp_path: Path) -> None:
    """A folder without its marker is not at home; without its place it is no ledger."""
    (folder / "here").unlink()
    assert not is_here(folder, read_place(folder))
    (folder / PLACE).write_text("{}")
    with refused("ledger.place"):
        read_place(folder)
    (folder / PLACE).unlink()
    with refused("ledger.absent"):
        read_place(folder)
    (tmp_path / "file").touch()
    with refused("ledger.absent"):
        read_place(tmp_path / "file")
