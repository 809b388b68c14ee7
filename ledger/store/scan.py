"""Queries for whole tables, in order, for checks of a whole ledger.

Other queries find the rows that a rule needs; these return all rows, also those that no other query
would find. Leaves and nodes come with their index, so that a gap shows.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from sqlalchemy import bindparam, select

from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.log import Log
from ledger.store.rows import Table
from ledger.store.tables import CheckpointRow, DocumentRow, LeafRow, NodeRow

_leaf, _node, _checkpoint, _document = (
    LeafRow.__table__,
    NodeRow.__table__,
    CheckpointRow.__table__,
    DocumentRow.__table__,
)
_LEAVES = (
    select(_leaf.c.index, _leaf.c.data)
    .where(_leaf.c.log == bindparam("of_log"))
    .where(_leaf.c.index >= bindparam("start"), _leaf.c.index < bindparam("end"))
    .order_by(_leaf.c.index)
)
_NODES = (
    select(_node.c.index, _node.c.hash)
    .where(_node.c.log == bindparam("of_log"), _node.c.level == bindparam("at_level"))
    .where(_node.c.index >= bindparam("start"), _node.c.index < bindparam("end"))
)
_DOCUMENTS = select(_document.c.digest, _document.c.data).where(
    in_values(_document.c.digest, "digests")
)
_DIGESTS = select(_document.c.digest).order_by(_document.c.digest)
_CHECKPOINTS = (
    select(_checkpoint.c.size, _checkpoint.c.note)
    .where(_checkpoint.c.log == bindparam("of_log"))
    .order_by(_checkpoint.c.size)
)

_FETCHED = 1024
"""The number of rows that are fetched at a time."""

Derived = Literal[
    "change", "made", "key", "key_event", "entry", "line", "draw", "delivery", "about"
]
"""The tables that only repeat the content of statements and leaves, for queries."""


def checkpoints_of(connection: Connection, log: Log) -> tuple[tuple[int, bytes], ...]:
    """The size and note of each checkpoint, smallest first."""
    rows = connection.execute(_CHECKPOINTS, {"of_log": log})
    return tuple((row.size, row.note) for row in rows)


def leaves_between(connection: Connection, log: Log, start: int, end: int) -> dict[int, bytes]:
    """The bytes of the existing leaves from `start` to `end` - 1, by index."""
    rows = connection.execute(_LEAVES, {"of_log": log, "start": start, "end": end})
    return {row[0]: row[1] for row in rows}


def nodes_between(
    connection: Connection, log: Log, start: int, end: int
) -> dict[tuple[int, int], bytes]:
    """The stored nodes that the leaves from `start` to `end` - 1 complete, by level and index."""
    nodes: dict[tuple[int, int], bytes] = {}
    for level in range(end.bit_length()):
        parameters = {
            "of_log": log,
            "at_level": level,
            "start": start >> level,
            "end": end >> level,
        }
        for index, node in connection.execute(_NODES, parameters):
            nodes[level, index] = node
    return nodes


def documents_of(connection: Connection, digests: Iterable[str]) -> dict[str, bytes]:
    """The bytes stored in the database under these digests, without verification, by digest."""
    rows = connection.execute(_DOCUMENTS, {"digests": digests})
    return {row.digest: row.data for row in rows}


def document_digests(connection: Connection) -> tuple[str, ...]:
    """The digests of all documents in the database."""
    return tuple(connection.execute(_DIGESTS).scalars())


def derived_rows(connection: Connection, table: Derived) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a derived table, columns in the order of the table; they are fetched in parts."""
    query = select(Table.metadata.tables[table]).execution_options(yield_per=_FETCHED)
    for row in connection.execute(query):
        yield tuple(row)
