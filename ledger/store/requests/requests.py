"""Stored requests, and queries for them by their parties and by the request that they pass on."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from sqlalchemy import (
    ColumnElement,
    bindparam,
    false,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from ledger.store.access import tables as access  # noqa: F401 - puts the tables into the metadata
from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.requests import tables  # noqa: F401 - as above
from ledger.store.tables import Table

_request = Table.metadata.tables["request"]
_organisation = Table.metadata.tables["organisation"]

_ADDRESSEE = func.coalesce(_request.c.addressee, _organisation.c.participant)
_PLACES = _request.outerjoin(_organisation, _organisation.c.id == _request.c.organisation)
_SELECT = select(
    *(c if c.name != "addressee" else _ADDRESSEE.label("addressee") for c in _request.c)
).select_from(_PLACES)
_OF = _SELECT.where(_request.c.id == bindparam("name"))
_UNDER = _SELECT.where(
    _request.c.asker == bindparam("of_asker"), _request.c.reference == bindparam("under")
)
_BELOW = _SELECT.where(in_values(_request.c.parent, "ids"), _request.c.withdrawn.is_(None))
_PASSED_ON = (
    select(_request.c.parent)
    .where(in_values(_request.c.parent, "ids"), _request.c.withdrawn.is_(None))
    .distinct()
)
_PUT = insert(_request)
_DECLINE = (
    update(_request)
    .where(_request.c.id == bindparam("name"), _request.c.declined.is_(None))
    .values(declined=bindparam("at"), reason=bindparam("why"))
)
_WITHDRAW = (
    update(_request)
    .where(_request.c.id == bindparam("name"), _request.c.withdrawn.is_(None))
    .values(withdrawn=bindparam("at"))
)
_HAND_TO = (
    update(_request)
    .where(_request.c.id == bindparam("name"))
    .values(organisation=bindparam("to_organisation"))
)


@dataclass(frozen=True, slots=True)
class Request:
    """A stored request.

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

    number: int
    id: str
    asker: str
    reference: str
    asked: bytes
    parent: str | None
    depth: int
    addressee: str | None
    organisation: str | None
    product: str
    start: str
    end: str
    due: str
    created: int
    declined: int | None = None
    reason: str | None = None
    withdrawn: int | None = None


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


def put_request(connection: Connection, request: Request) -> None:
    """Store a new request; the database numbers it."""
    columns = asdict(request)
    del columns["number"]
    connection.execute(_PUT, columns)


def request_of(connection: Connection, name: str) -> Request | None:
    """The request of that id, or None."""
    found = connection.execute(_OF, {"name": name}).one_or_none()
    return None if found is None else Request(*found)


def request_by_reference(connection: Connection, asker: str, reference: str) -> Request | None:
    """The request of an asker with that reference, or None."""
    found = connection.execute(_UNDER, {"of_asker": asker, "under": reference}).one_or_none()
    return None if found is None else Request(*found)


def requests_below(connection: Connection, parents: Iterable[str]) -> tuple[Request, ...]:
    """The requests that pass on these requests and are not withdrawn."""
    return tuple(Request(*row) for row in connection.execute(_BELOW, {"ids": parents}))


def passed_on(connection: Connection, requests: Iterable[str]) -> frozenset[str]:
    """The ids of those among these requests that a request, which is not withdrawn, passes on."""
    return frozenset(connection.execute(_PASSED_ON, {"ids": requests}).scalars())


def list_requests(
    connection: Connection, wanted: RequestFilter, before: int, count: int
) -> tuple[Request, ...]:
    """At most `count` requests with numbers below `before`, newest first."""
    found = _SELECT.where(_request.c.number < before)
    found = found.where(true() if wanted.everything else or_(false(), *_sides(wanted)))
    if wanted.due is not None:
        found = found.where(_request.c.due <= wanted.due)
    if wanted.parent is not None:
        found = found.where(_request.c.parent == wanted.parent)
    rows = connection.execute(found.order_by(_request.c.number.desc()).limit(count))
    return tuple(Request(*row) for row in rows)


def _sides(wanted: RequestFilter) -> Iterator[ColumnElement[bool]]:
    """The conditions of which one must hold; without a participant, only an invitation can have brought a request."""
    if wanted.received:
        yield _request.c.organisation == wanted.organisation
    if wanted.participant is not None:
        if wanted.received:
            yield _request.c.addressee == wanted.participant
            yield _organisation.c.participant == wanted.participant
        if wanted.asked:
            yield _request.c.asker == wanted.participant


def put_declined(connection: Connection, name: str, reason: str, at: int) -> None:
    """Mark a request as declined; a declined one stays unchanged."""
    connection.execute(_DECLINE, {"name": name, "why": reason, "at": at})


def put_withdrawn(connection: Connection, name: str, at: int) -> None:
    """Mark a request as withdrawn; a withdrawn one stays unchanged."""
    connection.execute(_WITHDRAW, {"name": name, "at": at})


def assign_organisation(connection: Connection, name: str, organisation: str) -> None:
    """Record the organisation that accepted the invitation to a request."""
    connection.execute(_HAND_TO, {"name": name, "to_organisation": organisation})
