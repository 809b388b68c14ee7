"""The sequencer: the one place where leaves get their index, one batch at a time.

Statements that are submitted while a batch runs wait, and the next batch takes all waiting ones:
under load many statements share one synchronised commit and one checkpoint. Participants take
turns, so that one that submits much does not keep the others waiting. A commitment ends its batch,
so the log signs the tree whose last leaf it is: that signature seeds a sample. The order of a batch:

1. one transaction: check that the epoch is still ours, apply the rules, write rows, move the heads
(`batch`); commit, durably; 2. read the new leaves again, recompute both roots from the stored data,
and sign them; 3. write the checkpoints to the checkpoint store by compare-and-swap, durably
(`signing`); 4. answer every caller, with finished receipts.

If the process dies, the next start signs what was committed; the rest was not appended. An error by
which this process may not write any more (another process took over, another root was signed, a
leaf is damaged) stops it permanently: each later statement is refused with that error.
"""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock

from ledger.append.batch import write_batch
from ledger.append.signatures import Verified
from ledger.append.signing import CheckpointSigner
from ledger.state.receipts import LeafPosition, receipts
from ledger.state.view import Memory, View
from ledger.store.store import Store
from schemas.errors import CradleError
from schemas.signed.kinds import issuer_of
from schemas.signed.log import Receipt
from schemas.signed.statement import Kind

BATCH = 256
"""The most statements that share a transaction."""

_PASSING = ("store.failed", "checkpoint.store")
"""Errors that may not recur in the next batch: a full disk, a lost connection."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Statements that one thread submits together, at most a batch, and their future outcomes."""

    verified: Sequence[Verified]
    answer: "Future[list[Receipt | CradleError]]"

    @property
    def party(self) -> str | None:
        """The issuer of the first statement, which counts as that of all."""
        return issuer_of(self.verified[0].admitted.statement)

    @property
    def ends_batch(self) -> bool:
        """True if its last statement has to be the last leaf under its checkpoint."""
        return self.verified[-1].admitted.kind is Kind.COMMITMENT


def _parts(verified: Sequence[Verified]) -> Iterator[Sequence[Verified]]:
    """Parts of at most a batch, in order; a commitment is the last statement of its part."""
    start = 0
    for at, statement in enumerate(verified, start=1):
        ends = statement.admitted.kind is Kind.COMMITMENT or at == len(verified)
        if ends or at - start == BATCH:
            yield verified[start:at]
            start = at


@dataclass
class Sequencer:
    """The one writer of the logs, shared by all threads of the process.

    Attributes:
        closed: the reason why the ledger does not append; None while it does.
    """

    store: Store
    memory: Memory
    signing: CheckpointSigner
    closed: CradleError | None = None
    _queue: "deque[_Group]" = field(default_factory=deque)
    _turn: Lock = field(default_factory=Lock)
    _served: dict[str | None, int] = field(default_factory=dict)

    @property
    def waiting(self) -> int:
        """The number of statements that wait for their batch."""
        return sum(len(group.verified) for group in list(self._queue))

    def append(self, verified: Sequence[Verified]) -> list[Receipt | CradleError]:
        """Append statements in this order; return for each its receipt or its refusal.

        A known statement gets the receipt of its first time.

        Raises:
            CradleError: an error that keeps a whole batch out: `ledger.*`, `log.*`, `checkpoint.*` or
                `store.failed`. Statements written before it get their receipts when submitted again.
        """
        if not verified:
            return []
        self.require_open()
        waiting = [_Group(part, Future()) for part in _parts(verified)]
        self._queue.extend(waiting)
        with self._turn:
            while not all(group.answer.done() for group in waiting):
                self._run()
        return [outcome for group in waiting for outcome in group.answer.result()]

    def recover(self) -> None:
        """Sign what is committed and not signed; refuse a ledger that lost or changed leaves."""
        with self._turn:
            self.signing.recover()

    @contextmanager
    def pause(self) -> Iterator[None]:
        """Append nothing meanwhile; statements that are submitted wait."""
        with self._turn:
            yield

    def require_open(self) -> None:
        """Refuse a change to a ledger that is closed to changes.

        Raises:
            CradleError: `ledger.read_only`, or the error that stopped this process.
        """
        if self.closed is not None:
            raise self.closed

    def _run(self) -> None:
        groups = self._next()
        try:
            self.require_open()
            batch = [verified for group in groups for verified in group.verified]
            outcomes = self._write(batch)
            self.signing.sign()
            answers = iter(self._answers(batch, outcomes))
            for group in groups:
                group.answer.set_result(list(islice(answers, len(group.verified))))
        except BaseException as error:
            self.memory.forget()
            if isinstance(error, CradleError) and error.code not in _PASSING:
                self.closed = error
            for group in groups:
                if not group.answer.done():
                    group.answer.set_exception(error)
            if not isinstance(error, Exception):
                raise

    def _next(self) -> list[_Group]:
        """The groups of the next batch: one of each party in turn, the least recently served first."""
        waiting = self._take_turns([self._queue.popleft() for _ in range(len(self._queue))])
        room, taken = BATCH, 0
        while taken < len(waiting) and len(waiting[taken].verified) <= room:
            room -= len(waiting[taken].verified)
            taken += 1
            if waiting[taken - 1].ends_batch:
                break
        self._queue.extendleft(reversed(waiting[taken:]))
        turn = max(self._served.values(), default=0) + 1
        self._served.update((group.party, turn) for group in waiting[:taken])
        return waiting[:taken]

    def _take_turns(self, waiting: Sequence[_Group]) -> list[_Group]:
        """Order groups round-robin: a party waits for at most one group of each other party."""
        before: Counter[str | None] = Counter()
        ranked = []
        for at, group in enumerate(waiting):
            ranked.append((before[group.party], self._served.get(group.party, 0), at))
            before[group.party] += 1
        return [waiting[at] for _, _, at in sorted(ranked)]

    def _write(self, batch: Sequence[Verified]) -> list[LeafPosition | CradleError]:
        with self.store.write() as connection:
            view = View(connection, self.store.blobs, self.memory)
            return write_batch(view, self.signing.epoch, batch)

    def _answers(
        self, batch: Sequence[Verified], outcomes: Sequence[LeafPosition | CradleError]
    ) -> list[Receipt | CradleError]:
        ids = [verified.admitted.id for verified in batch]
        places = {
            name: outcome
            for name, outcome in zip(ids, outcomes, strict=True)
            if isinstance(outcome, LeafPosition)
        }
        with self.store.read() as connection:
            receipts_by_id = receipts(connection, places)
        return [
            outcome if isinstance(outcome, CradleError) else receipts_by_id[name]
            for name, outcome in zip(ids, outcomes, strict=True)
        ]
