"""The response models of the API.

Statements, receipts and figures are models of `schemas` and are not repeated here. A member without a value is
left out of the JSON.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.base import ABSENT
from schemas.signed.statement import Kind
from schemas.values import Digest, Index, StatementId
from schemas.views.access import Next
from schemas.vocabulary import CredentialKind, Role

By = Annotated[StatementId | None, Field(description="The id of the statement that did it.")]


class ResponseModel(BaseModel):
    """The base of response models, built from any object with attributes of the same names."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class LoginResponse(ResponseModel):
    """The login of a request."""

    credential: Annotated[str, Field(examples=["erp.mine"])]
    kind: CredentialKind
    organisation: Annotated[str, Field(examples=["mine"])]
    participant: Annotated[StatementId | None, ABSENT] = None
    roles: list[Role]


class StatementSummary(ResponseModel):
    """A statement in a list."""

    id: StatementId
    kind: Kind
    log: Literal["entries", "registry"]
    index: Index
    issuer: Annotated[StatementId | None, ABSENT] = None
    superseded: Annotated[By, ABSENT] = None
    withdrawn: Annotated[By, ABSENT] = None


class StatementsResponse(ResponseModel):
    """A page of statements, in the order of their log."""

    items: list[StatementSummary]
    next: Annotated[Next, ABSENT] = None


class StatementResponse(StatementSummary):
    """A statement with the sections that the caller may see."""

    envelope: Annotated[dict[str, Any], Field(description="The signed envelope (DSSE).")]
    sections: Annotated[dict[str, Any], Field(description="The open sections, by name.")]
    withheld: Annotated[
        list[str], Field(description="The names of the sections that are not shown.")
    ]


class DigestResponse(ResponseModel):
    """The digest under which a document is stored."""

    digest: Digest


class ImportResponse(DigestResponse):
    """A stored file of another exchange, with its format and its own id."""

    format: str
    id: str
