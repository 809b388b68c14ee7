"""The response models of the API.

Statements, receipts and figures are models of `schemas` and are not repeated here. A member without a value is
left out of the JSON.
"""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ledger.service.access.principal import CredentialKind
from schemas.signed.delivery import Cell
from schemas.signed.statement import Kind
from schemas.values import Digest, Index, RegistryState, StatementId
from schemas.views.difference import Difference, RedeclarationState
from schemas.vocabulary import Role

Time = Annotated[int, Field(description="Seconds of UTC since 1970.", examples=[1760000000])]
Next = Annotated[
    str | None,
    Field(description="The cursor of the next page; absent on the last.", examples=["cDEwMA"]),
]

By = Annotated[StatementId | None, Field(description="The id of the statement that did it.")]


def _is_absent(value: object) -> bool:
    return value is None


ABSENT: Final = Field(exclude_if=_is_absent)
"""The field setting that leaves a member out if it has no value."""


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


class Contribution(ResponseModel):
    """A part of a figure and its source; `value` has more digits than a declaration."""

    entry: StatementId
    site: str
    country: str
    basis: str
    source: str
    label: str
    value: str


class FootprintResponse(ResponseModel):
    """A line's figure in kg CO2e per unit; the upstream has 4 significant digits unless `exact`."""

    entry: StatementId
    line: str
    unit: str
    exact: bool
    own: list[Cell]
    upstream: Annotated[list[Cell] | None, ABSENT] = None
    cells: Annotated[list[Cell] | None, ABSENT] = None
    total: Annotated[str, Field(examples=["0.46"])]
    contributions: Annotated[list[Contribution] | None, ABSENT] = None


class CalculationDraftResponse(ResponseModel):
    """A calculation to sign: payload and sections in base64, and the payload as readable JSON.

    `remarks` state what the signer should know first, such as that the calculation may not be declared.
    """

    id: StatementId
    payloadType: Annotated[  # noqa: N815 - the name is DSSE's
        str, Field(examples=["application/vnd.cradle.calculation.v1+json"])
    ]
    payload: str
    sections: list[str]
    statement: dict[str, Any]
    remarks: Annotated[list[str] | None, ABSENT] = None


class Touch(ResponseModel):
    """A registry leaf that changed something a figure rests on.

    `issuer`, its name `firm` and `reason` are those of the statement `by`, if the caller is shown it. `row` is the row
    of the figure's issuer that leads to the change.
    """

    index: Index
    statement: StatementId
    what: str
    event: Literal["superseded", "withdrawn", "added"]
    by: StatementId
    issuer: Annotated[StatementId | None, ABSENT] = None
    firm: Annotated[str | None, ABSENT] = None
    reason: Annotated[str | None, ABSENT] = None
    row: Annotated[str | None, ABSENT] = None


class StaleStatement(ResponseModel):
    """A calculation or delivered figure that rests on statements changed since.

    `before` is the signed figure; `after` the one by the statements of today, for a caller who may calculate it, or
    `problem` the reason why there is none. `difference` is of the two, by stage and cause;
    `redeclaration` is the verdict of the rulebook's triggers on a declaration of it.
    """

    id: StatementId
    kind: str
    issuer: StatementId
    as_of: RegistryState
    touches: list[Touch]
    model: Annotated[str | None, ABSENT] = None
    site: Annotated[str | None, ABSENT] = None
    declarations: list[StatementId]
    before: str
    after: Annotated[str | None, ABSENT] = None
    problem: Annotated[str | None, ABSENT] = None
    difference: Annotated[Difference | None, ABSENT] = None
    redeclaration: Annotated[RedeclarationState | None, ABSENT] = None


class StaleResponse(ResponseModel):
    """The stale calculations and figures of the caller."""

    items: list[StaleStatement]


class DigestResponse(ResponseModel):
    """The digest under which a document is stored."""

    digest: Digest


class ImportResponse(DigestResponse):
    """A stored file of another exchange, with its format and its own id."""

    format: str
    id: str


class StatementLocationResponse(ResponseModel):
    """The kind of a statement and its path."""

    id: str
    kind: str
    path: str


class StatementLocationsResponse(ResponseModel):
    """Statements whose ids begin with the requested digits, in the order of their ids."""

    items: list[StatementLocationResponse]
