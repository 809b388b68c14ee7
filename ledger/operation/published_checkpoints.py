"""The checkpoints that a ledger publishes: the newest, and those that most witnesses have signed.

The newest signed checkpoint defines a log; the newest that witnesses have cosigned may be a little
older. Both logs' checkpoints are shown as they were signed together. Among cosigned pairs that
cover a leaf, the one with the most witnesses on both logs counts, and of those the newest; the
reader's policy decides which witnesses it accepts.
"""

from itertools import islice

from ledger.store.cosigned import Pair
from ledger.store.engine import Connection
from ledger.store.log import (
    LOGS,
    Log,
    checkpoint_at,
    edge_of,
    key_of,
    latest_checkpoint,
    nodes_of,
    size_of,
)
from ledger.store.store import Store
from ledger.trust.checkpoint import parse_checkpoint
from ledger.trust.note import parse_note
from ledger.trust.tlog_proof import format_tlog_proof, parse_tlog_proof, renew_proof
from schemas.errors import CradleError
from schemas.signed.log import Receipt


def present_pair(store: Store, connection: Connection) -> Pair:
    """The newest signed checkpoints, with their cosignatures."""
    (entries_size, entries), (registry_size, registry) = (
        latest_checkpoint(connection, log) for log in ("entries", "registry")
    )
    for kept in islice(store.cosigned.newest(), 1):
        entries = kept.entries if kept.entries.startswith(entries) else entries
        registry = kept.registry if kept.registry.startswith(registry) else registry
    return Pair(entries_size, entries, registry_size, registry)


def pair_at(store: Store, connection: Connection, entries: int, registry: int) -> Pair | None:
    """The checkpoints that were signed at these sizes, with their cosignatures; None without both."""
    notes = (
        checkpoint_at(connection, "entries", entries),
        checkpoint_at(connection, "registry", registry),
    )
    if notes[0] is None or notes[1] is None:
        return None
    kept = store.cosigned.at((entries, registry))
    if kept is not None:
        same = kept.entries.startswith(notes[0]) and kept.registry.startswith(notes[1])
        return kept if same else None
    return Pair(entries, notes[0], registry, notes[1])


def cosigned_pair(store: Store, connection: Connection, log: Log, index: int = -1) -> Pair | None:
    """The pair with the most witnesses that covers a leaf; None where there is none.

    A pair that is not of the stored logs is skipped: the database may be an older one.
    """
    for pair in store.cosigned.best(log, index):
        if pair.witnesses() and _is_stored(connection, pair):
            return pair
    return None


def _is_stored(connection: Connection, pair: Pair) -> bool:
    """True if both logs reach the sizes of a pair, and had its roots there."""
    for log in LOGS:
        head = parse_checkpoint(parse_note(pair.note(log)).text)
        if size_of(connection, log) < head.size:
            return False
        if edge_of(connection, log, head.size).root() != head.root:
            return False
    return True


def cosigned_receipt(store: Store, receipt: Receipt) -> Receipt:
    """The receipt of the same leaf under a cosigned checkpoint.

    Raises:
        CradleError: `receipt.not_cosigned`.
    """
    proof = parse_tlog_proof(receipt.proof.encode("utf-8"))
    with store.read() as connection:
        pair = cosigned_pair(store, connection, receipt.log, receipt.index)
        if pair is None:
            detail = "No checkpoint that covers it is cosigned yet; ask again, or have the operator ask its witnesses."
            raise CradleError("receipt.not_cosigned", detail)
        key = key_of(connection, receipt.log)
        nodes = nodes_of(connection, receipt.log)
        renewed = renew_proof(proof, pair.note(receipt.log), key, nodes)
    return receipt.model_copy(update={"proof": format_tlog_proof(renewed).decode("utf-8")})
