"""Cosigned checkpoints: pairs by size and by witnesses, joined where they meet, and few of them kept."""

from pathlib import Path

import pytest
from support.ledger_world import LOG_SIGNERS, ORIGIN, signer
from support.refusal import refused
from support.small_disk import fill, make_room, small_disk

from ledger.store import cosigned
from ledger.store.cosigned import Cosigned, Pair
from ledger.store.log import LOGS
from ledger.trust.checkpoint import Checkpoint, sign_checkpoint
from ledger.trust.note import format_line, parse_note
from ledger.trust.witness import cosign


def note(log: str, size: int, *witnesses: str, root: bytes = b"r") -> bytes:
    """A checkpoint of a log that these have signed."""
    head = Checkpoint(f"{ORIGIN}/{log}", size, root * 32)
    signed = sign_checkpoint(head, LOG_SIGNERS.of(log))
    text = parse_note(signed).text
    return signed + "".join(format_line(cosign(text, w, signer(w), 1)) for w in witnesses).encode()


def pair(entries: int, registry: int, *witnesses: str, root: bytes = b"r") -> Pair:
    """Two checkpoints that these have signed."""
    both = (note("entries", entries, *witnesses, root=root), note("registry", registry, *witnesses))
    return Pair(entries, both[0], registry, both[1])


def names(one: Pair) -> list[str]:
    """The signers of both checkpoints of a pair."""
    return sorted(name for name, _ in one.witnesses())


def test_pairs_come_newest_first(tmp_path: Path) -> None:
    """Sizes are numbers, not words; other files in the folder are left alone, also by who comes later."""
    kept = Cosigned(tmp_path / "cosigned")
    assert list(kept.newest()) == []
    pairs = [pair(size, more, "w1") for size, more in ((9, 4), (10, 4), (10, 5))]
    for one in pairs:
        kept.put(one)
    (tmp_path / "cosigned" / "notes.json").write_text("[]")
    assert list(kept.newest()) == list(Cosigned(tmp_path / "cosigned").newest()) == pairs[::-1]
    assert (kept.at((10, 4)), kept.at((9, 5))) == (pairs[1], None)


def test_cosignatures_of_the_same_checkpoints_are_joined(tmp_path: Path) -> None:
    """Storing a pair removes no cosignature, in whatever order witnesses answer."""
    kept = Cosigned(tmp_path)
    for witnesses in (["w1"], ["w2"], ["w2", "w3"], []):
        kept.put(pair(3, 2, *witnesses))
    (one,) = kept.newest()
    assert names(one) == ["w1", "w2", "w3"]
    assert [len(parse_note(one.note(log)).signatures) for log in LOGS] == [4, 4]
    assert (one.size("entries"), one.size("registry")) == (3, 2)


def test_a_pair_of_another_history_takes_the_place(tmp_path: Path) -> None:
    """Cosignatures of other roots are not mixed in."""
    kept = Cosigned(tmp_path)
    kept.put(pair(3, 2, "w1", root=b"a"))
    kept.put(pair(3, 2, "w2", root=b"b"))
    assert [names(one) for one in kept.newest()] == [["w2"]]


def test_the_best_pair_has_most_witnesses_and_then_is_the_newest(tmp_path: Path) -> None:
    """Of those that cover a leaf of the log that is asked about."""
    kept = Cosigned(tmp_path)
    for size, witnesses in ((2, "ab"), (3, "abc"), (4, "ab"), (5, "b")):
        kept.put(pair(size, size - 1, *witnesses))
    assert [one.entries_size for one in kept.best("entries", -1)] == [3, 4, 2, 5]
    assert [one.entries_size for one in kept.best("entries", 3)] == [4, 5]
    assert [one.entries_size for one in kept.best("registry", 3)] == [5]


def test_of_many_pairs_few_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest, and beyond them those whose witnesses no newer pair has all; the files go too."""
    monkeypatch.setattr(cosigned, "KEPT", 3)
    kept = Cosigned(tmp_path)
    for size, witnesses in enumerate(["abc", "ab", "c", "ab", "a", "a", "b", "a", "a"], start=1):
        kept.put(pair(size, 1, *witnesses))
    assert [one.entries_size for one in kept.newest()] == [9, 8, 7, 4, 3, 1]
    assert len(list(tmp_path.iterdir())) == 6
    assert next(kept.best("entries", 0)).entries_size == 1
    assert [one.entries_size for one in Cosigned(tmp_path).newest()] == [9, 8, 7, 4, 3, 1]


def test_a_pair_that_goes_while_others_are_read_is_passed_over(tmp_path: Path) -> None:
    """A process that only reads may have seen a name whose file is then taken away."""
    kept = Cosigned(tmp_path)
    for size in (1, 2, 3):
        kept.put(pair(size, 1, "a"))
    reading = kept.newest()
    assert next(reading).entries_size == 3
    (tmp_path / "2-1.json").unlink()
    assert [one.entries_size for one in reading] == [1]


def test_full_disk(tmp_path: Path) -> None:
    """A pair that does not fit is not stored, and those before it stay."""
    with small_disk(tmp_path / "disk", 64) as disk:
        kept = Cosigned(disk / "cosigned")
        kept.put(pair(1, 1, "w1"))
        fill(disk)
        with refused("store.failed"):
            kept.put(pair(2, 1, "w1"))
        assert [one.sizes for one in Cosigned(disk / "cosigned").newest()] == [(1, 1)]
        make_room(disk)
        kept.put(pair(2, 1, "w1"))
        assert [one.sizes for one in kept.newest()] == [(2, 1), (1, 1)]
