"""PACT partners as the operator sees them, and the footprints and events that they sent."""

from typing import Annotated, Any, Literal

from pydantic import Field

from schemas.base import ABSENT, Model
from schemas.values import Digest
from schemas.views.access import Time


class PartnerResponse(Model):
    """A registered PACT server, without the secret."""

    organisation: Annotated[str, Field(examples=["mine"])]
    base: Annotated[str, Field(examples=["https://pact.example"])]
    client_id: str
    token_url: Annotated[str | None, ABSENT] = None
    scope: Annotated[str | None, ABSENT] = None
    audience: Annotated[str | None, ABSENT] = None
    resource: Annotated[str | None, ABSENT] = None


class PartnersResponse(Model):
    """All registered PACT servers, ordered by organisation."""

    items: tuple[PartnerResponse, ...]


class PartnerRequestId(Model):
    """The request that was queued."""

    id: Annotated[str, Field(description="The id of its event, which the answer names.")]


class SentRequestResponse(Model):
    """A request for footprints to a partner."""

    id: str
    organisation: Annotated[str, Field(description="The id of the partner's organisation.")]
    criteria: dict[str, Any]
    created: Time
    state: Literal["queued", "sent", "undelivered", "fulfilled", "rejected"]
    detail: Annotated[str, Field(description="The partner's reason, or the last failure to send.")]
    footprints: Annotated[tuple[Digest, ...], Field(description="The files that came in answer.")]
    answered: Annotated[Time | None, ABSENT] = None


class SentRequestsResponse(Model):
    """Requests to partners, newest first."""

    items: tuple[SentRequestResponse, ...]


class RefusedEvent(Model):
    """An event that was refused for its content."""

    organisation: Annotated[str, Field(description="The id of the sender's organisation.")]
    digest: Digest
    at: Time
    code: Annotated[str, Field(examples=["external.field"])]
    detail: str
    place: Annotated[str, Field(examples=["data.pfs[0].pcf.fossilGhgEmissions"])]
    size: Annotated[int, Field(description="The bytes of the event; over 1 MiB are not kept.")]


class RefusedEventsResponse(Model):
    """Refused events, newest first; an event that was repeated is listed once."""

    items: tuple[RefusedEvent, ...]


class ImportRefusal(Model):
    """The reason why a received footprint cannot be read; it is not stored."""

    code: str
    detail: str
    place: str


class SentFootprint(Model):
    """A footprint that a partner sent, with the input `row` for an entry that uses it."""

    digest: Digest
    organisation: Annotated[str, Field(description="The id of the sender's organisation.")]
    event: Annotated[str, Field(description="The id of the event that brought it.")]
    at: Time
    format: Annotated[str | None, ABSENT] = None
    id: Annotated[str | None, ABSENT] = None
    company: Annotated[str | None, ABSENT] = None
    products: Annotated[tuple[str, ...] | None, ABSENT] = None
    mass: Annotated[str | None, ABSENT] = None
    methods: Annotated[tuple[str, ...] | None, ABSENT] = None
    primary_data_share: Annotated[str | None, ABSENT] = None
    ratings: Annotated[dict[str, str] | None, ABSENT] = None
    remarks: Annotated[tuple[str, ...] | None, ABSENT] = None
    row: Annotated[dict[str, Any] | None, ABSENT] = None
    refused: Annotated[ImportRefusal | None, ABSENT] = None


class SentFootprintsResponse(Model):
    """Received footprints, newest first."""

    items: tuple[SentFootprint, ...]


class DigestResponse(Model):
    """The digest under which a document is stored."""

    digest: Digest


class ImportResponse(DigestResponse):
    """A stored file of another exchange, with its format and its own id."""

    format: str
    id: str
