"""Organisations: the firms with accounts at this ledger."""

from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, func, insert, select, update

from ledger.store.access import tables  # noqa: F401 - puts the tables into the metadata
from ledger.store.engine import Connection
from ledger.store.tables import Table

_organisation = Table.metadata.tables["organisation"]
_PUT = insert(_organisation)
_OF = select(_organisation).where(_organisation.c.id == bindparam("of"))
_ALL = select(_organisation).order_by(_organisation.c.id)
_PAGE = _ALL.where(_organisation.c.id > bindparam("after")).limit(bindparam("count"))
_OF_PARTICIPANT = select(_organisation).where(_organisation.c.participant == bindparam("of"))
_BIND = (
    update(_organisation)
    .where(_organisation.c.id == bindparam("of"))
    .values(participant=bindparam("is_now"))
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A firm; `participant` is the id of its registration, or None before it has one."""

    id: str
    name: str
    participant: str | None
    created: int


def put_organisation(connection: Connection, organisation: Organisation) -> None:
    """Store a new organisation."""
    connection.execute(_PUT, asdict(organisation))


def organisation_of(connection: Connection, name: str) -> Organisation | None:
    """The organisation of that id, or None."""
    found = connection.execute(_OF, {"of": name}).one_or_none()
    return None if found is None else Organisation(*found)


def organisation_of_participant(connection: Connection, participant: str) -> Organisation | None:
    """The organisation of a participant, or None if it has no account."""
    found = connection.execute(_OF_PARTICIPANT, {"of": participant}).one_or_none()
    return None if found is None else Organisation(*found)


def organisations(connection: Connection) -> tuple[Organisation, ...]:
    """All organisations in the order of their ids."""
    return tuple(Organisation(*row) for row in connection.execute(_ALL))


def organisations_after(
    connection: Connection, after: str, words: str, count: int
) -> tuple[Organisation, ...]:
    """At most `count` organisations with ids above one, whose id or name contains some words."""
    asked, lowered, own = {"after": after, "count": count}, words.lower(), _organisation.c
    found = _PAGE.where(
        own.name.contains(words, autoescape=True)
        | func.lower(own.name).contains(lowered, autoescape=True)
        | own.id.contains(lowered, autoescape=True)
    )
    return tuple(Organisation(*row) for row in connection.execute(found if words else _PAGE, asked))


def bind_participant(connection: Connection, name: str, participant: str) -> None:
    """Record the participant of an organisation."""
    connection.execute(_BIND, {"of": name, "is_now": participant})
