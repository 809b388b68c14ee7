"""Refuse a column or key that a case folder does not know, with the nearest one that it knows."""

from collections.abc import Collection, Sequence
from difflib import get_close_matches

REMARKS = frozenset({"source", "note", "comment"})
"""Columns that every table may have for its reader alone; so may names that begin with `note_`."""


def is_remark(column: str) -> bool:
    """Return whether a column is for the reader alone and has no effect."""
    return column in REMARKS or column.startswith("note_")


def unknown_name(kind: str, name: str, names: Collection[str]) -> str:
    """Return the sentence about an unknown column or key: the nearest known one, or else all of them."""
    close = _nearest(name.casefold(), sorted(names))
    meant = f"write {close}, or remove it" if close else f"write one of {', '.join(sorted(names))}"
    return f"{name!r} is no {kind} of this table, and nothing is ignored; {meant}."


def _nearest(name: str, names: Sequence[str]) -> str | None:
    """The one known name that begins so, or else the one that is most alike."""
    begun = [word for word in names if word.startswith(name)]
    if len(begun) == 1:
        return begun[0]
    return next(iter(get_close_matches(name, names, n=1)), None)
