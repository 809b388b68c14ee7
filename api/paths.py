"""What may stand in a path: an id of a statement or document, or a name that the operator gave.

What is no id leads nowhere (404), so that words such as `draft` stand beside ids without being taken for one.
"""

from typing import Annotated

from fastapi import Path
from starlette.convertors import Convertor, register_url_convertor

from ledger.service.access.accounts import NAME


class IdConvertor(Convertor[str]):
    """Matches `sha256:` and 64 hexadecimal digits; `{name:id}` in a path."""

    regex = "sha256:[0-9a-f]{64}"

    def convert(self, value: str) -> str:
        """The text as it stands."""
        return value

    def to_string(self, value: str) -> str:
        """The text as it stands."""
        return value


register_url_convertor("id", IdConvertor())

Id = Annotated[
    str, Path(description="The id of a statement.", pattern="^sha256:[0-9a-f]{64}$", max_length=71)
]
DigestPath = Annotated[
    str, Path(description="The digest of a document.", pattern="^sha256:[0-9a-f]{64}$")
]
Name = Annotated[str, Path(description="A name that the operator gave.", pattern=f"^{NAME}$")]
