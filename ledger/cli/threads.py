"""Several processors at one piece of work: what the pure packages leave to the rim.

A check of a signature lets other threads run meanwhile, so threads are enough; what Python itself does
still happens one after the other. Items go out in batches, for to hand over one alone costs a fifth of
its check.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

BATCH = 64
"""Items that a thread takes at once; fewer start no thread."""

Item = TypeVar("Item")
Made = TypeVar("Made")


def each(work: Callable[[Item], Made], items: Sequence[Item]) -> Iterator[Made]:
    """What `work` makes of each item, in the order of the items; as many at once as there are processors."""
    if len(items) <= BATCH:
        yield from map(work, items)
        return
    batches = (items[start : start + BATCH] for start in range(0, len(items), BATCH))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for made in pool.map(lambda batch: [work(item) for item in batch], batches):
            yield from made
