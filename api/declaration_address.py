"""The permanent address of a declaration's public page, which the QR code of its documents bears."""

from typing import Final

from api.configuration import Configuration
from schemas.views.declaration_document import DeclarationDocument

PREFIX: Final = "/declarations"


def with_address(
    document: DeclarationDocument, configuration: Configuration
) -> DeclarationDocument:
    """The document with the configured address of its page, if it is declared and a phone can open it safely."""
    name, base = document.digests.declaration, configuration.public_url
    if name is None or base is None or base.scheme != "https":
        return document
    address = f"{str(base).rstrip('/')}{PREFIX}/{name.removeprefix('sha256:')}"
    return document.model_copy(update={"page": address})
