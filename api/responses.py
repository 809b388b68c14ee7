"""The response models of the API.

Statements, receipts and figures are models of `schemas` and are not repeated here. A member without a value is
left out of the JSON.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ledger.service.access.principal import CredentialKind
from schemas.base import ABSENT
from schemas.signed.statement import Kind
from schemas.values import Digest, Index, StatementId
from schemas.vocabulary import Role

Time = Annotated[int, Field(description="Seconds of UTC since 1970.", examples=[1760000000])]
Next = Annotated[
    str | None,
    Field(description="The cursor of the next page; absent on the last.", examples=["cDEwMA"]),
]

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


class OrganisationResponse(ResponseModel):
    """A firm with accounts."""

    id: Annotated[str, Field(examples=["mine"])]
    name: Annotated[str, Field(examples=["Example Mining Oy"])]
    participant: Annotated[StatementId | None, ABSENT] = None
    created: Time


class OrganisationsResponse(ResponseModel):
    """All organisations, ordered by id."""

    items: list[OrganisationResponse]


def _words(value: object) -> object:
    return value.split() if isinstance(value, str) else value


class CredentialResponse(ResponseModel):
    """A credential of a person, machine or script, without its secret."""

    id: Annotated[str, Field(examples=["erp.mine"])]
    kind: CredentialKind
    organisation: Annotated[str, Field(examples=["mine"])]
    roles: Annotated[list[Role], BeforeValidator(_words)]
    created: Time
    expires: Annotated[Time | None, ABSENT] = None
    ended: Annotated[Time | None, ABSENT] = None


class NewCredentialResponse(CredentialResponse):
    """A new credential; a machine's or script's has its `secret`, shown only in this response."""

    secret: Annotated[str | None, ABSENT] = None


class CredentialsResponse(ResponseModel):
    """The credentials of an organisation, ordered by id."""

    items: list[CredentialResponse]


class EngagementResponse(ResponseModel):
    """An auditor's access to a statement and everything that it rests on."""

    id: Annotated[str, Field(examples=["5c1f3f8f6f0b4c0f8a4b7f5de1c90e11"])]
    auditor: Annotated[str, Field(examples=["audit-house"])]
    subject: StatementId
    granted_by: Annotated[str, Field(examples=["operator.desk"])]
    created: Time
    ended: Annotated[Time | None, ABSENT] = None


class EngagementsResponse(ResponseModel):
    """Engagements, oldest first."""

    items: list[EngagementResponse]


class JournalLine(ResponseModel):
    """An action on data; `name` is the organisation's; `owner` is the participant that the data belong to, if any."""

    at: Time
    organisation: Annotated[str, Field(examples=["plant"])]
    name: Annotated[str, Field(examples=["Example Packs AB"])]
    action: Annotated[str, Field(examples=["read"])]
    subject: str
    owner: Annotated[StatementId | None, ABSENT] = None
    detail: Annotated[str, Field(examples=["inventory,product"])]


class JournalResponse(ResponseModel):
    """A page of the journal, newest first."""

    items: list[JournalLine]
    next: Annotated[Next, ABSENT] = None


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
