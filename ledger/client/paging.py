"""The items of a list, page after page."""

from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar

Item_co = TypeVar("Item_co", covariant=True)
Item = TypeVar("Item")


class Page(Protocol[Item_co]):
    """Some items of a list."""

    @property
    def items(self) -> tuple[Item_co, ...]:
        """The items, in the order of the list."""
        ...

    @property
    def next(self) -> str | None:
        """The cursor of the next page; None on the last."""
        ...


def every(ask: Callable[..., Page[Item]], **arguments: Any) -> Iterator[Item]:  # noqa: ANN401 - of any question
    """Yield the items of all pages; `ask` puts the question.

    Raises:
        CradleError: as `ask`.
    """
    cursor: str | None = None
    while True:
        page = ask(**arguments, cursor=cursor)
        yield from page.items
        if page.next is None or page.next == cursor:
            return
        cursor = page.next
