"""The texts of a laid-out document, in order, and their comparison with those of the document that a bundle gives.

Every text of a page counts, so a second total, a deleted warning and a changed sentence are found as a changed digit
is. What is not a text (markup, drawings) is an item too, but no value.

The items are aligned in bounded time, so that a file made for it cannot keep the comparison busy. Equal items at both
ends are paired first, then items that occur once in each sequence and in the same order (patience diff), then the
longest common sequence of each gap between them, if the gap is small. What is left of a gap is paired in its order.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

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
    items: Sequence[Item], expected: Sequence[Item], mark: str
) -> Iterator[ComparedValue]:
    """Compare the items of a document with those that the bundle gives.

    Args:
        items: of the document.
        expected: by the bundle.
        mark: the decimal mark of the language.
    """
    for left_index, right_index in align([row.key for row in items], [row.key for row in expected]):
        left = None if left_index is None else items[left_index]
        right = None if right_index is None else expected[right_index]
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


def _markup(place: str, markup: str | None) -> ComparedValue:
    shown = None if markup is None else cut(markup)
    return ComparedValue(place=cut(place), state="unattributed", document=shown)


def overlap(items: Iterable[Item], expected: Iterable[Item]) -> int:
    """The number of different texts that two documents share."""
    return len({row.text for row in items} & {row.text for row in expected})


CELLS = 2_000_000
"""The most pairs of items that are compared with one another in all gaps together."""

Pair = tuple[int | None, int | None]
"""The index of an item in each sequence; None if it has no counterpart."""


def align(first: Sequence[Hashable], second: Sequence[Hashable]) -> Iterator[Pair]:
    """Pair the items of two sequences, in their order; unequal items are paired if they are in the same place."""
    budget = CELLS
    at = (0, 0)
    for left, right in (*_anchors(first, second), (len(first), len(second))):
        gap = range(at[0], left), range(at[1], right)
        cells = len(gap[0]) * len(gap[1])
        if cells <= budget:
            budget -= cells
            yield from _gap(first, second, gap)
        else:
            yield from _in_order(*gap)
        if left < len(first) and right < len(second):
            yield left, right
        at = left + 1, right + 1


def _anchors(first: Sequence[Hashable], second: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Equal items at both ends, and between them those that occur once in each sequence, in the order of both."""
    shorter = min(len(first), len(second))
    head = next((at for at in range(shorter) if first[at] != second[at]), shorter)
    tail = next(
        (at for at in range(shorter - head) if first[-1 - at] != second[-1 - at]), shorter - head
    )
    yield from ((at, at) for at in range(head))
    left, right = range(head, len(first) - tail), range(head, len(second) - tail)
    yield from _increasing(_once(first, second, left, right))
    yield from ((len(first) - at, len(second) - at) for at in range(tail, 0, -1))


def _once(
    first: Sequence[Hashable], second: Sequence[Hashable], left: range, right: range
) -> list[tuple[int, int]]:
    here, there = Counter(first[at] for at in left), Counter(second[at] for at in right)
    places = {second[at]: at for at in right if there[second[at]] == 1}
    return [(at, places[first[at]]) for at in left if here[first[at]] == 1 and first[at] in places]


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs that is in the order of both sequences."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int | None] = []
    for index, (_, other) in enumerate(pairs):
        at = bisect_left(ends, other)
        before.append(tops[at - 1] if at else None)
        ends[at : at + 1] = [other]
        tops[at : at + 1] = [index]
    chain: list[tuple[int, int]] = []
    last = tops[-1] if tops else None
    while last is not None:
        chain.append(pairs[last])
        last = before[last]
    return chain[::-1]


def _gap(
    first: Sequence[Hashable], second: Sequence[Hashable], gap: tuple[range, range]
) -> Iterator[Pair]:
    """Pair the items of a gap by their longest common sequence."""
    left, right = gap
    if not left or not right:
        yield from _in_order(left, right)
        return
    length = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left) - 1, -1, -1):
        for j in range(len(right) - 1, -1, -1):
            same = first[left[i]] == second[right[j]]
            length[i][j] = (
                length[i + 1][j + 1] + 1 if same else max(length[i + 1][j], length[i][j + 1])
            )
    i = j = start_i = start_j = 0
    while i < len(left) and j < len(right):
        if first[left[i]] == second[right[j]]:
            yield from _in_order(left[start_i:i], right[start_j:j])
            yield left[i], right[j]
            i, j = i + 1, j + 1
            start_i, start_j = i, j
        elif length[i + 1][j] >= length[i][j + 1]:
            i += 1
        else:
            j += 1
    yield from _in_order(left[start_i:], right[start_j:])


def _in_order(left: range, right: range) -> Iterator[Pair]:
    for at in range(max(len(left), len(right))):
        yield (left[at] if at < len(left) else None, right[at] if at < len(right) else None)
