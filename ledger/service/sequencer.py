"""The sequencer: the one place where leaves get their index, one batch at a time.

A batch is one transaction. For each statement in it: known already, or its signers and the rules
judged as of now, then its registry leaves, its own leaf, and its rows; a refusal writes nothing and leaves the
others be. After the commit the leaves are read again, the roots recomputed from what was stored,
and both checkpoints signed; only then is anybody answered, with a finished receipt.

Whoever comes while a batch runs waits, and the next one takes all that waits: under load many
statements share one synchronised commit. If the process dies, what was committed is signed at the
next start (`recover`), and what was not never happened. A size is signed once: a checkpoint that is
there already must say the same root, or the ledger stops.
"""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock

from ledger.service.admission import Admitted
from ledger.service.receipts import Place, receipt
from ledger.service.recording import (
    put_leaf_row,
    put_statement_rows,
    registry_leaves,
)
from ledger.service.rules.judge import judge
from ledger.service.signatures import Signers, judge_signers
from ledger.service.signing import LogSigners, sign_logs
from ledger.service.view import Memory, View
from ledger.store.log import append_leaf, edge_of, size_of
from ledger.store.statements import Stored, put_statement, statement_of
from ledger.store.store import Store
from ledger.trust.leaves import entries_leaf, model_bytes
from ledger.trust.merkle import Edge
from schemas.errors import CradleError
from schemas.kinds import REGISTRY_KINDS, replaced
from schemas.log import Receipt
from schemas.values import RegistryState

BATCH = 256
"""The most statements that share a transaction."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    admitted: Admitted
    signers: Signers
    answer: "Future[Receipt]"


@dataclass
class _Edges:
    """The right edges of both logs, as they grow in a transaction."""

    registry: Edge
    entries: Edge


@dataclass
class Sequencer:
    """The one that appends. All threads of the process share it."""

    store: Store
    memory: Memory
    origin: str
    signers: LogSigners
    _queue: "deque[_Waiting]" = field(default_factory=deque)
    _turn: Lock = field(default_factory=Lock)

    def append(self, admitted: Admitted, signers: Signers) -> Receipt:
        """Append a statement that these keys have signed; a known one gets the receipt of its first time.

        Raises:
            CradleError: why these keys may not sign it, the rule it breaks, or `store.failed`.
        """
        waiting = _Waiting(admitted, signers, Future())
        self._queue.append(waiting)
        with self._turn:
            while not waiting.answer.done():
                self._run()
        return waiting.answer.result()

    def recover(self) -> None:
        """Sign what was committed and not signed; refuse a ledger that lost or changed leaves."""
        with self._turn:
            sign_logs(self.store, self.origin, self.signers)

    def _run(self) -> None:
        batch = [self._queue.popleft() for _ in range(min(BATCH, len(self._queue)))]
        try:
            outcomes = self._write(batch)
            sign_logs(self.store, self.origin, self.signers)
            self._answer(batch, outcomes)
        except BaseException as error:
            self.memory.forget()
            for waiting in batch:
                if not waiting.answer.done():
                    waiting.answer.set_exception(error)
            if not isinstance(error, Exception):
                raise

    def _write(self, batch: Sequence[_Waiting]) -> list[Place | CradleError]:
        with self.store.write() as connection:
            view = View(connection, self.store.blobs, self.memory)
            edges = _Edges(
                edge_of(connection, "registry", size_of(connection, "registry")),
                edge_of(connection, "entries", size_of(connection, "entries")),
            )
            return [self._enter(view, edges, waiting) for waiting in batch]

    def _enter(self, view: View, edges: _Edges, waiting: _Waiting) -> Place | CradleError:
        admitted = waiting.admitted
        known = statement_of(view.connection, admitted.id)
        if known is not None:
            return Place(known.log, known.index)
        try:
            judge_signers(view, admitted, waiting.signers)
            judge(view, admitted)
        except CradleError as refused:
            return refused
        return _record(view, edges, admitted)

    def _answer(self, batch: Sequence[_Waiting], outcomes: Sequence[Place | CradleError]) -> None:
        with self.store.read() as connection:
            for waiting, outcome in zip(batch, outcomes, strict=True):
                if isinstance(outcome, CradleError):
                    waiting.answer.set_exception(outcome)
                else:
                    waiting.answer.set_result(receipt(connection, waiting.admitted.id, outcome))


def _record(view: View, edges: _Edges, admitted: Admitted) -> Place:
    """Append and keep a statement that has passed its rules."""
    connection = view.connection
    for document in admitted.documents:
        view.blobs.put(document)
    added = list(registry_leaves(admitted))
    first = edges.registry.size
    for leaf in added:
        edges.registry = append_leaf(connection, "registry", edges.registry, model_bytes(leaf))
    place = Place("registry", first)
    if admitted.kind not in REGISTRY_KINDS:
        place = Place("entries", edges.entries.size)
        state = RegistryState(size=edges.registry.size, root=edges.registry.root().hex())
        own = entries_leaf(
            admitted.kind, admitted.id, admitted.envelope, state, replaced(admitted.statement)
        )
        edges.entries = append_leaf(connection, "entries", edges.entries, model_bytes(own))
    issuer = getattr(admitted.statement, "issuer", None)
    stored = Stored(admitted.id, admitted.kind.value, issuer, admitted.data, place.log, place.index)
    put_statement(connection, stored)
    for index, leaf in enumerate(added, start=first):
        put_leaf_row(view, leaf, index)
    put_statement_rows(view, admitted)
    return place
