"""Signing checkpoints: of what is stored and proves, of each size once, never of a shorter log.

The signature says that this log will never be shown otherwise, so before it is given the roots are
recomputed from the stored nodes, and the leaves since the last checkpoint are read again and hashed
onto its edge; both must agree. What was signed before must still be there.
"""

from dataclasses import dataclass
from functools import lru_cache

from ledger.store.engine import Connection
from ledger.store.log import (
    LOGS,
    Log,
    edge_of,
    latest_checkpoint,
    leaves_of,
    put_checkpoint,
    size_of,
)
from ledger.store.store import Store
from ledger.trust.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from ledger.trust.keys import Signer
from ledger.trust.merkle import Edge, leaf_hash
from ledger.trust.note import ED25519, Vkey
from schemas.errors import CradleError


@dataclass(frozen=True, slots=True)
class LogSigners:
    """The private keys of both logs."""

    entries: Signer
    registry: Signer

    def of(self, log: Log) -> Signer:
        """The key of a log."""
        return self.entries if log == "entries" else self.registry

    def vkey(self, origin: str, log: Log) -> Vkey:
        """The verifier key of a log, named `<origin>/<log>`."""
        return _vkey(f"{origin}/{log}", self.of(log).public)


@lru_cache(maxsize=64)
def _vkey(name: str, public: bytes) -> Vkey:
    return Vkey(name, ED25519, public)  # Checks the key, which takes longer than signing.


def sign_logs(store: Store, origin: str, signers: LogSigners) -> None:
    """Sign the state of each log that has grown since its last checkpoint.

    Raises:
        CradleError: `log.shrunk` or `log.damaged`; nothing is signed then.
    """
    with store.read() as connection:
        unsigned = [
            (log, checkpoint)
            for log in LOGS
            if (checkpoint := _to_sign(connection, signers.vkey(origin, log), log)) is not None
        ]
    if unsigned:
        notes = [(log, c.size, sign_checkpoint(c, signers.of(log))) for log, c in unsigned]
        with store.write() as connection:
            for log, size, note in notes:
                put_checkpoint(connection, log, size, note)


def _to_sign(connection: Connection, vkey: Vkey, log: Log) -> Checkpoint | None:
    """The checkpoint to sign next, proved from what is stored; None where the last one stands."""
    signed, note = latest_checkpoint(connection, log)
    size = size_of(connection, log)
    if size < signed:
        detail = f"The log {log} has {size} leaves and had {signed} when it was last signed."
        raise CradleError("log.shrunk", f"{detail} Restore the database from a newer backup.")
    edge = Edge()
    if note:
        edge = edge_of(connection, log, signed)
        if open_checkpoint(note, vkey).root != edge.root():
            raise _damaged(log)
        if size == signed:
            return None
    for leaf in leaves_of(connection, log, edge.size, size):
        edge, _ = edge.append(leaf_hash(leaf))
    if edge != edge_of(connection, log, size):
        raise _damaged(log)
    return Checkpoint(vkey.name, size, edge.root())


def _damaged(log: Log) -> CradleError:
    detail = f"The stored log {log} is not what was signed; restore the database from a backup."
    return CradleError("log.damaged", detail)
