"""Organisations, credentials, engagements and the journal, as the operator and their owners read them.

Neither a secret nor its stored hash is among them, but for the one that is shown once.
"""

from typing import Annotated

from pydantic import Field

from schemas.base import ABSENT, Model
from schemas.values import StatementId
from schemas.vocabulary import CredentialKind, Role

Time = Annotated[int, Field(description="Seconds of UTC since 1970.", examples=[1760000000])]
Next = Annotated[
    str | None,
    Field(description="The cursor of the next page; absent on the last.", examples=["cDEwMA"]),
]


class OrganisationResponse(Model):
    """A firm with accounts."""

    id: Annotated[str, Field(examples=["mine"])]
    name: Annotated[str, Field(examples=["Example Mining Oy"])]
    participant: Annotated[StatementId | None, ABSENT] = None
    created: Time


class OrganisationsResponse(Model):
    """All organisations, ordered by id."""

    items: tuple[OrganisationResponse, ...]


class CredentialResponse(Model):
    """A credential of a person, machine or script, without its secret."""

    id: Annotated[str, Field(examples=["erp.mine"])]
    kind: CredentialKind
    organisation: Annotated[str, Field(examples=["mine"])]
    roles: tuple[Role, ...]
    created: Time
    expires: Annotated[Time | None, ABSENT] = None
    ended: Annotated[Time | None, ABSENT] = None


class NewCredentialResponse(CredentialResponse):
    """A new credential; a machine's or script's has its `secret`, shown only in this response."""

    secret: Annotated[str | None, ABSENT] = None


class CredentialsResponse(Model):
    """The credentials of an organisation, ordered by id."""

    items: tuple[CredentialResponse, ...]


class EngagementResponse(Model):
    """An auditor's access to a statement and everything that it rests on."""

    id: Annotated[str, Field(examples=["5c1f3f8f6f0b4c0f8a4b7f5de1c90e11"])]
    auditor: Annotated[str, Field(examples=["audit-house"])]
    subject: StatementId
    granted_by: Annotated[str, Field(examples=["operator.desk"])]
    created: Time
    ended: Annotated[Time | None, ABSENT] = None


class EngagementsResponse(Model):
    """Engagements, oldest first."""

    items: tuple[EngagementResponse, ...]


class JournalLine(Model):
    """An action on data; `name` is the organisation's; `owner` is the participant that the data belong to, if any."""

    at: Time
    organisation: Annotated[str, Field(examples=["plant"])]
    name: Annotated[str, Field(examples=["Example Packs AB"])]
    action: Annotated[str, Field(examples=["read"])]
    subject: str
    owner: Annotated[StatementId | None, ABSENT] = None
    detail: Annotated[str, Field(examples=["inventory,product"])]


class JournalResponse(Model):
    """A page of the journal, newest first."""

    items: tuple[JournalLine, ...]
    next: Annotated[Next, ABSENT] = None
