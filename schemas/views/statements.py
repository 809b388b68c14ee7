"""Statements as the ledger lists and shows them; the statements themselves are models of `schemas.signed`."""

from typing import Annotated, Any, Literal

from pydantic import Field

from schemas.base import ABSENT, Model
from schemas.signed.statement import Kind
from schemas.values import Index, StatementId
from schemas.views.access import Next

By = Annotated[StatementId | None, Field(description="The id of the statement that did it.")]


class StatementSummary(Model):
    """A statement in a list."""

    id: StatementId
    kind: Kind
    log: Literal["entries", "registry"]
    index: Index
    issuer: Annotated[StatementId | None, ABSENT] = None
    superseded: Annotated[By, ABSENT] = None
    withdrawn: Annotated[By, ABSENT] = None


class StatementsResponse(Model):
    """A page of statements, in the order of their log."""

    items: tuple[StatementSummary, ...]
    next: Annotated[Next, ABSENT] = None


class StatementResponse(StatementSummary):
    """A statement with the sections that the caller may see."""

    envelope: Annotated[dict[str, Any], Field(description="The signed envelope (DSSE).")]
    sections: Annotated[dict[str, Any], Field(description="The open sections, by name.")]
    withheld: Annotated[
        tuple[str, ...], Field(description="The names of the sections that are not shown.")
    ]
