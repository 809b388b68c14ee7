"""Requests for footprints that this server sent to partners, and their answers."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import BigInteger, LargeBinary, update
from sqlmodel import Field, col, select

from ledger.store.engine import Connection
from ledger.store.pact.events import OutgoingEvent
from ledger.store.rows import Table, put, read_one


class PactRequest(Table, table=True):
    """A request to a partner: its event's id, its criteria as JSON, and its answer.

    `answered` is the time of the answer, None before it; `outcome` is `fulfilled` or `rejected`, with the partner's
    reason in `detail`. Times are seconds of UTC since 1970.
    """

    __tablename__ = "pact_request"
    id: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisation.id")
    criteria: bytes = Field(sa_type=LargeBinary)
    created: int = Field(sa_type=BigInteger)
    answered: int | None = Field(default=None, sa_type=BigInteger)
    outcome: str = ""
    detail: str = ""


class PactAnswer(Table, table=True):
    """A footprint in the answer to a request, by the digest of its file."""

    __tablename__ = "pact_answer"
    request: str = Field(primary_key=True, foreign_key="pact_request.id")
    digest: str = Field(primary_key=True)


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request with the state of its event, and the digests of the footprints in its answer."""

    request: PactRequest
    ended: int | None
    failure: str
    footprints: tuple[str, ...]


def request_of(connection: Connection, organisation: str, name: str) -> PactRequest | None:
    """The request to an organisation with this id, or None."""
    query = select(PactRequest).where(PactRequest.organisation == organisation)
    return read_one(connection, query.where(PactRequest.id == name))


def end_request(connection: Connection, answered: PactRequest) -> None:
    """Store the answer of a request."""
    result = answered.model_dump(include={"answered", "outcome", "detail"})
    key = answered.model_dump(include={"organisation", "id"})
    connection.execute(update(PactRequest).filter_by(**key).values(result))


def put_answers(connection: Connection, request: str, digests: Iterable[str]) -> None:
    """Store the footprints of an answer; a stored one stays."""
    new = sorted(set(digests).difference(_answers(connection, request)))
    put(connection, *(PactAnswer(request=request, digest=name) for name in new))


def _answers(connection: Connection, request: str) -> tuple[str, ...]:
    query = select(PactAnswer.digest).where(PactAnswer.request == request)
    return tuple(connection.execute(query.order_by(PactAnswer.digest)).scalars())


def sent_requests(connection: Connection, count: int) -> tuple[SentRequest, ...]:
    """The newest requests, at most `count`."""
    query = (
        select(PactRequest)
        .add_columns(col(OutgoingEvent.ended), col(OutgoingEvent.outcome).label("failure"))
        .join(OutgoingEvent, col(OutgoingEvent.id) == PactRequest.id)
        .order_by(col(PactRequest.created).desc(), PactRequest.id)
        .limit(count)
    )
    columns = PactRequest.__table__.columns.keys()
    return tuple(
        SentRequest(
            PactRequest(**{name: row[name] for name in columns}),
            row["ended"],
            row["failure"],
            _answers(connection, row["id"]),
        )
        for row in connection.execute(query).mappings()
    )
