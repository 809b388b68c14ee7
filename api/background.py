"""Work beside a server: a thread that runs while a context is open, and the log of what fails in it."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Event, Thread

import structlog


@contextmanager
def in_background(name: str, work: Callable[[Event], None]) -> Iterator[None]:
    """Run work in a thread of that name; it ends when its event is set, as the context closes."""
    stopped = Event()
    thread = Thread(target=work, args=(stopped,), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def log_failure(event: str, error: BaseException | None) -> None:
    """Warn of an error by its code, or its type without one; None is no error."""
    if error is not None:
        code = getattr(error, "code", type(error).__name__)
        structlog.get_logger("cradle").warning(event, code=code)


def report_to(event: str) -> Callable[[Future[int]], None]:
    """A callback that logs the failure of a sending."""
    return lambda sending: log_failure(event, None if sending.cancelled() else sending.exception())
