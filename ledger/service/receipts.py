"""Receipts: a leaf, and the proof that it is in the log under a signed checkpoint.

A receipt is made anew each time from what is stored, under the newest checkpoint there is, and is
checked before it is given out: the leaf is read again and the path must lead from it to the root
that was signed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ledger.store.engine import Connection
from ledger.store.log import (
    LOGS,
    Log,
    checkpoint_at,
    latest_checkpoint,
    leaves_of,
    nodes_from,
    nodes_of,
)
from ledger.trust.checkpoint import Checkpoint, parse_checkpoint
from ledger.trust.merkle import leaf_hash
from ledger.trust.note import parse_note
from ledger.trust.proof import Nodes, check_inclusion, prove_inclusion
from ledger.trust.tlog_proof import TlogProof, format_tlog_proof
from schemas.errors import CradleError
from schemas.log import EntriesLeaf, KeyLeaf, ParticipantLeaf, Receipt, parse_registry_leaf


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement's leaf is."""

    log: Log
    index: int


@dataclass(frozen=True, slots=True)
class _Signed:
    """A log as its newest checkpoint shows it."""

    log: Log
    note: bytes
    checkpoint: Checkpoint
    nodes: Nodes

    def receipt(self, statement: str, index: int, leaf: bytes) -> Receipt:
        size, root = self.checkpoint.size, self.checkpoint.root
        path = prove_inclusion(self.nodes, index, size)
        check_inclusion(leaf_hash(leaf), index, size, path, root)
        return Receipt(
            id=statement,
            log=self.log,
            index=index,
            leaf=_parse_leaf(self.log, leaf),
            proof=format_tlog_proof(TlogProof(index, path, self.note)).decode("utf-8"),
        )


def is_signed(connection: Connection, place: Place) -> bool:
    """Whether a signed checkpoint covers the leaf yet."""
    return latest_checkpoint(connection, place.log)[0] > place.index


def receipt(connection: Connection, statement: str, place: Place) -> Receipt:
    """The receipt of a statement whose leaf is under a signed checkpoint.

    Raises:
        CradleError: `merkle.inclusion` where the database is damaged, `receipt.absent`.
    """
    (made,) = receipts(connection, {statement: place}).values()
    return made


def first_receipt(connection: Connection, statement: str, place: Place) -> Receipt:
    """The receipt of a statement under the first checkpoint that covered it: the same whenever it is made.

    Raises:
        CradleError: as `receipt`.
    """
    newest, _ = latest_checkpoint(connection, place.log)
    for size in range(place.index + 1, newest + 1):
        note = checkpoint_at(connection, place.log, size)
        if note is not None:
            (leaf,) = leaves_of(connection, place.log, place.index, place.index + 1)
            head, nodes = parse_checkpoint(parse_note(note).text), nodes_of(connection, place.log)
            return _Signed(place.log, note, head, nodes).receipt(statement, place.index, leaf)
    raise _not_covered()


def _not_covered() -> CradleError:
    detail = "No signed checkpoint covers the statement yet; ask again in a moment."
    return CradleError("receipt.absent", detail)


def receipts(connection: Connection, places: Mapping[str, Place]) -> dict[str, Receipt]:
    """The receipts of statements, by id; what they share is read once.

    Raises:
        CradleError: as `receipt`.
    """
    return {
        made.id: made
        for log in LOGS
        for made in _of_log(
            connection, log, {n: p.index for n, p in places.items() if p.log == log}
        )
    }


def _of_log(connection: Connection, log: Log, indices: Mapping[str, int]) -> Iterator[Receipt]:
    if not indices:
        return
    size, note = latest_checkpoint(connection, log)
    first, last = min(indices.values()), max(indices.values())
    if size <= last:
        raise _not_covered()
    leaves = dict(enumerate(leaves_of(connection, log, first, last + 1), start=first))
    nodes = nodes_from(connection, log, first, size) if last > first else nodes_of(connection, log)
    signed = _Signed(log, note, parse_checkpoint(parse_note(note).text), nodes)
    for statement, index in indices.items():
        # A leaf that is gone is refused as one that does not lead to the root.
        yield signed.receipt(statement, index, leaves.get(index, b""))


def _parse_leaf(log: Log, data: bytes) -> EntriesLeaf | ParticipantLeaf | KeyLeaf:
    """The leaf of a statement's own; the registry's others are about statements of the entries log."""
    leaf = EntriesLeaf.parse(data) if log == "entries" else parse_registry_leaf(data)
    if not isinstance(leaf, EntriesLeaf | ParticipantLeaf | KeyLeaf):
        raise CradleError("receipt.absent", "This leaf is not a statement's own.")
    return leaf
