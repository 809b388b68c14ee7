"""Items of two documents: paired, extra and missing ones."""

from time import monotonic

from hypothesis import given
from hypothesis import strategies as st

from ledger.exchange.comparison.items import Item, align, compare_items, overlap


def states(stated: list[Item], expected: list[Item]) -> list[str]:
    """The states in their order."""
    return [row.state for row in compare_items(stated, expected, ".")]


def test_texts_and_markup_of_one_side() -> None:
    """An extra text differs from nothing, a missing one is not found, markup cannot be compared."""
    text, mark = Item("a 1", "here"), Item("<p>", "here", is_text=False)
    assert states([text, mark], [text, mark]) == ["same"]
    assert states([text], []) == ["differs"]
    assert states([], [text]) == ["not_found"]
    assert states([mark], []) == ["unattributed"]
    assert states([], [mark]) == ["unattributed"]
    assert states([mark], [Item("<b>", "here", is_text=False)]) == ["unattributed"]
    assert states([text], [mark]) == ["differs", "unattributed"]


def test_the_place_is_that_of_the_bundles_document() -> None:
    """A stranger's headings are his own words."""
    (row,) = compare_items([Item("a 1", "there")], [Item("a 2", "here")], ".")
    assert (row.place, row.document, row.bundle) == ("here", "a 1", "a 2")


def test_shared_texts_are_counted_once() -> None:
    """A repeated text makes no document more alike."""
    assert overlap([Item("a", ""), Item("a", "")], [Item("a", ""), Item("b", "")]) == 1


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
