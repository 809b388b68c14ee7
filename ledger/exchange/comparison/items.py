"""The texts of a laid-out document, in order, and their comparison with those of the document that a bundle gives.

Every text of a page counts, so a second total, a deleted warning and a changed sentence are found as a changed digit
is. What is no text (markup, drawings) is an item too, but no value.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ledger.exchange.comparison.alignment import align
from ledger.exchange.comparison.values import compared, cut, match_texts
from schemas.views.compared_document import ComparedValue

TOP = "top of the page"
"""The place of what stands before the first heading."""


class Item(NamedTuple):
    """A text, or a piece of markup, and its place: the heading and the label before it."""

    text: str
    place: str
    is_text: bool = True

    @property
    def key(self) -> tuple[bool, str]:
        """What makes two items equal."""
        return self.is_text, self.text


def compare_items(
    stated: Sequence[Item], expected: Sequence[Item], mark: str
) -> Iterator[ComparedValue]:
    """Compare the items of a document with those that the bundle gives.

    Args:
        stated: of the document.
        expected: by the bundle.
        mark: the decimal mark of the language.
    """
    for one, other in align([row.key for row in stated], [row.key for row in expected]):
        left = None if one is None else stated[one]
        right = None if other is None else expected[other]
        yield from _pair(left, right, mark)


def _pair(left: Item | None, right: Item | None, mark: str) -> Iterator[ComparedValue]:
    if left is not None and right is not None and left.is_text == right.is_text:
        if left.is_text:
            match = match_texts(left.text, right.text, mark)
            yield compared(right.place, left.text, right.text, match)
        elif left.text != right.text:
            yield _markup(right.place, left.text)
        return
    if left is not None:
        yield _extra(left)
    if right is not None:
        yield _lacking(right)


def _extra(item: Item) -> ComparedValue:
    if not item.is_text:
        return _markup(item.place, item.text)
    return ComparedValue(place=cut(item.place), state="differs", document=cut(item.text))


def _lacking(item: Item) -> ComparedValue:
    if not item.is_text:
        return _markup(item.place, None)
    return ComparedValue(place=cut(item.place), state="not_found", bundle=cut(item.text))


def _markup(place: str, found: str | None) -> ComparedValue:
    shown = None if found is None else cut(found)
    return ComparedValue(place=cut(place), state="unattributed", document=shown)


def overlap(stated: Iterable[Item], expected: Iterable[Item]) -> int:
    """The number of different texts that two documents share."""
    return len({row.text for row in stated} & {row.text for row in expected})
