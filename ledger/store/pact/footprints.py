"""The index of PACT footprints: searched by id, or by PACT's criteria in the order of the log, page by page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.log import LOGS, Log
from ledger.store.pact import tables  # noqa: F401 - puts the tables into the metadata
from ledger.store.tables import Table

_footprint, _term, _reader, _reach = (
    Table.metadata.tables[name]
    for name in ("pact_footprint", "pact_term", "pact_reader", "pact_reach")
)
_delivery = Table.metadata.tables["delivery"]
_PUT, _PUT_TERM, _PUT_READER, _PUT_REACH = (
    insert(table) for table in (_footprint, _term, _reader, _reach)
)
_OF = select(_footprint).where(_footprint.c.id == bindparam("of"))
_PAGE = (
    select(_footprint)
    .where(in_values(_footprint.c.number, "numbers"))
    .order_by(_footprint.c.number)
)
_SIZES = (
    select(_footprint.c.number, func.length(_footprint.c.document))
    .where(in_values(_footprint.c.number, "numbers"))
    .order_by(_footprint.c.number)
)
_REACH = select(_reach.c.log, _reach.c.size)
_ADVANCE = update(_reach).where(_reach.c.log == bindparam("of")).values(size=bindparam("to"))
_BY_DELIVERY = select(_footprint.c.id, _footprint.c.recipient, _footprint.c.status).where(
    in_values(_footprint.c.delivery, "ids")
)
_BY_LINEAGE = (
    select(_footprint.c.delivery)
    .join(_delivery, _delivery.c.id == _footprint.c.delivery)
    .where(_delivery.c.entry_lineage == bindparam("of"))
)
_RENEW = (
    update(_footprint).where(_footprint.c.id == bindparam("of")).values(document=bindparam("to"))
)
_DEPRECATE = (
    update(_footprint).where(_footprint.c.id == bindparam("of")).values(status="deprecated")
)


EVERYBODY = "*"
"""The reader of all footprints, in place of a participant."""


@dataclass(frozen=True, slots=True)
class IndexedFootprint:
    """An indexed footprint; status, geography and times are in the form of `FootprintKey`."""

    id: str
    delivery: str
    recipient: str
    issuer: str
    number: int
    status: str
    geography: str
    valid_from: str
    valid_to: str
    document: bytes


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
    connection.execute(_PUT, asdict(kept))
    shown = [
        {"participant": name, "number": kept.number}
        for name in sorted({kept.recipient, kept.issuer, EVERYBODY})
    ]
    connection.execute(_PUT_READER, shown)
    rows = [{**row, "sort": sort, "value": value} for sort, value in names for row in shown]
    if rows:
        connection.execute(_PUT_TERM, rows)


def renew_document(connection: Connection, name: str, document: bytes) -> None:
    """Replace the document of a footprint."""
    connection.execute(_RENEW, {"of": name, "to": document})


def footprint_of_id(connection: Connection, name: str) -> IndexedFootprint | None:
    """The footprint of that id, or None."""
    found = connection.execute(_OF, {"of": name}).one_or_none()
    return None if found is None else IndexedFootprint(*found)


def search(connection: Connection, asked: Search) -> tuple[tuple[IndexedFootprint, ...], bool]:
    """The page of footprints that meet the criteria; True if others follow it."""
    # Documents are large, so the numbers of a page are found first, then their sizes.
    numbers = list(connection.execute(_numbers(asked)).scalars())
    sizes = connection.execute(_SIZES, {"numbers": numbers[: asked.count]})
    taken = _within(((row[0], row[1]) for row in sizes), asked.size)
    found = connection.execute(_PAGE, {"numbers": taken})
    return tuple(IndexedFootprint(*row) for row in found), len(taken) < len(numbers)


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


def _numbers(asked: Search) -> Select[Any]:
    """The query for the numbers of a page and the next: it walks one key and checks other criteria on each row."""
    reader = EVERYBODY if asked.reader is None else asked.reader
    sorts = [sort for sort, values in asked.names.items() if values]
    key = _term if sorts else _reader
    query = select(key.c.number).where(key.c.participant == reader, key.c.number > asked.after)
    if sorts:  # By the first of them: a footprint has few products, and a product few footprints.
        query = query.where(_is_named(_term, sorts[0], asked))
        query = query.distinct() if len(asked.names[sorts[0]]) > 1 else query
    terms, walked = _terms(asked), key.c.number
    if terms:
        query = query.join(_footprint, _footprint.c.number == walked).where(*terms)
        walked = _footprint.c.number  # Further names are looked up only where these hold.
    for sort in sorts[1:]:
        other = _term.alias()
        same = and_(other.c.participant == reader, other.c.number == walked)
        query = query.where(exists().where(same, _is_named(other, sort, asked)))
    return query.order_by(key.c.number).limit(asked.count + 1)


def _is_named(terms: FromClause, sort: str, asked: Search) -> ColumnElement[bool]:
    return and_(terms.c.sort == sort, terms.c.value.in_(asked.names[sort]))


def _terms(asked: Search) -> list[ColumnElement[bool]]:
    """The criteria that are columns of a footprint."""
    terms: list[ColumnElement[bool]] = []
    if asked.statuses:
        terms.append(_footprint.c.status.in_(asked.statuses))
    if asked.geographies:
        terms.append(_footprint.c.geography.in_(asked.geographies))
    if asked.valid_on:
        terms.append(
            or_(
                *(
                    and_(_footprint.c.valid_from <= at, _footprint.c.valid_to >= at)
                    for at in asked.valid_on
                )
            )
        )
    if asked.valid_after:
        terms.append(or_(*(_footprint.c.valid_from > at for at in asked.valid_after)))
    if asked.valid_before:
        terms.append(or_(*(_footprint.c.valid_to < at for at in asked.valid_before)))
    return terms


def reach_of(connection: Connection) -> dict[Log, int]:
    """The number of leaves of each log that the index covers."""
    found = {row.log: row.size for row in connection.execute(_REACH)}
    return {log: found.get(log, 0) for log in LOGS}


def put_reach(connection: Connection, sizes: Mapping[Log, int]) -> None:
    """Store the number of leaves that the index covers."""
    known = {row.log for row in connection.execute(_REACH)}
    for log, size in sizes.items():
        if log in known:
            connection.execute(_ADVANCE, {"of": log, "to": size})
        else:
            connection.execute(_PUT_REACH, {"log": log, "size": size})


def deprecate(connection: Connection, deliveries: Sequence[str]) -> dict[str, str]:
    """Deprecate the active footprints of deliveries; return the recipient of each by the footprint's id."""
    if not deliveries:
        return {}
    rows = connection.execute(_BY_DELIVERY, {"ids": deliveries}).all()
    turned = {row.id: row.recipient for row in rows if row.status == "active"}
    for name in turned:
        connection.execute(_DEPRECATE, {"of": name})
    return turned


def deliveries_of_lineage(connection: Connection, entry_lineage: str) -> tuple[str, ...]:
    """The indexed deliveries of all versions of an entry."""
    return tuple(connection.execute(_BY_LINEAGE, {"of": entry_lineage}).scalars())
