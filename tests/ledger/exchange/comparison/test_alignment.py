"""Sequences aligned in bounded time."""

from time import monotonic

from hypothesis import given
from hypothesis import strategies as st

from ledger.exchange.comparison.alignment import align

WORDS = st.lists(st.sampled_from("abcde"), max_size=25)


@given(WORDS, WORDS)
def test_every_item_is_in_one_pair_and_in_order(first: list[str], second: list[str]) -> None:
    """No item is lost or repeated, whatever the two sequences are."""
    pairs = list(align(first, second))
    assert [one for one, _ in pairs if one is not None] == list(range(len(first)))
    assert [other for _, other in pairs if other is not None] == list(range(len(second)))


@given(WORDS)
def test_equal_sequences_are_paired_item_by_item(words: list[str]) -> None:
    """Nothing is extra."""
    assert list(align(words, words)) == [(at, at) for at in range(len(words))]


def test_an_inserted_and_a_deleted_item_stand_alone() -> None:
    """The items around them keep their counterparts."""
    assert list(align("abXcd", "abcd")) == [(0, 0), (1, 1), (2, None), (3, 2), (4, 3)]
    assert (None, 2) in list(align("abcd", "abXcd"))


def test_a_sequence_made_to_be_slow_is_paired_in_its_order() -> None:
    """Neither many equal items nor none in common take more than a moment."""
    start = monotonic()
    assert len(list(align(["a", "b"] * 50_000, ["b", "c"] * 50_000))) >= 100_000
    assert monotonic() - start < 20
