"""A line on a terminal that says what a command is doing, once it has taken longer than a second.

It stands on standard error, is removed at the end, and is written for nobody else: a pipe or a file has none. A command
that knows how much is left shows a bar instead (`monitor`, `verify`, `demo`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from rich.status import Status
from rich.text import Text

from ledger.cli.terminal.display import progress_console

PATIENCE = 1.0
"""Seconds after which a person wants to know that the command is still at work."""


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show what the body does, such as `calculating`, while it takes more than a second."""
    if not progress_console.is_terminal:
        yield
        return
    status = Status(Text(f"{what} ..."), console=progress_console)
    timer = Timer(PATIENCE, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        status.stop()
