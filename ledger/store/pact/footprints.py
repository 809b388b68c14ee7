"""The index of PACT footprints: searched by id, or by PACT's criteria in the order of the log, page by page.

It repeats deliveries in the terms of PACT's criteria and can be rebuilt at any time. Every page is found in the order
of the log by walking one key of narrow rows, so its time does not grow with the number of footprints: the key of the
reader, or that of a name; other criteria are checked in an index without the documents.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Index,
    LargeBinary,
    Select,
    and_,
    exists,
    func,
    or_,
    update,
)
from sqlmodel import Field, col, select

from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.log import LOGS, Log
from ledger.store.rows import Table, put, put_rows, read_all, read_one
from ledger.store.tables import DeliveryRow

EVERYBODY = "*"
"""The reader of all footprints, in place of a participant."""


class IndexedFootprint(Table, table=True):
    """A delivery as a footprint: its readers, the columns of criteria, and its document while active.

    Status, geography and times are in the form of `FootprintKey`.
    """

    __tablename__ = "pact_footprint"
    __table_args__ = (Index(None, "number", "status", "geography", "valid_from", "valid_to"),)
    id: str = Field(primary_key=True)
    delivery: str = Field(unique=True, foreign_key="delivery.id")
    recipient: str
    issuer: str
    number: int = Field(unique=True, sa_type=BigInteger)
    status: str
    geography: str
    valid_from: str
    valid_to: str
    document: bytes = Field(sa_type=LargeBinary)


class PactReader(Table, table=True):
    """A participant that may see a footprint (`*`: the operator); lists are read by it in the order of the log."""

    __tablename__ = "pact_reader"
    participant: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="pact_footprint.number")


class PactTerm(Table, table=True):
    """A product, company or classification URN of a footprint, in lower case, once for each of its readers."""

    __tablename__ = "pact_term"
    participant: str = Field(primary_key=True)
    sort: str = Field(primary_key=True)
    value: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="pact_footprint.number")


class PactReach(Table, table=True):
    """The number of leaves of a log that the index covers."""

    __tablename__ = "pact_reach"
    log: str = Field(primary_key=True)
    size: int = Field(sa_type=BigInteger)


_footprint, _term, _reader = (of.__table__ for of in (IndexedFootprint, PactTerm, PactReader))
_ON_PAGE = in_values(_footprint.c.number, "numbers")


@dataclass(frozen=True, slots=True)
class Search:
    """A search: a footprint must meet all criteria, each by one of its alternatives.

    Attributes:
        names: values of `product`, `company` and `classification`.
        statuses, geographies: values in lower case.
        valid_on, valid_after, valid_before: times in the form of `FootprintKey`.
        reader: the participant that issued or received the delivery; None for all.
        after: the number after which the page begins.
        count: the largest number of footprints on the page.
        size: the largest sum of the bytes of their documents; a larger document is alone on its page.
    """

    names: Mapping[str, Sequence[str]]
    statuses: Sequence[str]
    geographies: Sequence[str]
    valid_on: Sequence[str]
    valid_after: Sequence[str]
    valid_before: Sequence[str]
    reader: str | None
    after: int
    count: int
    size: int


def put_footprint(
    connection: Connection, kept: IndexedFootprint, names: Iterable[tuple[str, str]]
) -> None:
    """Store a footprint and its names, as (sort, value)."""
    put(connection, kept)
    readers, number = sorted({kept.recipient, kept.issuer, EVERYBODY}), kept.number
    put_rows(connection, PactReader, [(name, number) for name in readers])
    terms = [(name, *term, number) for term in names for name in readers]
    put_rows(connection, PactTerm, terms)


def renew_document(connection: Connection, name: str, document: bytes) -> None:
    """Replace the document of a footprint."""
    query = update(IndexedFootprint).where(_footprint.c.id == name)
    connection.execute(query.values(document=document))


def footprint_of_id(connection: Connection, name: str) -> IndexedFootprint | None:
    """The footprint of that id, or None."""
    return read_one(connection, select(IndexedFootprint).where(IndexedFootprint.id == name))


def search(connection: Connection, criteria: Search) -> tuple[tuple[IndexedFootprint, ...], bool]:
    """The page of footprints that meet the criteria; True if others follow it."""
    # Documents are large, so the numbers of a page are found first, then their sizes.
    numbers = list(connection.execute(_numbers(criteria)).scalars())
    page = select(IndexedFootprint).where(_ON_PAGE).order_by(_footprint.c.number)
    sizes = page.with_only_columns(_footprint.c.number, func.length(_footprint.c.document))
    listed = connection.execute(sizes, {"numbers": numbers[: criteria.count]})
    taken = _within(((number, size) for number, size in listed), criteria.size)
    return read_all(connection, page, numbers=taken), len(taken) < len(numbers)


def _within(sizes: Iterable[tuple[int, int]], most: int) -> list[int]:
    """The first numbers whose documents have at most `most` bytes together, one at least."""
    taken: list[int] = []
    total = 0
    for number, size in sizes:
        total += size
        if taken and total > most:
            break
        taken.append(number)
    return taken


def _numbers(criteria: Search) -> Select[Any]:
    """The query for the numbers of a page and the next: it walks one key and checks other criteria on each row."""
    reader = EVERYBODY if criteria.reader is None else criteria.reader
    sorts = [sort for sort, values in criteria.names.items() if values]
    key = _term if sorts else _reader
    query = select(key.c.number).where(key.c.participant == reader, key.c.number > criteria.after)
    if sorts:  # By the first of them: a footprint has few products, and a product few footprints.
        query = query.where(_is_named(_term, sorts[0], criteria))
        query = query.distinct() if len(criteria.names[sorts[0]]) > 1 else query
    terms, walked = _terms(criteria), key.c.number
    if terms:
        query = query.join(_footprint, _footprint.c.number == walked).where(*terms)
        walked = _footprint.c.number  # Further names are looked up only where these hold.
    for sort in sorts[1:]:
        other = _term.alias()
        same = and_(other.c.participant == reader, other.c.number == walked)
        query = query.where(exists().where(same, _is_named(other, sort, criteria)))
    return query.order_by(key.c.number).limit(criteria.count + 1)


def _is_named(terms: FromClause, sort: str, criteria: Search) -> ColumnElement[bool]:
    return and_(terms.c.sort == sort, terms.c.value.in_(criteria.names[sort]))


def _terms(criteria: Search) -> list[ColumnElement[bool]]:
    """The criteria that are columns of a footprint."""
    terms: list[ColumnElement[bool]] = []
    if criteria.statuses:
        terms.append(_footprint.c.status.in_(criteria.statuses))
    if criteria.geographies:
        terms.append(_footprint.c.geography.in_(criteria.geographies))
    if criteria.valid_on:
        terms.append(
            or_(
                *(
                    and_(_footprint.c.valid_from <= at, _footprint.c.valid_to >= at)
                    for at in criteria.valid_on
                )
            )
        )
    if criteria.valid_after:
        terms.append(or_(*(_footprint.c.valid_from > at for at in criteria.valid_after)))
    if criteria.valid_before:
        terms.append(or_(*(_footprint.c.valid_to < at for at in criteria.valid_before)))
    return terms


def reach_of(connection: Connection) -> dict[Log, int]:
    """The number of leaves of each log that the index covers."""
    sizes = {row.log: row.size for row in read_all(connection, select(PactReach))}
    return {log: sizes.get(log, 0) for log in LOGS}


def put_reach(connection: Connection, sizes: Mapping[Log, int]) -> None:
    """Store the number of leaves that the index covers."""
    for log, size in sizes.items():
        query = update(PactReach).where(col(PactReach.log) == log).values(size=size)
        if connection.execute(query).rowcount == 0:
            put(connection, PactReach(log=log, size=size))


def deprecate(connection: Connection, deliveries: Sequence[str]) -> dict[str, str]:
    """Deprecate the active footprints of deliveries; return the recipient of each by the footprint's id."""
    if not deliveries:
        return {}
    of_deliveries = in_values(_footprint.c.delivery, "ids")
    active = and_(of_deliveries, _footprint.c.status == "active")
    query = select(_footprint.c.id, _footprint.c.recipient).where(active)
    turned: dict[str, str] = dict(connection.execute(query, {"ids": deliveries}).all())
    connection.execute(
        update(IndexedFootprint).where(active).values(status="deprecated"), {"ids": deliveries}
    )
    return turned


def deliveries_of_lineage(connection: Connection, entry_lineage: str) -> tuple[str, ...]:
    """The indexed deliveries of all versions of an entry."""
    query = (
        select(IndexedFootprint.delivery)
        .join(DeliveryRow, col(DeliveryRow.id) == IndexedFootprint.delivery)
        .where(DeliveryRow.entry_lineage == entry_lineage)
    )
    return tuple(connection.execute(query).scalars())
