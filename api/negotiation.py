"""Documents in the format that the client accepts (RFC 9110, section 12.5.1), with caching by content.

A route renders a document only in the format that was chosen. JSON is the first choice, so a client that accepts
anything gets data. A page in HTML has a policy of its own that allows its one style sheet by hash and nothing else.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated, Any, Final, NamedTuple

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from api.context import Context
from api.document_response import conditional_response, document_headers
from api.typesetter import Typesetter
from ledger.documents.page import Page
from ledger.documents.rendering.formats import FORMATS, MEDIA_TYPES, Format
from ledger.translations.languages import Language
from schemas.errors import CradleError

ZERO: Final = Decimal(0)
_QUALITY: Final = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?", re.ASCII)
"""A quality value (RFC 9110, section 12.4.2)."""


class Negotiation(NamedTuple):
    """What a client accepts: the format, chosen before any work is done, and the content that it has already."""

    form: Format
    client_tag: str | None
    typesetter: Typesetter

    def respond(self, data: bytes, page: Page, name: str) -> Response:
        """Answer with a document in the chosen format, or with 304 if the client has it.

        Args:
            data: the document as JSON.
            page: the document laid out.
            name: of the file, without ending.

        Raises:
            CradleError: `document.*`.
        """
        content = self.typesetter.render(self.form, data, page)
        return self.answer(content, page.language, name)

    def answer(self, content: bytes, language: Language, name: str) -> Response:
        """Answer with a document that was rendered in the chosen format, as `respond`."""
        return conditional_response(
            content,
            MEDIA_TYPES[self.form],
            self.client_tag,
            {"Vary": "Accept", "Cache-Control": "private, no-cache"},
            document_headers(name, self.form, language),
        )


def _negotiate(
    request: Request,
    context: Context,
    if_none_match: Annotated[
        str | None, Header(description="The ETag of an earlier response.")
    ] = None,
) -> Negotiation:
    form = choose_format(request.headers.get("Accept"))
    return Negotiation(form, if_none_match, context.typesetter)


Negotiated = Annotated[Negotiation, Depends(_negotiate)]
"""The dependency of a route that returns a document."""


def choose_format(accept: str | None, offered: Sequence[Format] = FORMATS) -> Format:
    """Choose the format that a client prefers among those offered; the first one if it accepts anything.

    Raises:
        CradleError: `http.not_acceptable`.
    """
    ranges = list(_parse(accept or "*/*"))
    ranked = {form: _quality(MEDIA_TYPES[form], ranges) for form in offered}
    best = max(ranked.values())
    if not best:
        media_types = ", ".join(MEDIA_TYPES[form] for form in offered)
        detail = f"None of the accepted media types is available; accept one of {media_types}."
        raise CradleError("http.not_acceptable", detail, "Accept")
    return next(form for form in offered if ranked[form] == best)


def document_responses(model: type[BaseModel], text: str) -> dict[int | str, dict[str, Any]]:
    """Describe the responses of a document for OpenAPI."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    pages = {MEDIA_TYPES[form]: binary for form in FORMATS if form != "json"}
    return {
        200: {"model": model, "description": text, "content": pages},
        304: {"description": "The document has not changed since that ETag."},
        406: {"description": "The document is not available in an accepted media type."},
    }


def _parse(accept: str) -> Iterator[tuple[str, Decimal]]:
    """The media ranges of a header with their qualities; a quality that cannot be read is zero."""
    for part in accept.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        qualities = [piece.removeprefix("q=") for piece in parameters if piece.startswith("q=")]
        fits = not qualities or _QUALITY.fullmatch(qualities[0])
        yield media, Decimal(qualities[0] if qualities else 1) if fits else ZERO


def _quality(media_type: str, ranges: Sequence[tuple[str, Decimal]]) -> Decimal:
    """The quality of a media type by the most specific range that fits it."""
    wanted = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    candidates = ([quality for name, quality in ranges if name == media] for media in wanted)
    return next((max(qualities) for qualities in candidates if qualities), ZERO)
