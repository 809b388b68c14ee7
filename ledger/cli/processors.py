"""Several processors at one piece of work: what the pure packages leave to the rim.

Python does one thing at a time in a process, so the work is shared among children, copies of this process
(POSIX fork): they hold all that was read already, nothing is sent to them, and they begin at once, while
their parent goes on with something else. Only the outcomes come back, through a pipe. A child that ends
without them, for whatever reason, has its share done here; so nothing is lost, and a failure is told as it
would have been. Where there is no fork, or other threads run, whose locks a copy would hold for ever, all is
done here, one after the other.

Left out: `multiprocessing`, which would bring sockets and a second program into the offline verifier.
"""

import os
import pickle
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, NoReturn, TypeVar

LEAST = 64
"""Items below which no child is worth its start."""

Item = TypeVar("Item")
Made = TypeVar("Made")


class _Child(NamedTuple):
    """A child at work, and the end of the pipe from which its outcomes come."""

    pid: int
    outcomes: int


def each(work: Callable[[Item], Made], items: Sequence[Item]) -> Iterable[Made]:
    """What `work` makes of each item, in the order of the items, begun on all processors.

    Outcomes have to be values that pickle carries. Read them to the end, for that is when a child ends.
    """
    count = os.cpu_count() or 1
    if len(items) < LEAST or count == 1 or not _may_fork():
        return map(work, items)
    length = -(-len(items) // count)
    shares = [items[start : start + length] for start in range(0, len(items), length)]
    return _collect(work, [(_begin(work, share), share) for share in shares])


def _may_fork() -> bool:
    return hasattr(os, "fork") and threading.active_count() == 1


def _begin(work: Callable[[Item], Any], share: Sequence[Item]) -> _Child | None:
    """A child that does a share; None where the system grants no more processes."""
    outcomes, writer = os.pipe()
    try:
        pid = os.fork()
    except OSError:
        os.close(outcomes)
        os.close(writer)
        return None
    if pid == 0:
        _do(work, share, writer)
    os.close(writer)
    return _Child(pid, outcomes)


def _do(work: Callable[[Item], Any], share: Sequence[Item], writer: int) -> NoReturn:
    """The whole life of a child: it runs nothing else of this program, not even its end."""
    status = 1
    try:
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(pickle.dumps([work(item) for item in share]))
        status = 0
    finally:
        os._exit(status)


def _collect(
    work: Callable[[Item], Made], begun: Iterable[tuple[_Child | None, Sequence[Item]]]
) -> Iterator[Made]:
    for child, share in begun:
        data = None if child is None else _outcomes(child)
        yield from map(work, share) if data is None else pickle.loads(data)  # noqa: S301 - our own


def _outcomes(child: _Child) -> bytes | None:
    """What a child sent, once it has ended; None where it failed."""
    with os.fdopen(child.outcomes, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child.pid, 0)
    return None if status else data
