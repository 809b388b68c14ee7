"""PACT 3.0.3 messages around footprints, as Cradle writes them: requests (CloudEvents), refusals and publications.

A request has the criteria of the list of footprints, and is answered once, with footprints or with an error.

Source: PACT Technical Specifications 3.0.3, events and errors; CloudEvents 1.0.2. `ledger.exchange.pact.events` reads
received events and accepts more forms.
"""

from enum import StrEnum
from typing import Literal

from schemas.base import Model
from schemas.exchanged.pact.values import Set, Time, Urn, Uuid, Word


class EventType(StrEnum):
    """The types of events."""

    REQUEST_CREATED = "org.wbcsd.pact.ProductFootprint.RequestCreatedEvent.3"
    REQUEST_FULFILLED = "org.wbcsd.pact.ProductFootprint.RequestFulfilledEvent.3"
    REQUEST_REJECTED = "org.wbcsd.pact.ProductFootprint.RequestRejectedEvent.3"
    PUBLISHED = "org.wbcsd.pact.ProductFootprint.PublishedEvent.3"


class ErrorCode(StrEnum):
    """The codes of an error body."""

    BAD_REQUEST = "BadRequest"
    ACCESS_DENIED = "AccessDenied"
    TOKEN_EXPIRED = "TokenExpired"  # noqa: S105 - a word of the standard
    NOT_FOUND = "NotFound"
    INTERNAL_ERROR = "InternalError"
    NOT_IMPLEMENTED = "NotImplemented"


class PactError(Model):
    """The body of every refusal, and of a rejected request."""

    code: ErrorCode
    message: Word


class RequestCriteria(Model):
    """The criteria of a request, the same as in the list of footprints."""

    productId: Set[Urn] | None = None
    companyId: Set[Urn] | None = None
    geography: Set[Word] | None = None
    classification: Set[Urn] | None = None
    validOn: Time | None = None
    validAfter: Time | None = None
    validBefore: Time | None = None
    status: Literal["Active", "Deprecated"] | None = None
    comment: Word | None = None


class Rejection(Model):
    """The answer to a request that is not fulfilled, with the reason."""

    requestEventId: Word
    error: PactError


class Publication(Model):
    """The ids of footprints that are new, or have changed their status."""

    pfIds: Set[Uuid]


class RequestCreated(Model):
    """The event of a request for footprints; `source` is the sender's own base address."""

    specversion: Literal["1.0"] = "1.0"
    id: Word
    source: Word
    time: Time
    type: Literal[EventType.REQUEST_CREATED] = EventType.REQUEST_CREATED
    data: RequestCriteria
