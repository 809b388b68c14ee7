"""Paging of lists: opaque cursors and links to the next page."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Sequence
from typing import Annotated, Final, TypeVar
from urllib.parse import urlencode

from fastapi import Query, Request, Response

from schemas.errors import CradleError

MOST: Final = 500

Item = TypeVar("Item")

Limit = Annotated[int, Query(ge=1, le=MOST, description="Maximum number of items in the page.")]
Cursor = Annotated[
    str | None,
    Query(
        max_length=64,
        pattern="^[A-Za-z0-9_-]+$",
        description="The start of the page: `next` of the page before. Omit it to start.",
    ),
]


def format_cursor(position: int) -> str:
    """Return the cursor for a position."""
    return urlsafe_b64encode(b"p%d" % position).decode("ascii").rstrip("=")


def parse_cursor(cursor: str | None, first: int) -> int:
    """Return the position of a cursor, or `first` if there is none.

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


def link_next(request: Request, response: Response, cursor: str) -> None:
    """Add a `Link` header with the address of the next page (RFC 8288)."""
    asked = [pair for pair in request.query_params.multi_items() if pair[0] != "cursor"]
    query = urlencode([*asked, ("cursor", cursor)])
    response.headers["Link"] = f'<{request.url.path}?{query}>; rel="next"'


def cut(found: Sequence[Item], limit: int) -> tuple[Sequence[Item], bool]:
    """Return a page's items and whether more follow, from a list of up to one more than its limit."""
    return found[:limit], len(found) > limit
