"""Recompute a log from its stored leaves, and compare the result with its signed checkpoints.

It is used at every start, on a backup, and on a checkpoint that was kept outside.
"""

from collections.abc import Iterable

from ledger.store.engine import Connection
from ledger.store.log import Log, edge_of, runs_of_leaves, size_of
from ledger.trust.checkpoint import open_checkpoint
from ledger.trust.log_key import LogKey
from ledger.trust.merkle import Edge, leaf_hash
from ledger.trust.note import Vkey
from schemas.errors import CradleError


def prove_signed(
    connection: Connection, log: Log, key: Vkey | LogKey, notes: Iterable[bytes]
) -> Edge:
    """The tree at the largest of these checkpoints, all of which the stored leaves prove.

    Raises:
        CradleError: `log.shrunk` or `log.damaged`; `checkpoint.*` or `note.*` for a note that this
            log has not signed.
    """
    roots: dict[int, bytes] = {}
    for checkpoint in (open_checkpoint(note, key) for note in notes if note):
        if roots.setdefault(checkpoint.size, checkpoint.root) != checkpoint.root:
            raise damaged_log(log)
    newest, stored = max(roots, default=0), size_of(connection, log)
    if stored < newest:
        detail = f"The log {log} has {stored} leaves and was signed with {newest}."
        raise CradleError("log.shrunk", f"{detail} Restore the database from a newer backup.")
    return _grow(connection, log, Edge(), newest, roots)


def prove_stored(connection: Connection, log: Log, edge: Edge, size: int) -> Edge:
    """The tree at a size, extended from a proved edge; the stored nodes must agree with it.

    Raises:
        CradleError: `log.damaged`.
    """
    grown = _grow(connection, log, edge, size, {})
    if grown != edge_of(connection, log, size):
        raise damaged_log(log)
    return grown


def _grow(connection: Connection, log: Log, edge: Edge, size: int, roots: dict[int, bytes]) -> Edge:
    for stop in (*sorted(at for at in roots if edge.size < at < size), size):
        for leaves in runs_of_leaves(connection, log, edge.size, stop):
            edge, _ = edge.extend([leaf_hash(leaf) for leaf in leaves])
        if edge.size != stop or roots.get(stop, edge.root()) != edge.root():
            raise damaged_log(log)
    return edge


def damaged_log(log: Log) -> CradleError:
    """The refusal of a log whose stored leaves are not the signed ones."""
    detail = f"The stored log {log} is not the signed one; restore the database from a backup."
    return CradleError("log.damaged", detail)
