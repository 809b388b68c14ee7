"""An open ledger: its folder, its name, its logs' keys, and the one sequencer.

The ledger knows its origin and verifier keys; the caller supplies private keys. `init` begins both
logs and signs them empty; `open` takes the ledger over from the previous writer, and signs what a
crash left unsigned. A folder opens read-only if it is not the one it was begun in (a copy, a
restored backup, another machine), or if its checkpoint store is gone or taken over: see `unlock`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Self

from pydantic import TypeAdapter, ValidationError

from ledger.append.methods import MethodQuota, keep_document, remove_document
from ledger.append.sequencer import Sequencer
from ledger.append.signing import CheckpointSigner, LogSigners
from ledger.disclosure.asker import Asker
from ledger.state.methods import MethodDocument, stored_method, stored_methods
from ledger.state.view import Memory, PendingWrites, View
from ledger.store.engine import Connection
from ledger.store.head import put_heads, take_over
from ledger.store.integrity import require_whole
from ledger.store.log import LOGS, is_begun, key_of, keys_of, put_log
from ledger.store.migrate import prepare_tables
from ledger.store.place import is_here, settle
from ledger.store.store import Store, create_store, open_store
from ledger.trust.leaves import digest, model_bytes
from ledger.trust.note import format_vkey
from schemas.base import refusal
from schemas.errors import CradleError
from schemas.signed.policy import LogKeys
from schemas.values import Origin

_ORIGIN: TypeAdapter[str] = TypeAdapter(Origin)


@dataclass(frozen=True)
class Ledger:
    """The handle that every use case receives. Close it, or use it as a context."""

    store: Store
    origin: str
    memory: Memory
    sequencer: Sequencer
    lent: Mapping[str, bytes] = field(default_factory=dict)
    """Documents by digest that figures may use although the ledger does not keep them."""
    asker: Asker | None = None
    """The reader whose questions it answers, if that one may not see all rows (`ledger.disclosure`)."""

    @classmethod
    def init(
        cls,
        folder: Path,
        origin: str,
        signers: LogSigners,
        database: str | None = None,
        checkpoints: Path | None = None,
    ) -> Self:
        """Begin a ledger in an empty folder; see `create_store` for database and checkpoint store.

        Raises:
            CradleError: `origin.grammar`, `ledger.folder`, `ledger.database`, `ledger.locked`,
                `checkpoint.store` or `store.*`.
        """
        try:
            _ORIGIN.validate_python(origin)
        except ValidationError as error:
            raise refusal(error) from None
        store = create_store(folder, database, checkpoints)
        try:
            with store.write() as connection:
                _begin(connection, origin, signers)
            settle(folder, store.place)
            return cls._start(store, origin, signers)
        except BaseException:
            store.close()
            raise

    @classmethod
    def open(
        cls, folder: Path, signers: LogSigners, *, upgrade: bool = True, check: bool = False
    ) -> Self:
        """Open the ledger in a folder, ready to append, or read-only.

        Args:
            folder: of the ledger.
            signers: the private keys of its logs.
            upgrade: True if opening may upgrade older tables in a SQLite file.
            check: True to check the whole database first, before anything is written.

        Raises:
            CradleError: `ledger.absent`, `ledger.locked`, `ledger.keys`, `ledger.place`, `log.*`,
                `checkpoint.*` or `store.*`.
        """
        store = open_store(folder, partial(_prepare, upgrade=upgrade, check=check))
        try:
            origin, signers = read_identity(store, signers)
            foreign = foreign_reason(store)
            if foreign is None:
                return cls._start(store, origin, signers)
            detail = f"{foreign} It is read-only until `cradle unlock` has seen a checkpoint."
            closed = CradleError("ledger.read_only", detail)
            memory, signing = Memory(), CheckpointSigner(store, origin, signers, epoch=0)
            return cls(store, origin, memory, Sequencer(store, memory, signing, closed))
        except BaseException:
            store.close()
            raise

    @classmethod
    def _start(cls, store: Store, origin: str, signers: LogSigners) -> Self:
        with store.write() as connection:
            epoch = take_over(connection)
        memory = Memory()
        sequencer = Sequencer(store, memory, CheckpointSigner(store, origin, signers, epoch))
        sequencer.recover()
        return cls(store, origin, memory, sequencer)

    @contextmanager
    def view(self) -> Iterator[View]:
        """A view of one state of the ledger."""
        with self.store.read() as connection:
            pending = PendingWrites(documents=dict(self.lent))
            yield View(connection, self.store.blobs, self.memory, pending, self.asker)

    @contextmanager
    def joined(self) -> Iterator[Self]:
        """This ledger in one transaction that reads, which all its views join until the context ends."""
        with self.store.joined() as store:
            yield replace(self, store=store)

    def asked_by(self, asker: Asker | None) -> Self:
        """This ledger as it answers a reader."""
        return replace(self, asker=asker)

    def lend(self, document: MethodDocument) -> Self:
        """This ledger with a document for its figures, which it does not keep."""
        data = model_bytes(document)
        return replace(self, lent={**self.lent, digest(data): data})

    def keep(self, document: MethodDocument, quota: MethodQuota | None = None) -> str:
        """Keep a rulebook or factor set; return its digest. Without a quota the operator adds it.

        Raises:
            CradleError: as `Sequencer.require_open` and `keep_document`.
        """
        self.sequencer.require_open()
        return keep_document(self.store, self.memory, document, quota)

    def remove(self, method: str, note: Callable[[Connection, MethodDocument], None]) -> None:
        """Remove a rulebook or factor set that nothing uses, while no statement is appended.

        Raises:
            CradleError: as `Sequencer.require_open` and `remove_document`.
        """
        self.sequencer.require_open()
        with self.sequencer.pause():
            remove_document(self.store, self.memory, method, note)

    def methods(self) -> Iterator[tuple[str, MethodDocument]]:
        """The kept rulebooks and factor sets, each with its digest, in the order of their digests."""
        return stored_methods(self.store.blobs, self.memory)

    def method(self, name: str) -> MethodDocument | None:
        """The kept rulebook or factor set of a digest; None if there is none."""
        return stored_method(self.store.blobs, self.memory, name)

    def vkeys(self) -> tuple[str, str]:
        """The verifier keys of the entries log and the registry, for policies."""
        signers = self.sequencer.signing.signers
        entries, registry = (
            format_vkey(signers.vkey(self.origin, log)) for log in ("entries", "registry")
        )
        return entries, registry

    def log_keys(self) -> LogKeys:
        """The verifier keys of both logs, with earlier ones."""
        with self.store.read() as connection:
            return keys_of(connection)

    def close(self) -> None:
        """Release the folder."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _prepare(connection: Connection, *, upgrade: bool, check: bool) -> None:
    prepare_tables(connection, upgrade=upgrade)
    if check:
        require_whole(connection)


def _begin(connection: Connection, origin: str, signers: LogSigners) -> None:
    if is_begun(connection):
        detail = "The database has a ledger already; name an empty one."
        raise CradleError("ledger.database", detail)
    for log in LOGS:
        put_log(connection, log, signers.vkey(origin, log))
    put_heads(connection)


def foreign_reason(store: Store) -> str | None:
    """The reason why this folder may not sign by itself; None where it is the ledger's own."""
    if not is_here(store.folder, store.place):
        return "This folder is a copy, a restored backup, or on another machine."
    signed = store.checkpoints.read()
    if signed is None:
        return f"The checkpoint store {store.checkpoints.folder} is not there."
    if signed.instance != store.place.instance:
        return "Another copy of this ledger has taken over its checkpoint store."
    return None


def read_identity(store: Store, signers: LogSigners) -> tuple[str, LogSigners]:
    """The origin of a store, and those of these keys that its logs sign with.

    Raises:
        CradleError: `ledger.absent`, or `ledger.keys` where the current ones are not among these.
    """
    with store.read() as connection:
        keys = {log: key_of(connection, log) for log in LOGS}
    return keys["entries"].name.removesuffix("/entries"), signers.chosen(keys)
