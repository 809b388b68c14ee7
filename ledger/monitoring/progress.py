"""Progress of a monitor's pass, reported to a callback so that a person sees a moving bar."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""A callback that receives the part being read, the amount done, and the total."""

BATCH = 1024
"""The number of rows that are read at once."""


def ignore_progress(_what: str, _done: int, _total: int) -> None:
    """A progress callback that does nothing."""
