"""Receipts: a leaf, and the proof that it is in the log under a signed checkpoint.

A receipt is made anew each time from what is stored, under the newest checkpoint there is, and is
checked before it is given out: the leaf is read again and the path must lead from it to the root
that was signed.
"""

from dataclasses import dataclass

from ledger.store.engine import Connection
from ledger.store.log import Log, latest_checkpoint, leaves_of, nodes_of
from ledger.trust.checkpoint import parse_checkpoint
from ledger.trust.merkle import leaf_hash
from ledger.trust.note import parse_note
from ledger.trust.proof import check_inclusion, prove_inclusion
from ledger.trust.tlog_proof import TlogProof, format_tlog_proof
from schemas.errors import CradleError
from schemas.log import EntriesLeaf, KeyLeaf, ParticipantLeaf, Receipt, parse_registry_leaf


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement's leaf is."""

    log: Log
    index: int


def is_signed(connection: Connection, place: Place) -> bool:
    """Whether a signed checkpoint covers the leaf yet."""
    return latest_checkpoint(connection, place.log)[0] > place.index


def receipt(connection: Connection, statement: str, place: Place) -> Receipt:
    """The receipt of a statement whose leaf is under a signed checkpoint.

    Raises:
        CradleError: `merkle.inclusion` where the database is damaged, `receipt.absent`.
    """
    _, note = latest_checkpoint(connection, place.log)
    found = leaves_of(connection, place.log, place.index, place.index + 1)
    if not found or not is_signed(connection, place):
        raise CradleError("receipt.absent", f"No signed checkpoint covers {statement} yet.")
    checkpoint = parse_checkpoint(parse_note(note).text)
    path = prove_inclusion(nodes_of(connection, place.log), place.index, checkpoint.size)
    check_inclusion(leaf_hash(found[0]), place.index, checkpoint.size, path, checkpoint.root)
    return Receipt(
        id=statement,
        log=place.log,
        index=place.index,
        leaf=_parse_leaf(place.log, found[0]),
        proof=format_tlog_proof(TlogProof(place.index, path, note)).decode("utf-8"),
    )


def _parse_leaf(log: Log, data: bytes) -> EntriesLeaf | ParticipantLeaf | KeyLeaf:
    """The leaf of a statement's own; the registry's others are about statements of the entries log."""
    leaf = EntriesLeaf.parse(data) if log == "entries" else parse_registry_leaf(data)
    if not isinstance(leaf, EntriesLeaf | ParticipantLeaf | KeyLeaf):
        raise CradleError("receipt.absent", "This leaf is not a statement's own.")
    return leaf
