"""The permanent address of a declaration's public page, which the QR code of its documents bears."""

from typing import Final

from fastapi import Request

from api.addresses import base_url
from api.context import AppContext
from schemas.declaration_document import DeclarationDocument

PREFIX: Final = "/declarations"


def with_address(
    document: DeclarationDocument, request: Request, context: AppContext
) -> DeclarationDocument:
    """The document with the address of its page, if it is declared and a phone can open the address safely."""
    name = document.digests.declaration
    base = base_url(request, context.configuration)
    if name is None or not base.startswith("https://"):
        return document
    address = f"{base}{PREFIX}/{name.removeprefix('sha256:')}"
    return document.model_copy(update={"page": address})
