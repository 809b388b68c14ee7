"""Processes that read uploaded files, limited in time, memory and number.

A thread shares the interpreter with other requests and cannot be stopped; a process can be killed. Processes are
forked from a fork server that has loaded the readers and has no key, no database and no request. A result is
returned as bytes and never unpickled. Not included: a sandbox of the operating system, which the operator may add.
"""

import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import BoundedSemaphore
from typing import Final

from schemas.errors import CradleError

PRELOADED: Final = (
    "__main__",
    "ledger.exchange.lint.linter",
    "ledger.exchange.spreadsheet.dry_run",
)
MEMORY: Final = 2 << 30
"""Maximum address space of a process in bytes; a spreadsheet of 100,000 rows needs about 600 MiB."""

AT_ONCE: Final = 2
PATIENCE: Final = 5.0
"""Seconds that a file waits for a free process."""

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
        if not self._free.acquire(timeout=PATIENCE):
            detail = "The server is checking other files; try again in a few seconds."
            raise CradleError("sheet.busy", detail)
        try:
            return _run(seconds, work, given)
        finally:
            self._free.release()


def _run(seconds: float, work: Callable[..., bytes], given: tuple[object, ...]) -> bytes:
    _CONTEXT.set_forkserver_preload(list(PRELOADED))
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_answer, args=(theirs, work, given), daemon=True)
    with ours:
        with theirs:
            process.start()
        try:
            if ours.poll(seconds):
                return ours.recv_bytes()
        except EOFError:
            pass
        finally:
            process.kill()
            process.join()
            process.close()
    detail = (
        f"Reading this file takes more than {seconds:g} s or {MEMORY >> 20} MiB;"
        " remove unneeded sheets and rows, or submit it in parts."
    )
    raise CradleError("sheet.resource_limit", detail)


def _answer(pipe: Connection, work: Callable[..., bytes], given: tuple[object, ...]) -> None:
    """Send the result; a process that runs out of memory ends without one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # The server handles it and ends this process.
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with pipe:
        try:
            pipe.send_bytes(work(*given))
        except MemoryError:
            return
