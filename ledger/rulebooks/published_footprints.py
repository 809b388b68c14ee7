"""The published footprints of batteries that come with Cradle, and those of the chemistry that a model names."""

from functools import cache
from importlib import resources

from schemas.exchanged.published_footprint import PublishedFootprints, PublishedRow


@cache
def load_published() -> PublishedFootprints:
    """The list of published footprints."""
    file = resources.files("ledger.rulebooks") / "published" / "batteries.json"
    return PublishedFootprints.parse(file.read_bytes())


def named_chemistry(model: str) -> str | None:
    """The chemistry that the id of a model names; None if it names none of the list, or more than one."""
    name = "".join(letter for letter in model.casefold() if letter.isalnum())
    named = {
        row.chemistry for row in load_published().rows if any(word in name for word in row.words)
    }
    return named.pop() if len(named) == 1 else None


def published_of(chemistry: str | None) -> tuple[PublishedRow, ...]:
    """The rows of a chemistry; all rows if none is named."""
    rows = load_published().rows
    return tuple(row for row in rows if chemistry in {None, row.chemistry})
