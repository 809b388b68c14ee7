"""The checkpoint store: a size is signed once, a log never shrinks, and one instance signs."""

import errno
import fcntl
import json
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.ledger_world import LOG_SIGNERS
from support.refusal import refused
from support.small_disk import fill, make_room, small_disk
from support.tree import grow

from ledger.store import checkpoints as module
from ledger.store.checkpoints import JOURNAL, Checkpoints
from ledger.trust.checkpoint import Checkpoint, sign_checkpoint

SYNCHRONISE = "ledger.store.files.synchronise"
TREE = grow([b"leaf %d" % number for number in range(9)])


def note(size: int, root: bytes | None = None) -> bytes:
    """A checkpoint of the entries log."""
    state = Checkpoint("ledger.example/test/entries", size, root or TREE.roots[size])
    return sign_checkpoint(state, LOG_SIGNERS.entries)


def sized(size: int) -> bytes:
    """A checkpoint of a made-up root."""
    return note(size, size.to_bytes(32))


@pytest.fixture
def store(tmp_path: Path) -> Checkpoints:
    """A store that instance `a` signs for."""
    begun = Checkpoints(tmp_path / "apart" / "checkpoints")
    begun.begin("a")
    return begun


def test_kept_and_read(store: Checkpoints) -> None:
    """Each log's newest note is kept; another handle on the folder reads the same."""
    registry = note(2)
    store.advance("a", {"entries": note(0), "registry": registry})
    store.advance("a", {"entries": note(3)})
    signed = Checkpoints(store.folder).read()
    assert signed is not None
    assert signed.instance == "a"
    assert signed.notes == {"entries": note(3), "registry": registry}
    for path in (store.folder, store.folder / JOURNAL):
        assert path.stat().st_mode & 0o077 == 0


@given(st.lists(st.integers(0, 8), max_size=12))
def test_sizes_only_rise(tmp_path_factory: pytest.TempPathFactory, sizes: list[int]) -> None:
    """Whatever is asked, the kept size is the largest so far, and a smaller one is refused."""
    store = Checkpoints(tmp_path_factory.mktemp("x") / "y")
    store.begin("a")
    largest = 0
    for size in sizes:
        if size < largest:
            with refused("checkpoint.conflict"):
                store.advance("a", {"entries": note(size)})
        else:
            store.advance("a", {"entries": note(size)})
        largest = max(size, largest)
        signed = store.read()
        assert signed is not None
        assert signed.notes["entries"] == note(largest)


def test_a_size_is_signed_once(store: Checkpoints) -> None:
    """Another root for a size that was signed is refused; the same one again changes nothing."""
    store.advance("a", {"entries": note(5)})
    before = (store.folder / JOURNAL).read_bytes()
    store.advance("a", {"entries": note(5)})
    with refused("checkpoint.conflict"):
        store.advance("a", {"entries": note(5, bytes(32))})
    with refused("checkpoint.conflict"):
        store.advance("a", {"entries": note(6), "registry": note(2)} | {"entries": note(4)})
    assert (store.folder / JOURNAL).read_bytes() == before


def test_one_instance_signs(store: Checkpoints) -> None:
    """Taking the store over keeps the signed checkpoints and shuts out the previous instance."""
    store.advance("a", {"entries": note(5)})
    store.take("b")
    with refused("checkpoint.instance"):
        store.advance("a", {"entries": note(6)})
    with refused("checkpoint.conflict"):
        store.advance("b", {"entries": note(4)})
    store.advance("b", {"entries": note(6)})


def test_begun_once(store: Checkpoints, tmp_path: Path) -> None:
    """A store is not begun over another, or where there is a file; one that is not there is None."""
    with refused("checkpoint.store"):
        store.begin("b")
    (tmp_path / "file").touch()
    with refused("checkpoint.store"):
        Checkpoints(tmp_path / "file").begin("a")
    assert Checkpoints(tmp_path / "nothing").read() is None
    with refused("store.failed"):
        Checkpoints(tmp_path / "nothing").advance("a", {"entries": note(1)})


@pytest.mark.parametrize("torn", [b"{", b'{"instance": "b", "notes": {}}', b"x" * 100_000])
def test_line_that_a_crash_left_unfinished(store: Checkpoints, torn: bytes) -> None:
    """A last line without an end was never published: it is ignored, and cut off."""
    store.advance("a", {"entries": note(5)})
    journal = store.folder / JOURNAL
    whole = journal.read_bytes()
    journal.write_bytes(whole + torn[:60_000])
    signed = store.read()
    assert signed is not None
    assert signed.notes == {"entries": note(5)}
    store.advance("a", {"entries": note(6)})
    lines = journal.read_bytes().splitlines()
    assert journal.read_bytes().startswith(whole)
    assert [json.loads(line)["instance"] for line in lines] == ["a"] * 3


