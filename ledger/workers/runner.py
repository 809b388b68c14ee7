"""A runner does one piece of work for each of many blocks, all of which read the same snapshot.

A block's result depends on the snapshot and the block alone, so results have the same bits whichever runner makes them,
and in whatever order they end. `in_process` needs no package; `ledger.workers.cluster` has others.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

Snapshot = TypeVar("Snapshot")
Block = TypeVar("Block")
Result = TypeVar("Result")


class Runner(Protocol):
    """A way to do the work of blocks."""

    def __call__(
        self,
        work: Callable[[Snapshot, Block], Result],
        snapshot: Snapshot,
        blocks: Sequence[Block],
    ) -> Iterator[tuple[int, Result]]:
        """The number and the result of each block, as they end.

        Args:
            work: a function of a module, because another process may have to find it.
            snapshot: what all blocks read; another process gets one copy.
            blocks: small, such as a range of rows.
        """


def in_process(
    work: Callable[[Snapshot, Block], Result], snapshot: Snapshot, blocks: Sequence[Block]
) -> Iterator[tuple[int, Result]]:
    """One block after the other, here."""
    for number, block in enumerate(blocks):
        yield number, work(snapshot, block)


def gathered(
    run: Runner,
    work: Callable[[Snapshot, Block], Result],
    snapshot: Snapshot,
    blocks: Sequence[Block],
) -> list[Result]:
    """The results of all blocks, in their order."""
    results_by_number = dict(run(work, snapshot, blocks))
    return [results_by_number[number] for number in range(len(blocks))]
