"""Read received PACT events leniently, and keep their footprints byte for byte.

A `null` counts as absent, and unknown members are ignored. The id may be any text and the source any reference: the
caller, which knows the sender, decides whom to answer, not the event.
"""

from dataclasses import dataclass
from typing import Annotated

import msgspec

from ledger.footprint.external.document import Fields, parse_document
from schemas.errors import CradleError
from schemas.exchanged.pact.events import EventType

CRITERIA = (
    "productId",
    "companyId",
    "geography",
    "classification",
    "validOn",
    "validAfter",
    "validBefore",
    "status",
)
"""The criteria of a request. Each may be a text or a list: patch versions of the standard differ on `status`."""

_UUID = "0123456789abcdef"


@dataclass(frozen=True, slots=True)
class FootprintRequest:
    """A request for footprints: the parameters of a list, as names and values."""

    query: tuple[tuple[str, str], ...]
    comment: str


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """The answer to a request: footprints, each in the bytes in which it was received."""

    request: str
    footprints: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Rejection:
    """The refusal of a request."""

    request: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Publication:
    """The ids of footprints that are new or have changed their status."""

    footprints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReceivedEvent:
    """An event: its id, the source that it states, and its content."""

    id: str
    source: str
    data: FootprintRequest | Fulfilment | Rejection | Publication


def read_event(body: bytes) -> ReceivedEvent:
    """Read an event from the body of an HTTP request.

    Raises:
        CradleError: `json.*`; `pact.event` for an envelope of another version or type; `external.field` for a member
            that is missing or of another form; `pact.uuid` for a published id that is not a UUID.
    """
    top = parse_document(body)
    if top.text("specversion") != "1.0":
        detail = f"Version {top.text('specversion')!r:.40} of CloudEvents is not known; send 1.0."
        raise CradleError("pact.event", detail, "specversion")
    top.timestamp("time")
    kind, data = top.text("type"), top.node("data")
    if kind == EventType.REQUEST_CREATED:
        content: FootprintRequest | Fulfilment | Rejection | Publication = _read_request(data)
    elif kind == EventType.REQUEST_FULFILLED:
        content = _read_fulfilment(data, body)
    elif kind == EventType.REQUEST_REJECTED:
        error = data.node("error")
        content = Rejection(data.text("requestEventId"), error.text("code"), error.text("message"))
    elif kind == EventType.PUBLISHED:
        content = Publication(tuple(map(_read_uuid, data.texts("pfIds"))))
    else:
        detail = f"The event type {kind!r:.80} is not known; send a type of PACT 3.0."
        raise CradleError("pact.event", detail, "type")
    return ReceivedEvent(top.text("id"), top.text("source"), content)


def _read_request(data: Fields) -> FootprintRequest:
    query = [(name, value) for name in CRITERIA if data.has(name) for value in data.words(name)]
    return FootprintRequest(tuple(query), data.text("comment") if data.has("comment") else "")


class _Footprints(msgspec.Struct):
    pfs: Annotated[list[msgspec.Raw], msgspec.Meta(min_length=1)]


class _Answer(msgspec.Struct):
    """The footprints of an answer as their bytes: their digests are those of the sender's own files."""

    data: _Footprints


def _read_fulfilment(data: Fields, body: bytes) -> Fulfilment:
    try:
        footprints = msgspec.json.decode(body, type=_Answer).data.pfs
    except msgspec.ValidationError:
        detail = "The member pfs is not a list of at least one footprint; reject the request if there is none."
        raise CradleError("external.field", detail, data.path("pfs")) from None
    except msgspec.DecodeError as error:
        raise CradleError(
            "json.syntax", f"The event is not valid JSON: {error}; send it again."
        ) from None
    return Fulfilment(data.text("requestEventId"), tuple(map(bytes, footprints)))


def _read_uuid(text: str) -> str:
    """Read a UUID: lower case, without the prefix `urn:uuid:`."""
    plain = text.lower().removeprefix("urn:uuid:")
    parts = [len(part) for part in plain.split("-")]
    if parts != [8, 4, 4, 4, 12] or set(plain) - set(_UUID) - {"-"}:
        raise CradleError(
            "pact.uuid", f"{text!r:.60} is not a UUID; send the footprint's id.", "data.pfIds"
        )
    return plain
