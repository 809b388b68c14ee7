"""A file as a response: not sent again to a client that has it, and a page of its own with a policy of its own.

A client's copy is known by a tag of the content (RFC 9110, sections 8.8.3 and 13.1.2).
"""

from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus

from fastapi import Response

from ledger.documents.rendering.formats import Format
from ledger.documents.rendering.html import content_policy
from ledger.translations.languages import Language


def conditional_response(
    content: bytes,
    media_type: str,
    client_tag: str | None,
    cached: Mapping[str, str],
    sent: Mapping[str, str],
) -> Response:
    """Answer with a file, or with 304 if the client has it.

    Args:
        content: of the file.
        media_type: of the file.
        client_tag: the tag that the client sent (`If-None-Match`).
        cached: headers for caches, which both answers have.
        sent: headers that only the file has.
    """
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {**cached, "ETag": tag}
    if client_tag == tag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(content, media_type=media_type, headers={**headers, **sent})


def shown_as(name: str) -> dict[str, str]:
    """The header of a file that a browser shows and stores under a name."""
    return {"Content-Disposition": f'inline; filename="{name}"'}


def document_headers(name: str, form: Format, language: Language) -> dict[str, str]:
    """The headers of a rendered document: its name, its language, and the policy that allows a page its style sheet."""
    headers = shown_as(f"{name}.{form}")
    if form != "json":
        headers["Content-Language"] = language
    if form == "html":
        own = "form-action 'none'; frame-ancestors 'none'"
        headers["Content-Security-Policy"] = f"{content_policy()}; {own}"
    return headers
