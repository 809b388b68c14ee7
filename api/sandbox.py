"""Reading a stranger's file in a process of its own: bounded in time, memory and number, and killed beyond it.

A thread would share the interpreter with every other request, and cannot be stopped; a process can. It is forked from
a server that has loaded the readers already and holds nothing of the ledger: no key, no database, no request. What it
answers comes back as bytes and is not unpickled. Left out: a sandbox of the system, which the operator may put around.
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

PRELOADED: Final = ("__main__", "ledger.exchange.spreadsheet.dry_run")
MEMORY: Final = 2 << 30
"""Bytes of address space that a process may have; a sheet of 100,000 rows takes some 600 MiB."""

AT_ONCE: Final = 2
PATIENCE: Final = 5.0
"""Seconds to wait for one of the processes that are let run at once."""

_CONTEXT: Final = get_context("forkserver")


def _turns() -> BoundedSemaphore:
    return BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Takes turns at a few processes."""

    _free: BoundedSemaphore = field(default_factory=_turns)

    def run(self, seconds: float, work: Callable[..., bytes], *given: object) -> bytes:
        """What a function of a module answers, run with these values in a process of its own.

        Raises:
            CradleError: `sheet.busy` where no process is free, `sheet.costly` where it took longer than
                `seconds` or more memory than there is, or ended.
        """
        if not self._free.acquire(timeout=PATIENCE):
            detail = "Other spreadsheets are being read; try again in a moment."
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
        " leave out sheets and rows that are not needed, or hand it in in parts."
    )
    raise CradleError("sheet.costly", detail)


def _answer(pipe: Connection, work: Callable[..., bytes], given: tuple[object, ...]) -> None:
    """Answer with the result; a process that cannot ends without an answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # The server's to handle; it ends this process.
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with pipe:
        try:
            pipe.send_bytes(work(*given))
        except MemoryError:
            return
