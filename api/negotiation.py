"""Proactive content negotiation (RFC 9110 section 12.5.1): the media type of a document that a client likes best.

A request without `Accept` gets the first type that is offered. Left out: parameters of media types other than `q`,
which no document here has.
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from fastapi import Request, Response

from ledger.documents.rendering.html import content_policy
from schemas.errors import CradleError

JSON, HTML, PDF, MARKDOWN = "application/json", "text/html", "application/pdf", "text/markdown"


def choose_type(accept: str | None, offered: Sequence[str]) -> str | None:
    """The offered media type with the highest weight, the first of equals; None if none is acceptable."""
    if not accept:
        return offered[0]
    ranges = [_parse_range(part) for part in accept.split(",")]
    weights = [_weight(name, ranges) for name in offered]
    best = max(weights)
    return offered[weights.index(best)] if best > 0 else None


def require_type(request: Request, offered: Sequence[str]) -> str:
    """The media type to answer a request with.

    Raises:
        CradleError: `http.not_acceptable`.
    """
    chosen = choose_type(request.headers.get("Accept"), offered)
    if chosen is None:
        detail = f"The document is not available in this type; accept one of {', '.join(offered)}."
        raise CradleError("http.not_acceptable", detail, "Accept")
    return chosen


def document_response(content: bytes, media_type: str, name: str) -> Response:
    """A document as a response that a browser shows under a file name and no cache confuses with another type.

    A page brings its own content security policy, which names its style sheet by hash.
    """
    headers = {
        "Vary": "Accept",
        "Cache-Control": "private",
        "Content-Disposition": f'inline; filename="{name}"',
    }
    if media_type == HTML:
        headers["Content-Security-Policy"] = f"{content_policy()}; frame-ancestors 'none'"
    return Response(content, media_type=media_type, headers=headers)


def _parse_range(part: str) -> tuple[str, Decimal]:
    """A media range and its weight; an unreadable weight counts as none."""
    name, *parameters = (word.strip().lower() for word in part.split(";"))
    stated = next((row.removeprefix("q=") for row in parameters if row.startswith("q=")), "1")
    try:
        weight = Decimal(stated)
    except InvalidOperation:
        weight = Decimal(0)
    return name, weight if weight.is_finite() else Decimal(0)


def _weight(name: str, ranges: Sequence[tuple[str, Decimal]]) -> Decimal:
    """The weight of a media type by the most specific range that matches it."""
    for wanted in (name, f"{name.partition('/')[0]}/*", "*/*"):
        found = [weight for listed, weight in ranges if listed == wanted]
        if found:
            return max(found)
    return Decimal(0)
