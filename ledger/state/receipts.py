"""Receipts: a leaf, and the proof that it is in the log under a signed checkpoint.

A receipt is made each time from the stored data, under the newest checkpoint; that of a commitment
under the first one that covers it, whose signature seeds a sample. It is checked before
it is returned: the leaf is read again and the path must lead from it to the signed root.
Neighbouring leaves, such as those of a batch, are checked together.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ledger.store.engine import Connection
from ledger.store.log import LOGS, Log, first_checkpoint, latest_checkpoint, leaves_of, nodes_beside
from ledger.trust.checkpoint import parse_checkpoint
from ledger.trust.merkle import leaf_hash
from ledger.trust.note import parse_note
from ledger.trust.proof import prove_neighbours
from ledger.trust.tlog_proof import TlogProof, format_tlog_proof
from schemas.errors import CradleError
from schemas.signed.log import EntriesLeaf, KeyLeaf, ParticipantLeaf, Receipt, parse_registry_leaf
from schemas.signed.statement import Kind


@dataclass(frozen=True, slots=True)
class LeafPosition:
    """The log and index of a statement's leaf."""

    log: Log
    index: int


def is_signed(connection: Connection, place: LeafPosition) -> bool:
    """Return whether a signed checkpoint covers the leaf yet."""
    return latest_checkpoint(connection, place.log)[0] > place.index


def receipt(connection: Connection, statement: str, place: LeafPosition) -> Receipt:
    """The receipt of a statement whose leaf is under a signed checkpoint.

    Raises:
        CradleError: `merkle.inclusion` where the database is damaged, `receipt.absent`.
    """
    (statement_receipt,) = receipts(connection, {statement: place}).values()
    return statement_receipt


def first_receipt(connection: Connection, statement: str, place: LeafPosition) -> Receipt:
    """The receipt of a statement under the first checkpoint that covered it, so it is always the same.

    Raises:
        CradleError: as `receipt`.
    """
    first = first_checkpoint(connection, place.log, place.index)
    if first is None:
        raise _not_covered()
    (statement_receipt,) = _under(connection, place.log, {statement: place.index}, *first)
    return statement_receipt


def _not_covered() -> CradleError:
    detail = "No signed checkpoint covers the statement yet; ask again in a moment."
    return CradleError("receipt.absent", detail)


def receipts(connection: Connection, places: Mapping[str, LeafPosition]) -> dict[str, Receipt]:
    """The receipts of statements, by id; shared data are read once.

    Raises:
        CradleError: as `receipt`.
    """
    return {
        statement_receipt.id: statement_receipt
        for log in LOGS
        for statement_receipt in _of_log(
            connection, log, {n: p.index for n, p in places.items() if p.log == log}
        )
    }


def _of_log(connection: Connection, log: Log, indices: Mapping[str, int]) -> Iterator[Receipt]:
    if not indices:
        return
    size, note = latest_checkpoint(connection, log)
    if size <= max(indices.values()):
        raise _not_covered()
    for statement_receipt in _under(connection, log, indices, size, note):
        first = None
        if statement_receipt.leaf.kind is Kind.COMMITMENT:
            first = first_checkpoint(connection, log, statement_receipt.index)
        if first is None:
            yield statement_receipt
        else:
            yield from _under(
                connection, log, {statement_receipt.id: statement_receipt.index}, *first
            )


def _under(
    connection: Connection, log: Log, indices: Mapping[str, int], size: int, note: bytes
) -> Iterator[Receipt]:
    """The receipts of leaves under one checkpoint that covers them."""
    root = parse_checkpoint(parse_note(note).text).root
    proved = {
        index: (leaf, path)
        for start, end in _runs(indices.values())
        for index, leaf, path in _proved(connection, log, range(start, end), size, root)
    }
    for statement, index in indices.items():
        leaf, path = proved[index]
        yield Receipt(
            id=statement,
            log=log,
            index=index,
            leaf=_parse_leaf(log, leaf),
            proof=format_tlog_proof(TlogProof(index, path, note)).decode("utf-8"),
        )


def _runs(indices: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of consecutive indices."""
    ordered = sorted(set(indices))
    breaks = [at for at in range(1, len(ordered)) if ordered[at] != ordered[at - 1] + 1]
    for first, last in pairwise([0, *breaks, len(ordered)]):
        yield ordered[first], ordered[last - 1] + 1


def _proved(
    connection: Connection, log: Log, run: range, size: int, root: bytes
) -> Iterator[tuple[int, bytes, tuple[bytes, ...]]]:
    """Neighbouring leaves, read again, each with the path that leads to the root."""
    leaves = leaves_of(connection, log, run.start, run.stop)
    nodes = nodes_beside(connection, log, run.start, run.stop, size)
    # A missing leaf is refused as one that does not lead to the root.
    hashes = [*map(leaf_hash, leaves), *[b""] * (len(run) - len(leaves))]
    path = prove_neighbours(nodes, run.start, hashes, size, root)
    for index, leaf in zip(run, leaves, strict=True):
        yield index, leaf, path(index)


def _parse_leaf(log: Log, data: bytes) -> EntriesLeaf | ParticipantLeaf | KeyLeaf:
    """A statement's own leaf; the registry's others are about statements of the entries log."""
    leaf = EntriesLeaf.parse(data) if log == "entries" else parse_registry_leaf(data)
    if not isinstance(leaf, EntriesLeaf | ParticipantLeaf | KeyLeaf):
        raise CradleError("receipt.absent", "This leaf is not a statement's own; ask for another.")
    return leaf
