"""The published footprints of batteries that come with Cradle, and those of a chemistry that is named."""

from functools import cache
from importlib import resources

from schemas.exchanged.published_footprint import PublishedFootprints, PublishedRow


@cache
def load_published() -> PublishedFootprints:
    """The list of published footprints."""
    file = resources.files("ledger.rulebooks") / "published" / "batteries.json"
    return PublishedFootprints.parse(file.read_bytes())


def named_chemistry(words: str) -> str | None:
    """The chemistry that words or the id of a model name; None if they name none of the list, or more than one."""
    name = "".join(letter for letter in words.casefold() if letter.isalnum())
    named = {
        row.chemistry for row in load_published().rows if any(word in name for word in row.words)
    }
    return named.pop() if len(named) == 1 else None


def published_of(chemistry: str | None) -> tuple[PublishedRow, ...]:
    """The rows of a chemistry; all rows if none is named."""
    rows = load_published().rows
    return tuple(row for row in rows if chemistry in {None, row.chemistry})