def test_first_line_unfinished(store: Checkpoints) -> None:
    """A store whose very first line is torn was never begun, and can be taken."""
    (store.folder / JOURNAL).write_bytes(b'{"inst')
    assert store.read() is None
    with refused("checkpoint.instance"):
        store.advance("a", {"entries": note(1)})
    store.take("a")
    store.advance("a", {"entries": note(1)})


def test_a_long_journal_becomes_short(store: Checkpoints, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long journal is replaced by the next line alone, readable by the owner only."""
    journal = store.folder / JOURNAL
    store.advance("a", {"registry": note(2), "entries": note(3)})
    assert len(journal.read_bytes().splitlines()) == 2
    monkeypatch.setattr(module, "LONG", journal.stat().st_size)
    store.advance("a", {"entries": note(4)})
    (line,) = journal.read_bytes().splitlines()
    assert json.loads(line)["notes"] == {
        "entries": note(4).decode(),
        "registry": note(2).decode(),
    }
    assert journal.stat().st_mode & 0o077 == 0
    store.advance("a", {"entries": note(5)})
    assert len(journal.read_bytes().splitlines()) == 2
    with refused("checkpoint.conflict"):
        store.advance("a", {"entries": note(4)})


@pytest.mark.parametrize(
    ("step", "size"),
    [("os.open", 3), ("os.fsync", 3), ("pathlib.Path.replace", 3), (SYNCHRONISE, 4)],
)
def test_crash_while_a_journal_is_shortened(
    store: Checkpoints, monkeypatch: pytest.MonkeyPatch, step: str, size: int
) -> None:
    """Whichever step it never does, a whole journal is there: before the new name the old, then the new."""

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    store.advance("a", {"entries": note(3)})
    with monkeypatch.context() as patched:
        patched.setattr(module, "LONG", 1)
        patched.setattr(step, crash)
        with pytest.raises(KeyboardInterrupt):
            store.advance("a", {"entries": note(4)})
    signed = store.read()
    assert signed is not None
    assert signed.notes["entries"] == note(size)
    store.advance("a", {"entries": note(5)})
    with refused("checkpoint.conflict"):
        store.advance("a", {"entries": note(4)})


def test_who_waited_for_a_journal_that_was_replaced(
    store: Checkpoints, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock of the old file is not enough: what it would write is kept in the new one."""
    lock, waited = fcntl.flock, []

    def replaced_meanwhile(journal: IO[bytes], how: int) -> None:
        if not waited:
            waited.append(journal)
            with monkeypatch.context() as patched:
                patched.setattr(module, "LONG", 1)
                Checkpoints(store.folder).advance("a", {"entries": note(4)})
        lock(journal, how)

    store.advance("a", {"entries": note(3)})
    monkeypatch.setattr(fcntl, "flock", replaced_meanwhile)
    with refused("checkpoint.conflict"):
        store.advance("a", {"entries": note(3, bytes(32))})
    store.advance("a", {"entries": note(6)})
    signed = store.read()
    assert signed is not None
    assert signed.notes["entries"] == note(6)


def test_full_disk(tmp_path: Path) -> None:
    """A checkpoint that does not fit is not stored, not even in part, and is stored when there is room."""
    with small_disk(tmp_path / "disk", 64) as disk:
        store = Checkpoints(disk / "checkpoints")
        store.begin("a")
        fill(disk)
        sizes = iter(range(1, 1000))
        with refused("store.failed"):
            while True:
                store.advance("a", {"entries": sized(last := next(sizes))})
        whole = (store.folder / JOURNAL).read_bytes()
        assert whole.endswith(b"\n")
        for _ in range(2):
            with refused("store.failed"):
                store.advance("a", {"entries": sized(last)})
            assert (store.folder / JOURNAL).read_bytes() == whole
        make_room(disk)
        store.advance("a", {"entries": sized(last)})
        signed = store.read()
    assert signed is not None
    assert signed.notes["entries"] == sized(last)


def test_failed_synchronisation(store: Checkpoints, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that the disk did not confirm is taken back, so that the same checkpoint is written again."""
    before = (store.folder / JOURNAL).read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", _fail)
        with refused("store.failed"):
            store.advance("a", {"entries": note(6)})
    assert (store.folder / JOURNAL).read_bytes() == before
    store.advance("a", {"entries": note(6)})
    assert (store.folder / JOURNAL).read_bytes() != before


def _fail(_: int) -> None:
    raise OSError(errno.EIO, "Input/output error")


@pytest.mark.parametrize(
    "line",
    [b"no json", b"[]", b"{}", b'{"instance": "a", "notes": {"entries": "no note"}}', b"\xff"],
)
def test_damaged(store: Checkpoints, line: bytes) -> None:
    """A last line that is whole and wrong is no crash: it is refused."""
    (store.folder / JOURNAL).write_bytes(line + b"\n")
    with refused("checkpoint.store"):
        store.read()
