"""Cosigned checkpoints: pairs by size, the newest first, each replaced as a whole."""

from pathlib import Path

from ledger.store.cosigned import Cosigned, Pair


def test_pairs_come_newest_first(tmp_path: Path) -> None:
    """Sizes are numbers, not words; other files in the folder are left alone."""
    kept = Cosigned(tmp_path / "cosigned")
    assert list(kept.newest()) == []
    pairs = [Pair(size, b"e \xe2\x80\x94", more, b"r") for size, more in ((9, 4), (10, 4), (10, 5))]
    for pair in pairs:
        kept.put(pair)
    (tmp_path / "cosigned" / "notes.json").write_text("[]")
    assert list(kept.newest()) == pairs[::-1]


def test_a_pair_of_the_same_sizes_is_replaced(tmp_path: Path) -> None:
    """More cosignatures take the place of fewer."""
    kept = Cosigned(tmp_path)
    kept.put(Pair(1, b"one", 1, b"one"))
    kept.put(Pair(1, b"two", 1, b"two"))
    (pair,) = kept.newest()
    assert (pair.note("entries"), pair.note("registry"), pair.size("registry")) == (
        b"two",
        b"two",
        1,
    )
