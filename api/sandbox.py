"""Processes that read uploaded files and set documents, limited in time, memory and number.

A thread shares the interpreter with other requests and cannot be stopped; a process can be killed. Processes are
forked from a fork server that has loaded the readers and has no key, no database and no request. A result is
returned as bytes and never unpickled: one for `run`, several for `stream`, which passes each on as it is sent. Not
included: a sandbox of the operating system, which the operator may add.
"""

import resource
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import BoundedSemaphore
from time import monotonic
from typing import Final

from schemas.errors import CradleError

PRELOADED: Final = (
    "__main__",
    "ledger.documents.rendering.pdf",
    "ledger.exchange.lint.linter",
    "ledger.exchange.spreadsheet.dry_run",
    "ledger.service.access.file_check",
)
MEMORY: Final = 2 << 30
"""Maximum address space of a process in bytes; a spreadsheet of 100,000 rows needs about 600 MiB."""

AT_ONCE: Final = 2
PATIENCE: Final = 5.0
"""Seconds that a file waits for a free process."""

_END: Final = b""
"""The message after the last one."""

_CONTEXT: Final = get_context("forkserver")


def _turns() -> BoundedSemaphore:
    return BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Runs functions in separate processes, at most `AT_ONCE` at a time."""

    _free: BoundedSemaphore = field(default_factory=_turns)

    def run(self, seconds: float, work: Callable[..., bytes], *given: object) -> bytes:
        """Run a module-level function in a separate process and return its result.

        Raises:
            CradleError: `sheet.busy` if no process is free; `sheet.resource_limit` if the function took longer than
                `seconds`, needed more than `MEMORY`, or crashed.
        """
        (result,) = self.stream(seconds, _answer_once, work, *given)
        return result

    def stream(self, seconds: float, work: Callable[..., None], *given: object) -> Generator[bytes]:
        """Run a module-level function in a separate process and yield what it sends, as it sends it.

        Args:
            seconds: for everything together; a caller that closes the iterator ends the process.
            work: called with a function that sends one message of at least one byte, then with `given`.
            given: the further arguments.

        Raises:
            CradleError: as `run`; after the messages that the function sent before.
        """
        with self._turn(), _started(work, given) as pipe:
            deadline = monotonic() + seconds
            while (message := _receive(pipe, deadline)) != _END:
                if message is None:
                    raise _too_costly(seconds)
                yield message

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._free.acquire(timeout=PATIENCE):
            detail = "The server is checking other files; try again in a few seconds."
            raise CradleError("sheet.busy", detail)
        try:
            yield
        finally:
            self._free.release()


@contextmanager
def _started(work: Callable[..., None], given: tuple[object, ...]) -> Iterator[Connection]:
    """The pipe from a process that runs `work`; the process is killed at the end."""
    _CONTEXT.set_forkserver_preload(list(PRELOADED))
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_answer, args=(theirs, work, given), daemon=True)
    with ours:
        with theirs:
            process.start()
        try:
            yield ours
        finally:
            process.kill()
            process.join()
            process.close()


def _receive(pipe: Connection, deadline: float) -> bytes | None:
    """The next message; None if the process ended without its last one, or the time is over."""
    try:
        if pipe.poll(max(deadline - monotonic(), 0)):
            return pipe.recv_bytes()
    except EOFError:
        pass
    return None


def _too_costly(seconds: float) -> CradleError:
    detail = (
        f"Reading this file takes more than {seconds:g} s or {MEMORY >> 20} MiB;"
        " remove unneeded sheets and rows, or submit it in parts."
    )
    return CradleError("sheet.resource_limit", detail)


def _answer_once(send: Callable[[bytes], None], work: Callable[..., bytes], *given: object) -> None:
    send(work(*given))


def _answer(pipe: Connection, work: Callable[..., None], given: tuple[object, ...]) -> None:
    """Send the messages and the end; a process that runs out of memory ends without the end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # The server handles it and ends this process.
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with pipe:
        try:
            work(pipe.send_bytes, *given)
            pipe.send_bytes(_END)
        except MemoryError:
            return
