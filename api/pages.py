"""Paging of lists over HTTP: the parameters of a page, and the link to the next one (`ledger.desk.pages`)."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request, Response

from ledger.desk.pages import MOST

Limit = Annotated[int, Query(ge=1, le=MOST, description="Maximum number of items in the page.")]
Cursor = Annotated[
    str | None,
    Query(
        max_length=64,
        pattern="^[A-Za-z0-9_-]+$",
        description="The start of the page: `next` of the page before. Omit it to start.",
    ),
]


def link_next(request: Request, response: Response, cursor: str) -> None:
    """Add a `Link` header with the address of the next page (RFC 8288)."""
    parameters = [pair for pair in request.query_params.multi_items() if pair[0] != "cursor"]
    query = urlencode([*parameters, ("cursor", cursor)])
    response.headers["Link"] = f'<{request.url.path}?{query}>; rel="next"'
