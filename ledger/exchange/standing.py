"""The standing of a delivered figure in files of other exchanges, which have a status and a comment at most.

A file says in its comment as of which entry of the log its figure stands how, so that a reader without Cradle sees that
it was replaced or that something behind it has changed. A format without a place for it is refused where there is
something to say.
"""

import re
from typing import Final

from ledger.documents.standing import is_past, standing_word
from schemas.errors import CradleError
from schemas.views.standing import FigureStanding

SENTENCE: Final = re.compile(r"As of registry position [0-9]{1,9}, log entry ([0-9]{1,9}): [^.]*\.")
"""The form of the sentence, with the size of the log as of which it is."""


def standing_sentence(standing: FigureStanding) -> str:
    """The sentence of a comment: as of when, and what the figure is worth."""
    at, changed = standing.as_of, standing.changed
    count = ""
    if changed is not None:
        changes = "1 change" if changed.count == 1 else f"{changed.count} changes"
        count = f", {changes} behind it since it was computed"
    word = standing_word(standing, "en").lower()
    return f"As of registry position {at.registry}, log entry {at.entries}: {word}{count}."


def require_standing(standing: FigureStanding, what: str) -> None:
    """Refuse a file that has no place to say that its figure is worth less than it says.

    Raises:
        CradleError: `exchange.standing`.
    """
    if is_past(standing):
        word = standing_word(standing, "en").lower()
        detail = f"The figure is {word}, and {what} has no place to say so; send the bundle."
        raise CradleError("exchange.standing", detail, "standing")
