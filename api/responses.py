"""What the doors answer with, as OpenAPI tells it: small frozen values, an absent member left out.

Statements, receipts and figures are models of the language already (`schemas`) and are answered as these;
here is what stands around them, and what is no part of the ledger.
"""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ledger.service.access.principal import CredentialKind
from schemas.delivery import Cell
from schemas.statement import Kind
from schemas.values import Digest, Index, RegistryState, StatementId
from schemas.vocabulary import Role

Time = Annotated[int, Field(description="Seconds of UTC since 1970.", examples=[1760000000])]
Next = Annotated[
    str | None, Field(description="The cursor of the page that follows.", examples=["cDEwMA"])
]

By = Annotated[StatementId | None, Field(description="By which statement.")]


def _is_absent(value: object) -> bool:
    return value is None


ABSENT: Final = Field(exclude_if=_is_absent)
"""Of a member that is left out where it has no value."""


class ResponseModel(BaseModel):
    """A value that is answered; made from what has attributes of the same names."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class LoginResponse(ResponseModel):
    """Who a login is."""

    credential: Annotated[str, Field(examples=["erp.mine"])]
    kind: CredentialKind
    organisation: Annotated[str, Field(examples=["mine"])]
    participant: Annotated[StatementId | None, ABSENT] = None
    roles: list[Role]


class OrganisationResponse(ResponseModel):
    """A firm that has accounts."""

    id: Annotated[str, Field(examples=["mine"])]
    name: Annotated[str, Field(examples=["Example Mining Oy"])]
    participant: Annotated[StatementId | None, ABSENT] = None
    created: Time


class OrganisationsResponse(ResponseModel):
    """All of them, by their ids."""

    items: list[OrganisationResponse]


def _words(value: object) -> object:
    return value.split() if isinstance(value, str) else value


class CredentialResponse(ResponseModel):
    """What somebody logs in with; its secret is told once, when it is made."""

    id: Annotated[str, Field(examples=["erp.mine"])]
    kind: CredentialKind
    organisation: Annotated[str, Field(examples=["mine"])]
    roles: Annotated[list[Role], BeforeValidator(_words)]
    created: Time
    expires: Annotated[Time | None, ABSENT] = None
    ended: Annotated[Time | None, ABSENT] = None


class NewCredentialResponse(CredentialResponse):
    """A credential that was made now; `secret` is of a machine or script."""

    secret: Annotated[str | None, ABSENT] = None


class CredentialsResponse(ResponseModel):
    """Those of an organisation, by their ids."""

    items: list[CredentialResponse]


class EngagementResponse(ResponseModel):
    """The grant that opens all that a subject rests on to an auditor."""

    id: Annotated[str, Field(examples=["5c1f3f8f6f0b4c0f8a4b7f5de1c90e11"])]
    auditor: Annotated[str, Field(examples=["audit-house"])]
    subject: StatementId
    granted_by: Annotated[str, Field(examples=["operator.desk"])]
    created: Time
    ended: Annotated[Time | None, ABSENT] = None


class EngagementsResponse(ResponseModel):
    """The oldest first."""

    items: list[EngagementResponse]


class JournalLine(ResponseModel):
    """What somebody did, and with whose data: `owner` is absent where it was nobody's, which the operator sees."""

    at: Time
    organisation: Annotated[str, Field(examples=["plant"])]
    action: Annotated[str, Field(examples=["read"])]
    subject: str
    owner: Annotated[StatementId | None, ABSENT] = None
    detail: Annotated[str, Field(examples=["inventory,product"])]


class JournalResponse(ResponseModel):
    """Lines of the journal, the newest first."""

    items: list[JournalLine]
    next: Annotated[Next, ABSENT] = None


class StatementSummary(ResponseModel):
    """What a list tells of a statement."""

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
    """A statement, with what is open of it."""

    envelope: Annotated[dict[str, Any], Field(description="As it was signed (DSSE).")]
    sections: Annotated[dict[str, Any], Field(description="The open sections, by name.")]
    withheld: Annotated[list[str], Field(description="The names of the other sections.")]


class Contribution(ResponseModel):
    """A part of a figure and where it comes from; `value` explains and has more digits than are declared."""

    entry: StatementId
    site: str
    country: str
    basis: str
    source: str
    label: str
    value: str


class FootprintResponse(ResponseModel):
    """The figure of a line in kg CO2e per unit: all of it where `exact`, else the upstream to 4 digits."""

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
    """A calculation to be signed: payload and sections as base64, and the payload once more to be read.

    `remarks` are sentences on what its signer should know first, such as that nothing may be declared of it.
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
    """A leaf of the registry that touched a lineage."""

    index: Index
    statement: StatementId
    what: str


class StaleStatement(ResponseModel):
    """A calculation or told figure that rests on what was changed since."""

    id: StatementId
    kind: str
    issuer: StatementId
    as_of: RegistryState
    touches: list[Touch]


class StaleResponse(ResponseModel):
    """What has become stale."""

    items: list[StaleStatement]


class DigestResponse(ResponseModel):
    """Under which digest a rulebook or factor set is kept."""

    digest: Digest


class MethodSummary(DigestResponse):
    """A rulebook or factor set; of a factor set version and licence too."""

    sort: Literal["rulebook", "factor_set"]
    id: Annotated[str, Field(examples=["study-full-substitution-1"])]
    version: Annotated[str | None, ABSENT] = None
    licence: Annotated[str | None, ABSENT] = None


class MethodsResponse(ResponseModel):
    """The rulebooks and factor sets that are kept."""

    items: list[MethodSummary]


class ImportResponse(DigestResponse):
    """A file of another exchange that is kept: its format, and the id it gives itself."""

    format: str
    id: str


class StatementLocationResponse(ResponseModel):
    """Of which kind a statement is, and where it is read."""

    id: str
    kind: str
    path: str
