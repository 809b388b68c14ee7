"""Pages of a list: a cursor that says nothing to its bearer, and a link to what follows."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Sequence
from typing import Annotated, Final, TypeVar
from urllib.parse import urlencode

from fastapi import Query, Request, Response

from schemas.errors import CradleError

MOST: Final = 500

Item = TypeVar("Item")

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many items a page has at most.")]
Cursor = Annotated[
    str | None,
    Query(
        max_length=64,
        pattern="^[A-Za-z0-9_-]+$",
        description="Where a page begins: `next` of the one before.",
    ),
]


def format_cursor(position: int) -> str:
    """The cursor of a position."""
    return urlsafe_b64encode(b"p%d" % position).decode("ascii").rstrip("=")


def parse_cursor(cursor: str | None, first: int) -> int:
    """The position of a cursor; `first` where there is none.

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
        detail = "This is no cursor of this list; begin without one."
        raise CradleError("cursor.invalid", detail, "cursor")
    return int(digits)


def link_next(request: Request, response: Response, cursor: str) -> None:
    """Tell the address of the page that follows (RFC 8288)."""
    asked = [pair for pair in request.query_params.multi_items() if pair[0] != "cursor"]
    query = urlencode([*asked, ("cursor", cursor)])
    response.headers["Link"] = f'<{request.url.path}?{query}>; rel="next"'


def cut(found: Sequence[Item], limit: int) -> tuple[Sequence[Item], bool]:
    """The items of a page out of one more than it may have, and whether more follow."""
    return found[:limit], len(found) > limit
