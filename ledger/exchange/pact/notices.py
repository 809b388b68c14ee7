"""Build the events for partners: notices of published footprints and answers to requests.

The id of an event is a digest of its request or content, so the same event is queued once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

import orjson

from ledger.exchange.units_and_validity import format_time
from ledger.store.pact.events import OutgoingEvent
from schemas.exchanged.pact.events import ErrorCode, EventType, PactError, Publication, Rejection

IDS = 10_000
"""The most ids in a notice: it stays below 1 MiB."""


def published_events(
    organisation: str, footprints: Iterable[str], now: int, base: str
) -> Iterator[OutgoingEvent]:
    """Build the notices that footprints were published or deprecated."""
    names = sorted(footprints)
    for start in range(0, len(names), IDS):
        listed = tuple(names[start : start + IDS])
        name = _name("published", organisation, str(now), *listed)
        data = Publication(pfIds=listed).to_json()
        body = _envelope(EventType.PUBLISHED, name, now, base, data)
        yield _outgoing(organisation, name, now, body)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in seconds of UTC since 1970, and the address of this server."""

    now: int
    base: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The addressee and the request of an answer, its time, and this server's address."""

    organisation: str
    request: str
    now: int
    base: str


def fulfilled_events(answer: Answer, pages: Iterable[Sequence[bytes]]) -> Iterator[OutgoingEvent]:
    """Build the events that answer a request with footprints, one for each page of documents.

    The standard has one event. It is split only where the documents do not fit on a page, since servers refuse larger
    bodies.
    """
    for part, documents in enumerate(pages):
        name = _name("fulfilled", answer.organisation, answer.request, str(part))
        pfs = [orjson.Fragment(row) for row in documents]
        data: dict[str, object] = {"requestEventId": answer.request, "pfs": pfs}
        yield _answer(answer, EventType.REQUEST_FULFILLED, name, data)


def rejected_event(answer: Answer, code: ErrorCode, message: str) -> OutgoingEvent:
    """Build the event that answers a request without footprints."""
    name = _name("rejected", answer.organisation, answer.request)
    error = PactError(code=code, message=message)
    data = Rejection(requestEventId=answer.request, error=error).to_json()
    return _answer(answer, EventType.REQUEST_REJECTED, name, data)


def _answer(answer: Answer, kind: EventType, name: str, data: dict[str, object]) -> OutgoingEvent:
    body = _envelope(kind, name, answer.now, answer.base, data)
    return _outgoing(answer.organisation, name, answer.now, body)


def _envelope(kind: EventType, name: str, now: int, base: str, data: dict[str, object]) -> bytes:
    return orjson.dumps(
        {
            "specversion": "1.0",
            "type": kind.value,
            "id": name,
            "source": base,
            "time": format_time(datetime.fromtimestamp(now, UTC)),
            "data": data,
        }
    )


def _outgoing(organisation: str, name: str, now: int, body: bytes) -> OutgoingEvent:
    return OutgoingEvent(id=name, organisation=organisation, body=body, created=now, due=now)


def _name(*parts: str) -> str:
    return str(uuid5(NAMESPACE_URL, "\n".join(("cradle pact event", *parts))))
