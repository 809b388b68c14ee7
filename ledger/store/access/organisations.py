"""Organisations: the firms with accounts at this ledger."""

from sqlalchemy import BigInteger, func, update
from sqlmodel import Field, col, select

from ledger.store.engine import Connection
from ledger.store.rows import Table, read_all, read_one


class Organisation(Table, table=True):
    """A firm with an account; `participant` is the id of its registration, or None before it has one."""

    __tablename__ = "organisation"
    id: str = Field(primary_key=True)
    name: str
    participant: str | None = Field(default=None, unique=True, foreign_key="statement.id")
    created: int = Field(sa_type=BigInteger)


_ALL = select(Organisation).order_by(Organisation.id)


def organisation_of(connection: Connection, name: str) -> Organisation | None:
    """The organisation of that id, or None."""
    return read_one(connection, select(Organisation).where(Organisation.id == name))


def organisation_of_participant(connection: Connection, participant: str) -> Organisation | None:
    """The organisation of a participant, or None if it has no account."""
    return read_one(connection, select(Organisation).where(Organisation.participant == participant))


def organisations(connection: Connection) -> tuple[Organisation, ...]:
    """All organisations in the order of their ids."""
    return read_all(connection, _ALL)


def organisations_after(
    connection: Connection, after: str, words: str, count: int
) -> tuple[Organisation, ...]:
    """At most `count` organisations with ids above one, whose id or name contains some words."""
    page = _ALL.where(Organisation.id > after).limit(count)
    if words:
        name, lowered = col(Organisation.name), words.lower()
        page = page.where(
            name.contains(words, autoescape=True)
            | func.lower(name).contains(lowered, autoescape=True)
            | col(Organisation.id).contains(lowered, autoescape=True)
        )
    return read_all(connection, page)


def bind_participant(connection: Connection, name: str, participant: str) -> None:
    """Record the participant of an organisation."""
    query = update(Organisation).where(col(Organisation.id) == name)
    connection.execute(query.values(participant=participant))
