"""How far a pass has come, told to whoever asked for it, so that a person sees a bar that moves."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Is told what is being read, how much of it is done, and how much there is."""

BATCH = 1024
"""How many rows are read at once."""


def unheard(_what: str, _done: int, _total: int) -> None:
    """Tells nobody."""
