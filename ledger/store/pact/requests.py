"""Requests for footprints that this server sent to partners, and their answers."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, insert, select, update

from ledger.store.engine import Connection
from ledger.store.pact import tables  # noqa: F401 - puts the tables into the metadata
from ledger.store.tables import Table

_request, _answer, _event = (
    Table.metadata.tables[name] for name in ("pact_request", "pact_answer", "pact_event")
)
_PUT, _PUT_ANSWER = insert(_request), insert(_answer)
_IS = (_request.c.organisation == bindparam("of")) & (_request.c.id == bindparam("named"))
_OF = select(_request).where(_IS)
_END = (
    update(_request)
    .where(_IS)
    .values(answered=bindparam("at"), outcome=bindparam("result"), detail=bindparam("why"))
)
_KNOWN = select(_answer.c.digest).where(_answer.c.request == bindparam("named"))
_SENT = (
    select(_request, _event.c.attempts, _event.c.ended, _event.c.outcome.label("failure"))
    .join(_event, _event.c.id == _request.c.id)
    .order_by(_request.c.created.desc(), _request.c.id)
    .limit(bindparam("count"))
)


@dataclass(frozen=True, slots=True)
class PactRequest:
    """A request to a partner: its event's id, its criteria as JSON, and its answer.

    `answered` is the time of the answer, None before it; `outcome` is `fulfilled` or `rejected`, with the partner's
    reason in `detail`. Times are seconds of UTC since 1970.
    """

    id: str
    organisation: str
    criteria: bytes
    created: int
    answered: int | None = None
    outcome: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request with the state of its event, and the digests of the footprints in its answer."""

    request: PactRequest
    attempts: int
    ended: int | None
    failure: str
    footprints: tuple[str, ...]


def put_request(connection: Connection, request: PactRequest) -> None:
    """Store a request."""
    connection.execute(_PUT, asdict(request))


def request_of(connection: Connection, organisation: str, name: str) -> PactRequest | None:
    """The request to an organisation with this id, or None."""
    found = connection.execute(_OF, {"of": organisation, "named": name}).one_or_none()
    return None if found is None else PactRequest(*found)


def end_request(connection: Connection, answered: PactRequest) -> None:
    """Store the answer of a request."""
    of = {"of": answered.organisation, "named": answered.id}
    result = {"at": answered.answered, "result": answered.outcome, "why": answered.detail}
    connection.execute(_END, of | result)


def put_answers(connection: Connection, request: str, digests: Iterable[str]) -> None:
    """Store the footprints of an answer; a stored one stays."""
    known = set(connection.execute(_KNOWN, {"named": request}).scalars())
    rows = [{"request": request, "digest": name} for name in sorted(set(digests) - known)]
    if rows:
        connection.execute(_PUT_ANSWER, rows)


def sent_requests(connection: Connection, count: int) -> tuple[SentRequest, ...]:
    """The newest requests, at most `count`."""
    found = connection.execute(_SENT, {"count": count}).all()
    return tuple(
        SentRequest(
            PactRequest(*row[:7]),
            row.attempts,
            row.ended,
            row.failure,
            tuple(sorted(connection.execute(_KNOWN, {"named": row.id}).scalars())),
        )
        for row in found
    )
