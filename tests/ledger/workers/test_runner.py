"""A runner's results come in the order of the blocks, in whatever order they end."""

from collections.abc import Callable, Iterator, Sequence

from ledger.workers.runner import Block, Result, Snapshot, gathered, in_process


def backwards(
    work: Callable[[Snapshot, Block], Result], snapshot: Snapshot, blocks: Sequence[Block]
) -> Iterator[tuple[int, Result]]:
    """A runner whose last block ends first."""
    return iter(reversed(list(in_process(work, snapshot, blocks))))


def test_results_are_gathered_in_the_order_of_the_blocks() -> None:
    """By number, not by time."""
    assert gathered(backwards, lambda base, block: base + block, 10, [1, 2, 3]) == [11, 12, 13]
