"""Stored requests, and queries for them by their parties and by the request that they pass on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Index,
    LargeBinary,
    Select,
    UniqueConstraint,
    func,
    select,
    true,
    update,
)
from sqlmodel import Field, col

from ledger.store.access.organisations import Organisation
from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.rows import COUNTED, Table


class Request(Table, table=True):
    """A stored request. No column says that it is answered or passed on, which the log and other requests show.

    Attributes:
        number: its number among all requests, assigned when it is written; 0 before.
        id: a random id, so that it reveals nothing of the requests above it.
        asker: the participant that asks.
        reference: the asker's own reference.
        asked: the request as canonical JSON.
        parent: the id of the request that it passes on, or None.
        depth: the number of requests above it.
        addressee: the participant that is asked; None as long as a firm is not registered.
        organisation: the account that accepted an invitation, or None.
        product: the requested product, of the period from `start` to the day before `end`.
        due: the last day for an answer.
        created: seconds of UTC since 1970, as `declined` and `withdrawn`.
        reason: the reason why it was declined, or None.
    """

    __tablename__ = "request"
    __table_args__ = (
        UniqueConstraint("asker", "reference"),
        Index(None, "asker", "number"),
        Index(None, "addressee", "number"),
        Index(None, "organisation", "number"),
    )
    number: int = Field(default=0, primary_key=True, sa_column_kwargs=COUNTED)
    id: str = Field(unique=True)
    asker: str = Field(foreign_key="statement.id")
    reference: str
    asked: bytes = Field(sa_type=LargeBinary)
    parent: str | None = Field(index=True, foreign_key="request.id")
    depth: int
    addressee: str | None = Field(foreign_key="statement.id")
    organisation: str | None = Field(foreign_key="organisation.id")
    product: str
    start: str
    end: str
    due: str
    created: int = Field(sa_type=BigInteger)
    declined: int | None = Field(default=None, sa_type=BigInteger)
    reason: str | None = None
    withdrawn: int | None = Field(default=None, sa_type=BigInteger)


_ADDRESSEE = func.coalesce(Request.addressee, Organisation.participant).label("addressee")
_SELECT = select(
    *(c if c.name != "addressee" else _ADDRESSEE for c in Request.__table__.columns)
).outerjoin(Organisation, col(Organisation.id) == Request.organisation)
_PASSING_ON = in_values(col(Request.parent), "ids") & col(Request.withdrawn).is_(None)


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """A filter for lists of requests.

    Attributes:
        participant: the participant that asked or is asked; None for an unregistered organisation.
        organisation: the organisation that accepted an invitation.
        asked: True to list the requests that the participant asked.
        received: True to list the requests that participant or organisation received.
        everything: True to list all requests of all parties.
        due: list only requests due on that day or before, unless None.
        parent: list only requests that pass on that request, unless None.
    """

    participant: str | None
    organisation: str
    asked: bool = True
    received: bool = True
    everything: bool = False
    due: str | None = None
    parent: str | None = None


def request_of(connection: Connection, name: str) -> Request | None:
    """The request of that id, or None."""
    return next(iter(_read(connection, _SELECT.where(col(Request.id) == name))), None)


def request_by_reference(connection: Connection, asker: str, reference: str) -> Request | None:
    """The request of an asker with that reference, or None."""
    query = _SELECT.where(col(Request.asker) == asker, col(Request.reference) == reference)
    return next(iter(_read(connection, query)), None)


def requests_below(connection: Connection, parents: Iterable[str]) -> tuple[Request, ...]:
    """The requests that pass on these requests and are not withdrawn."""
    return _read(connection, _SELECT.where(_PASSING_ON), ids=parents)


def passed_on(connection: Connection, requests: Iterable[str]) -> frozenset[str]:
    """The ids of those among these requests that a request, which is not withdrawn, passes on."""
    query = select(Request.__table__.c.parent).where(_PASSING_ON).distinct()
    return frozenset(connection.execute(query, {"ids": requests}).scalars())


def list_requests(
    connection: Connection, wanted: RequestFilter, before: int, count: int
) -> tuple[Request, ...]:
    """At most `count` requests with numbers below `before`, newest first."""
    query = _SELECT.where(col(Request.number) < before)
    if wanted.due is not None:
        query = query.where(col(Request.due) <= wanted.due)
    if wanted.parent is not None:
        query = query.where(col(Request.parent) == wanted.parent)
    query = query.order_by(col(Request.number).desc()).limit(count)
    # Each side is read by itself, because an index has the order of one.
    sides = [true()] if wanted.everything else _sides(wanted)
    rows = {row.number: row for side in sides for row in _read(connection, query.where(side))}
    return tuple(rows[number] for number in sorted(rows, reverse=True)[:count])


def requests_since(connection: Connection, after: int, today: str, day: str) -> tuple[Request, ...]:
    """The requests that were made after a time, or fall due from `day` to `today`, and were not withdrawn."""
    due = (col(Request.due) >= day) & (col(Request.due) <= today)
    query = _SELECT.where((col(Request.created) > after) | due, col(Request.withdrawn).is_(None))
    return _read(connection, query.order_by(col(Request.number)))


def _read(connection: Connection, query: Select[Any], **parameters: object) -> tuple[Request, ...]:
    """The rows of a query, each with its addressee, who may have registered since it was asked."""
    rows = connection.execute(query, parameters).mappings()
    return tuple(Request(**row) for row in rows)


def _sides(wanted: RequestFilter) -> Iterator[ColumnElement[bool]]:
    """The conditions of which one must hold; without a participant, only an invitation can have brought a request."""
    if wanted.received:
        yield col(Request.organisation) == wanted.organisation
    if wanted.participant is not None:
        if wanted.received:
            yield col(Request.addressee) == wanted.participant
            own = select(Organisation.__table__.c.id)
            own = own.where(col(Organisation.participant) == wanted.participant)
            yield col(Request.organisation) == own.scalar_subquery()
        if wanted.asked:
            yield col(Request.asker) == wanted.participant


def put_declined(connection: Connection, name: str, reason: str, at: int) -> None:
    """Mark a request as declined; a declined one stays unchanged."""
    query = update(Request).where(col(Request.id) == name, col(Request.declined).is_(None))
    connection.execute(query.values(declined=at, reason=reason))


def put_withdrawn(connection: Connection, name: str, at: int) -> None:
    """Mark a request as withdrawn; a withdrawn one stays unchanged."""
    query = update(Request).where(col(Request.id) == name, col(Request.withdrawn).is_(None))
    connection.execute(query.values(withdrawn=at))


def assign_organisation(connection: Connection, name: str, organisation: str) -> None:
    """Record the organisation that accepted the invitation to a request."""
    query = update(Request).where(col(Request.id) == name)
    connection.execute(query.values(organisation=organisation))
