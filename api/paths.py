"""Path parameters: the id of a statement or document, a random name, or a name that the operator chose.

The id's pattern is part of the route, so that words such as `draft` in the same position are other routes.
"""

from typing import Annotated, Final

from fastapi import Path
from starlette.convertors import Convertor, register_url_convertor

from schemas.exchanged.accounts import NAME

PREFIX: Final = "/v1"
"""The beginning of the addresses of Cradle's own API."""


class IdConvertor(Convertor[str]):
    """Match `sha256:` and 64 hexadecimal digits, written `{name:id}` in a path."""

    regex = "sha256:[0-9a-f]{64}"

    def convert(self, value: str) -> str:
        """Return the text unchanged."""
        return value

    def to_string(self, value: str) -> str:
        """Return the text unchanged."""
        return value


register_url_convertor("id", IdConvertor())

Id = Annotated[
    str,
    Path(
        description="The id of a statement, `sha256:` and 64 hexadecimal digits.",
        pattern="^sha256:[0-9a-f]{64}$",
        max_length=71,
    ),
]
DigestPath = Annotated[
    str,
    Path(
        description="The digest of a document, `sha256:` and 64 hexadecimal digits.",
        pattern="^sha256:[0-9a-f]{64}$",
    ),
]
IdDigits = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
"""The digits of a statement's id, in the address of a page."""

RandomName = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
"""The random name of a draft, a request or a checked file, in the address of a page."""

Name = Annotated[str, Path(description="A name that the operator chose.", pattern=f"^{NAME}$")]
