"""Build the events for partners: notices of published footprints and answers to requests.

The id of an event is a digest of its request or content, so the same event is queued once.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

import orjson

from ledger.exchange.units_and_validity import format_time
from ledger.store.pact.events import OutgoingEvent
from schemas.pact.events import ErrorCode, EventType, PactError, Publication, Rejection


def published_event(
    organisation: str, footprints: Iterable[str], now: int, base: str
) -> OutgoingEvent:
    """Build the notice that footprints were published or deprecated."""
    listed = tuple(sorted(footprints))
    name = _name("published", organisation, str(now), *listed)
    data = Publication(pfIds=listed).to_json()
    return _outgoing(organisation, name, now, _envelope(EventType.PUBLISHED, name, now, base, data))


def fulfilled_event(
    organisation: str, request: str, documents: Sequence[bytes], now: int, base: str
) -> OutgoingEvent:
    """Build the answer to a request with footprints, each in the bytes of a GET response."""
    name = _name("fulfilled", organisation, request)
    data: dict[str, object] = {
        "requestEventId": request,
        "pfs": [orjson.Fragment(row) for row in documents],
    }
    body = _envelope(EventType.REQUEST_FULFILLED, name, now, base, data)
    return _outgoing(organisation, name, now, body)


def rejected_event(organisation: str, request: str, now: int, base: str) -> OutgoingEvent:
    """Build the answer to a request without a matching footprint."""
    name = _name("rejected", organisation, request)
    detail = "No footprint that you may see matches the request."
    error = PactError(code=ErrorCode.NOT_FOUND, message=detail)
    data = Rejection(requestEventId=request, error=error).to_json()
    body = _envelope(EventType.REQUEST_REJECTED, name, now, base, data)
    return _outgoing(organisation, name, now, body)


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
