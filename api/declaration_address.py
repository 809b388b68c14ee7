"""The permanent address of a declaration's public page, which the QR code of its documents bears.

There a reader of a document finds what is true now of its figure.
"""

from typing import Final, TypeVar

from api.configuration import Configuration
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.study import Study

PREFIX: Final = "/declarations"

Document = TypeVar("Document", DeclarationDocument, Study)


def with_address(document: Document, configuration: Configuration) -> Document:
    """The document with the configured address of its page, if it is declared and a phone can open it safely."""
    name, base = document.standing.declaration, configuration.public_url
    if name is None or base is None or base.scheme != "https":
        return document
    address = f"{str(base).rstrip('/')}{PREFIX}/{name.removeprefix('sha256:')}"
    return document.model_copy(update={"page": address})
