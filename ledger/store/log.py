"""A log's rows: leaves, nodes and checkpoints.

Nodes of complete subtrees are stored as they are completed, so a root or a proof at any past size
reads a few rows (RFC 9162 section 2.1). The size of a log is one more than its highest index, read
inside the transaction that appends: a database sequence would leave gaps.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Literal

from sqlalchemy import BindParameter, bindparam, func, insert, select, tuple_

from ledger.store.engine import Connection
from ledger.store.rows import put_rows
from ledger.store.tables import CheckpointRow, LeafRow, LogKeyRow, LogRow, NodeRow
from ledger.trust.log_key import LogKey, list_log_keys
from ledger.trust.merkle import Edge, Node, leaf_hash
from ledger.trust.note import Vkey, format_vkey, parse_vkey
from ledger.trust.proof import Nodes
from schemas.errors import CradleError
from schemas.signed.policy import LogKeys

Log = Literal["entries", "registry"]
LOGS: tuple[Log, Log] = ("registry", "entries")
"""Both logs, in the order in which a submission appends to them."""

LEAVES_AT_ONCE = 10_000
"""The number of leaves that a reader of a whole log holds in memory."""

_log, _log_key, _leaf, _node, _checkpoint = (
    LogRow.__table__,
    LogKeyRow.__table__,
    LeafRow.__table__,
    NodeRow.__table__,
    CheckpointRow.__table__,
)
_OF_LOG: BindParameter[str] = bindparam("of_log")
_VKEY = select(_log.c.vkey).where(_log.c.name == _OF_LOG)
_SIZE = select(func.coalesce(func.max(_leaf.c.index) + 1, 0)).where(_leaf.c.log == _OF_LOG)
_LEAVES = (
    select(_leaf.c.data)
    .where(_leaf.c.log == _OF_LOG)
    .where(_leaf.c.index >= bindparam("start"), _leaf.c.index < bindparam("end"))
    .order_by(_leaf.c.index)
)
_NODE = select(_node.c.hash).where(
    _node.c.log == _OF_LOG,
    _node.c.level == bindparam("at_level"),
    _node.c.index == bindparam("at_index"),
)
_NODES = (
    select(_node.c.hash)
    .where(_node.c.log == _OF_LOG)
    .where(tuple_(_node.c.level, _node.c.index).in_(bindparam("places", expanding=True)))
    .order_by(_node.c.level.desc())
)
_NODES_AT = (
    select(_node.c.level, _node.c.index, _node.c.hash)
    .where(_node.c.log == _OF_LOG)
    .where(tuple_(_node.c.level, _node.c.index).in_(bindparam("places", expanding=True)))
)
_FIRST = (
    select(_checkpoint.c.size, _checkpoint.c.note)
    .where(_checkpoint.c.log == _OF_LOG, _checkpoint.c.size > bindparam("of_index"))
    .order_by(_checkpoint.c.size)
    .limit(1)
)
_LATEST = (
    select(_checkpoint.c.size, _checkpoint.c.note)
    .where(_checkpoint.c.log == _OF_LOG)
    .order_by(_checkpoint.c.size.desc())
    .limit(1)
)
_AT = select(_checkpoint.c.note).where(
    _checkpoint.c.log == _OF_LOG, _checkpoint.c.size == bindparam("at_size")
)
_LATER_VKEYS = (
    select(_log_key.c.vkey, _log_key.c.since)
    .where(_log_key.c.log == _OF_LOG)
    .order_by(_log_key.c.number)
)
_PUT_LOG, _PUT_LOG_KEY, _PUT_CHECKPOINT = insert(_log), insert(_log_key), insert(_checkpoint)


def put_log(connection: Connection, log: Log, vkey: Vkey) -> None:
    """Store a log with its first verifier key, once."""
    connection.execute(_PUT_LOG, {"name": log, "vkey": format_vkey(vkey)})


def put_log_key(connection: Connection, log: Log, vkey: Vkey, since: int) -> None:
    """Store the verifier key with which a log signs from a size on."""
    number = len(connection.execute(_LATER_VKEYS, {"of_log": log}).all()) + 1
    row = {"log": log, "number": number, "since": since, "vkey": format_vkey(vkey)}
    connection.execute(_PUT_LOG_KEY, row)


def is_begun(connection: Connection) -> bool:
    """Return whether a ledger was begun in a database."""
    return connection.execute(_VKEY, {"of_log": "entries"}).scalar_one_or_none() is not None


def key_of(connection: Connection, log: Log) -> LogKey:
    """The verifier keys of a log.

    Raises:
        CradleError: `ledger.absent` if no ledger was begun in the database.
    """
    first: str | None = connection.execute(_VKEY, {"of_log": log}).scalar_one_or_none()
    if first is None:
        detail = "The database holds no ledger, because none was begun there or init failed; name another."
        raise CradleError("ledger.absent", detail)
    later = connection.execute(_LATER_VKEYS, {"of_log": log}).all()
    vkeys = [parse_vkey(text) for text in (first, *(row.vkey for row in later))]
    return LogKey(vkeys[-1], tuple(zip(vkeys[:-1], (row.since for row in later), strict=True)))


def keys_of(connection: Connection) -> LogKeys:
    """The verifier keys of both logs, in the form of documents.

    Raises:
        CradleError: as `key_of`.
    """
    return list_log_keys(key_of(connection, "entries"), key_of(connection, "registry"))


def size_of(connection: Connection, log: Log) -> int:
    """The number of leaves of a log."""
    size: int = connection.execute(_SIZE, {"of_log": log}).scalar_one()
    return size


def leaves_of(connection: Connection, log: Log, start: int, end: int) -> tuple[bytes, ...]:
    """The bytes of the existing leaves from `start` to `end` - 1."""
    rows = connection.execute(_LEAVES, {"of_log": log, "start": start, "end": end})
    return tuple(rows.scalars())


def runs_of_leaves(
    connection: Connection, log: Log, start: int, end: int
) -> Iterator[tuple[bytes, ...]]:
    """Yield the leaves from `start` to `end` - 1 in chunks of `LEAVES_AT_ONCE`, for readers of whole logs."""
    for first in range(start, end, LEAVES_AT_ONCE):
        yield leaves_of(connection, log, first, min(first + LEAVES_AT_ONCE, end))


def nodes_of(connection: Connection, log: Log) -> Nodes:
    """A reader of a log's complete subtrees, for proofs."""
    return partial(_read_node, connection, log)


