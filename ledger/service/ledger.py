"""A ledger, opened: its folder, its name, its logs' keys, and the one sequencer.

The folder knows the origin and the verifier keys; private keys and random bits come in from the
rim. `init` begins both logs and signs them empty; `open` signs what a crash left unsigned.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import TypeAdapter, ValidationError

from ledger.service.sequencer import Sequencer
from ledger.service.signing import LogSigners
from ledger.service.view import Memory, View
from ledger.store.log import LOGS, put_log, vkey_of
from ledger.store.store import Store, create_store, open_store
from ledger.trust.leaves import model_bytes
from ledger.trust.note import format_vkey, parse_vkey
from schemas.base import refusal
from schemas.errors import CradleError
from schemas.rulebook import FactorSet, Rulebook
from schemas.values import Origin

_ORIGIN: TypeAdapter[str] = TypeAdapter(Origin)


@dataclass(frozen=True)
class Ledger:
    """The handle that every use case takes. Close it, or use it as a context."""

    store: Store
    origin: str
    memory: Memory
    sequencer: Sequencer

    @classmethod
    def init(cls, folder: Path, origin: str, signers: LogSigners, url: str | None = None) -> Self:
        """A new ledger in an empty folder.

        Raises:
            CradleError: `origin.grammar`, `ledger.folder`, `ledger.locked` or `store.*`.
        """
        try:
            _ORIGIN.validate_python(origin)
        except ValidationError as error:
            raise refusal(error) from None
        store = create_store(folder, url)
        try:
            with store.write() as connection:
                for log in LOGS:
                    put_log(connection, log, format_vkey(signers.vkey(origin, log)))
            return cls._start(store, origin, signers)
        except BaseException:
            store.close()
            raise

    @classmethod
    def open(cls, folder: Path, signers: LogSigners, url: str | None = None) -> Self:
        """The ledger in a folder, ready to append.

        Raises:
            CradleError: `ledger.absent`, `ledger.locked`, `ledger.keys`, `log.*` or `store.*`.
        """
        store = open_store(folder, url)
        try:
            return cls._start(store, _origin_of(store, signers), signers)
        except BaseException:
            store.close()
            raise

    @classmethod
    def _start(cls, store: Store, origin: str, signers: LogSigners) -> Self:
        memory = Memory()
        sequencer = Sequencer(store, memory, origin, signers)
        sequencer.recover()
        return cls(store, origin, memory, sequencer)

    @contextmanager
    def view(self) -> Iterator[View]:
        """One state of the ledger to read from."""
        with self.store.read() as connection:
            yield View(connection, self.store.blobs, self.memory)

    def keep(self, document: Rulebook | FactorSet) -> str:
        """Keep a rulebook or factor set under its digest, which is returned."""
        return self.store.blobs.put(model_bytes(document))

    def vkeys(self) -> tuple[str, str]:
        """The verifier keys of the entries log and the registry, for policies."""
        signers = self.sequencer.signers
        entries, registry = (
            format_vkey(signers.vkey(self.origin, log)) for log in ("entries", "registry")
        )
        return entries, registry

    def close(self) -> None:
        """Let go of the folder."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _origin_of(store: Store, signers: LogSigners) -> str:
    """The origin that a store was begun with, once these are the keys it was begun with."""
    with store.read() as connection:
        kept = {log: vkey_of(connection, log) for log in LOGS}
    vkey = kept["entries"]
    if vkey is None:
        detail = "The ledger was never begun; remove its folder and start again."
        raise CradleError("ledger.absent", detail)
    origin = parse_vkey(vkey).name.removesuffix("/entries")
    if kept != {log: format_vkey(signers.vkey(origin, log)) for log in LOGS}:
        raise CradleError("ledger.keys", "These are not the private keys of this ledger's logs.")
    return origin
