"""Items of two documents: paired, extra and missing ones."""

from ledger.exchange.comparison.items import Item, compare_items, overlap


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