def nodes_beside(connection: Connection, log: Log, start: int, end: int, size: int) -> Nodes:
    """A reader for the proofs of the leaves from `start` to `end` - 1 in the tree of that size.

    One query reads the nodes left and right of these leaves, and the edge of the tree.
    """
    places = {
        (level, index)
        for level in range(size.bit_length())
        for index in ((start >> level) - 1, ((end - 1) >> level) + 1, (size >> level) - 1)
        if 0 <= index < size >> level
    }
    rows = connection.execute(_NODES_AT, {"of_log": log, "places": sorted(places)})
    kept = {(level, index): node for level, index, node in rows}

    def read(level: int, index: int, /) -> bytes:
        node: bytes | None = kept.get((level, index))
        return node if node is not None else _read_node(connection, log, level, index)

    return read


def _read_node(connection: Connection, log: Log, level: int, index: int, /) -> bytes:
    place = {"of_log": log, "at_level": level, "at_index": index}
    node: bytes = connection.execute(_NODE, place).scalar_one()
    return node


def edge_of(connection: Connection, log: Log, size: int) -> Edge:
    """The right edge of the tree at a size that the log has reached."""
    levels = [level for level in reversed(range(size.bit_length())) if size >> level & 1]
    places = [(level, (size >> level) - 1) for level in levels]
    rows = connection.execute(_NODES, {"of_log": log, "places": places})
    return Edge(size, tuple(rows.scalars()))


def append_leaf(connection: Connection, log: Log, edge: Edge, data: bytes) -> Edge:
    """Append a leaf after `edge`, with the nodes that it completes; return the new edge."""
    grown, completed = edge.append(leaf_hash(data))
    put_leaves(connection, log, edge.size, [data])
    put_nodes(connection, log, completed)
    return grown


def put_leaves(connection: Connection, log: Log, start: int, leaves: Iterable[bytes]) -> None:
    """Store leaves at the indices from `start` on, which the sequencer assigned."""
    put_rows(connection, LeafRow, [(log, at, data) for at, data in enumerate(leaves, start=start)])


def put_nodes(connection: Connection, log: Log, nodes: Iterable[Node]) -> None:
    """Store complete subtrees."""
    put_rows(connection, NodeRow, [(log, *node) for node in nodes])


def latest_checkpoint(connection: Connection, log: Log) -> tuple[int, bytes]:
    """The size and note of the largest signed checkpoint; (-1, b"") before the first."""
    row = connection.execute(_LATEST, {"of_log": log}).one_or_none()
    return (-1, b"") if row is None else (row.size, row.note)


def first_checkpoint(connection: Connection, log: Log, index: int) -> tuple[int, bytes] | None:
    """The size and note of the first signed checkpoint that covers a leaf; None if there is none yet."""
    parameters = {"of_log": log, "of_index": index}
    row = connection.execute(_FIRST, parameters).one_or_none()
    return None if row is None else (row.size, row.note)


def checkpoint_at(connection: Connection, log: Log, size: int) -> bytes | None:
    """The note of the checkpoint that was signed at a size, or None."""
    parameters = {"of_log": log, "at_size": size}
    note: bytes | None = connection.execute(_AT, parameters).scalar_one_or_none()
    return note


def put_checkpoint(connection: Connection, log: Log, size: int, note: bytes) -> None:
    """Store a signed checkpoint; the database refuses a second one of that size."""
    connection.execute(_PUT_CHECKPOINT, {"log": log, "size": size, "note": note})
