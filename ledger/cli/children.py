"""Several processors at one piece of work: what the pure packages leave to the rim.

Python does one thing at a time in a process, so the work is shared with children, copies of this process
(POSIX fork): they hold all that was read already, nothing is sent to them, and they begin at once, while
their parent goes on with something else. Who has nothing else to do takes the next few items, the parent
too once it asks for the outcomes, so that all end together; what is left to take stands in a pipe, from
which each number is read by one process alone. Only the outcomes come back, through pipes. A child that ends
without them, for whatever reason, has what it took done here; so nothing is lost, and a failure is told as it
would have been. Where there is no fork, or other threads run, whose locks a copy would hold for ever, all is
done here, one after the other.

Left out: `multiprocessing`, which would bring sockets and a second program into the offline verifier.
"""

import os
import pickle
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from struct import Struct
from typing import Any, NamedTuple, NoReturn, TypeVar

from ledger.processors import count_processors

LEAST = 64
"""Items below which no child is worth its start."""

FEW = 16
"""Items that a process takes at a time, at least: many to each turn, few to wait for at the end."""

MOST_TURNS = 4096
"""What a pipe holds in any system, in numbers."""

_NUMBER = Struct("=I")

Item = TypeVar("Item")
Made = TypeVar("Made")
Work = Callable[[int], list[Made]]
"""What comes of the items of one turn."""

Done = dict[int, list[Made]]
"""What came of each turn that is done."""


class _Child(NamedTuple):
    """A child at work, and the end of the pipe from which its outcomes come."""

    pid: int
    outcomes: int


def each(work: Callable[[Item], Made], items: Sequence[Item]) -> Iterable[Made]:
    """What `work` makes of each item, in the order of the items, begun on all processors but the parent's own.

    Outcomes have to be values that pickle carries. Read them to the end, for that is when a child ends.
    """
    children = count_processors() - 1
    if len(items) < LEAST or children == 0 or not _may_fork():
        return map(work, items)
    few = max(FEW, -(-len(items) // MOST_TURNS))
    turns = range(-(-len(items) // few))

    def take(turn: int) -> list[Made]:
        return [work(item) for item in items[turn * few : (turn + 1) * few]]

    waiting = _list(turns)
    return _collect(take, turns, waiting, [_begin(take, waiting) for _ in range(children)])


def _may_fork() -> bool:
    return hasattr(os, "fork") and threading.active_count() == 1


def _list(turns: Iterable[int]) -> int:
    """The end of a pipe from which each turn can be read once; it is empty when all are taken."""
    waiting, writer = os.pipe()
    with os.fdopen(writer, "wb") as pipe:
        pipe.write(b"".join(map(_NUMBER.pack, turns)))
    return waiting


def _work_off(take: Work[Made], waiting: int) -> Done[Made]:
    """Takes turns until none is left."""
    done: Done[Made] = {}
    while number := os.read(waiting, _NUMBER.size):
        (turn,) = _NUMBER.unpack(number)
        done[turn] = take(turn)
    return done


def _begin(take: Work[Made], waiting: int) -> _Child | None:
    """A child that takes turns; None where the system grants no more processes."""
    outcomes, writer = os.pipe()
    try:
        pid = os.fork()
    except OSError:
        os.close(outcomes)
        os.close(writer)
        return None
    if pid == 0:
        _live(take, waiting, writer)
    os.close(writer)
    return _Child(pid, outcomes)


def _live(take: Work[Made], waiting: int, writer: int) -> NoReturn:
    """The whole life of a child: it runs nothing else of this program, not even its end."""
    status = 1
    try:
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(pickle.dumps(_work_off(take, waiting)))
        status = 0
    finally:
        os._exit(status)


def _collect(
    take: Work[Made], turns: Sequence[int], waiting: int, begun: Iterable[_Child | None]
) -> Iterator[Made]:
    done: Done[Made] = {}
    try:
        done |= _work_off(take, waiting)
    finally:
        os.close(waiting)
        for child in begun:
            done |= {} if child is None else _outcomes(child)
    for turn in turns:
        yield from done[turn] if turn in done else take(turn)


def _outcomes(child: _Child) -> Done[Any]:
    """What a child sent, once it has ended; nothing where it failed."""
    with os.fdopen(child.outcomes, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child.pid, 0)
    if status:
        return {}
    done: Done[Any] = pickle.loads(data)  # noqa: S301 - our own
    return done
