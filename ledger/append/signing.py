"""Signatures of checkpoints: of stored and proved leaves, of each size once, never of a shorter log.

The signature asserts that this log will never be shown otherwise. So before signing, the leaves
since the last checkpoint are read again and hashed onto its edge, which must lead to the stored
nodes; and no other process may have taken the ledger over. A signed checkpoint goes to the
checkpoint store first, by compare-and-swap and durably, and only then to the database, where
readers find it; that copy need not wait for the disk, since a start makes it again. After a change
of keys (`rotation`) the earlier key signs beside the new one as long as its private key is
available.

At a start (`recover`) both roots are recomputed over all stored leaves, at the size of the newest
checkpoint that the database or the checkpoint store has, whichever is larger. Shorter or other data
is refused. Checkpoints that a crash left unpublished are published; leaves that it left unsigned
are signed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ledger.append.proving import prove_signed, prove_stored
from ledger.store.head import heads_of
from ledger.store.log import Log, edge_of, key_of, latest_checkpoint, put_checkpoint
from ledger.store.store import Store
from ledger.trust.checkpoint import Checkpoint, sign_checkpoint
from ledger.trust.keys import Signer
from ledger.trust.log_key import LogKey
from ledger.trust.merkle import Edge
from ledger.trust.note import ED25519, Vkey
from schemas.errors import CradleError


@dataclass(frozen=True, slots=True)
class LogSigners:
    """The private keys of both logs.

    Attributes:
        entries: signs the entries log.
        registry: signs the registry.
        others: further private keys; in an open ledger those of earlier keys that still sign beside.
    """

    entries: Signer
    registry: Signer
    others: tuple[tuple[Log, Signer], ...] = ()

    def of(self, log: Log) -> Signer:
        """The private key of a log."""
        return self.entries if log == "entries" else self.registry

    def all_of(self, log: Log) -> tuple[Signer, ...]:
        """The private key of a log, and those that sign beside it."""
        return (self.of(log), *(signer for name, signer in self.others if name == log))

    def vkey(self, origin: str, log: Log) -> Vkey:
        """The verifier key of a log, named `<origin>/<log>`."""
        return _vkey(f"{origin}/{log}", self.of(log).public)

    def chosen(self, keys: Mapping[Log, LogKey]) -> "LogSigners":
        """The available keys that the logs sign with: the current ones, and earlier ones beside.

        Raises:
            CradleError: `ledger.keys` where a current one is not available.
        """
        held = {log: {signer.public: signer for signer in self.all_of(log)} for log in keys}
        if any(key.current.key not in held[log] for log, key in keys.items()):
            detail = "These are not the private keys of this ledger's logs; name theirs."
            raise CradleError("ledger.keys", detail)
        beside = (
            (log, held[log][vkey.key])
            for log, key in keys.items()
            for vkey, _ in key.earlier
            if vkey.key in held[log]
        )
        entries, registry = (held[log][keys[log].current.key] for log in ("entries", "registry"))
        return LogSigners(entries, registry, tuple(beside))


@lru_cache(maxsize=64)
def _vkey(name: str, public: bytes) -> Vkey:
    return Vkey(name, ED25519, public)  # Checks the key, which takes longer than signing.


@dataclass(frozen=True, slots=True)
class CheckpointSigner:
    """The signer of a store's checkpoints: its origin, the private keys of its logs, and the epoch."""

    store: Store
    origin: str
    signers: LogSigners
    epoch: int

    def sign(self) -> None:
        """Sign the state of each log that has grown since its last checkpoint.

        Raises:
            CradleError: `log.damaged`, `ledger.fenced` or `checkpoint.*`; no checkpoint is published then.
        """
        grown = {}
        with self.store.read() as connection:
            for log, size in heads_of(connection, self.epoch).items():
                signed, _ = latest_checkpoint(connection, log)
                if signed < size:
                    edge = edge_of(connection, log, max(signed, 0))
                    grown[log] = prove_stored(connection, log, edge, size)
        self._publish(grown)

    def recover(self) -> None:
        """Check all stored leaves against all signed checkpoints, and sign what is not signed yet.

        Raises:
            CradleError: `log.shrunk`, `log.damaged`, `ledger.fenced`, `checkpoint.*`.
        """
        signed = self.store.checkpoints.read()
        kept = signed.notes if signed is not None else {}
        edges = {}
        with self.store.read() as connection:
            for log, size in heads_of(connection, self.epoch).items():
                notes = (latest_checkpoint(connection, log)[1], kept.get(log, b""))
                edge = prove_signed(connection, log, key_of(connection, log), notes)
                edges[log] = prove_stored(connection, log, edge, size)
        self._publish(edges)

    def _publish(self, edges: Mapping[Log, Edge]) -> None:
        notes = {log: self._note(log, edge) for log, edge in edges.items()}
        if not notes:
            return
        with self.store.noting_failures():
            self.store.checkpoints.advance(self.store.place.instance, notes)
        with self.store.write(durable=False) as connection:
            for log, note in notes.items():
                if latest_checkpoint(connection, log)[0] < edges[log].size:
                    put_checkpoint(connection, log, edges[log].size, note)

    def _note(self, log: Log, edge: Edge) -> bytes:
        checkpoint = Checkpoint(f"{self.origin}/{log}", edge.size, edge.root())
        return sign_checkpoint(checkpoint, *self.signers.all_of(log))
