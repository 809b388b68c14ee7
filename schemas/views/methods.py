"""The rulebooks and factor sets that a ledger keeps, as it lists them."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Model
from schemas.values import Code, Digest, Text


class ListedMethod(Model):
    """A kept rulebook or factor set; no other document of the ledger has its `id` and `version`."""

    digest: Digest
    sort: Literal["rulebook", "factor_set"]
    id: Code
    version: Code
    title: Text
    admitted: Annotated[bool, Field(description="True if it may value rows of all participants.")]
    added_by: Annotated[
        Literal["cradle", "organisation", "operator", "unknown"],
        Field(description="Who added it; `unknown` if the ledger did not record that yet."),
    ]
    owner: (
        Annotated[str, Field(description="The name of the organisation that added it.")] | None
    ) = None
    licence: Literal["open", "digest_only"] | None = None


class ListedMethods(Model):
    """The kept documents, by id and version."""

    items: tuple[ListedMethod, ...]
