"""Pages of lists: how many items, the cursor at which a page starts, and the items with the cursor of the next."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Sequence
from typing import Annotated, Final, TypeVar

from pydantic import Field

from ledger.desk.question import Doc
from schemas.errors import CradleError

MOST: Final = 500

Item = TypeVar("Item")

Limit = Annotated[int, Field(ge=1, le=MOST), Doc("Maximum number of items in the page.")]
Cursor = Annotated[
    str | None,
    Field(max_length=64, pattern="^[A-Za-z0-9_-]+$"),
    Doc("The start of the page: `next` of the page before. Omit it to start."),
]


def format_cursor(position: int) -> str:
    """The cursor for a position."""
    return urlsafe_b64encode(b"p%d" % position).decode("ascii").rstrip("=")


def parse_cursor(cursor: str | None, first: int) -> int:
    """The position of a cursor, or `first` if there is none.

    Raises:
        CradleError: `cursor.invalid`.
    """
    if cursor is None:
        return first
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (Error, ValueError):
        text = ""
    digits = text.removeprefix("p")
    if not text.startswith("p") or not digits.isdecimal() or len(digits) > len(str(2**62)):
        detail = "The cursor is invalid; omit it to start from the beginning."
        raise CradleError("cursor.invalid", detail, "cursor")
    return int(digits)


def cut(items: Sequence[Item], limit: int) -> tuple[Sequence[Item], bool]:
    """A page's items and whether more follow, from a list of up to one more than its limit."""
    return items[:limit], len(items) > limit
