"""The rulebooks that ship with Cradle, by id.

A rulebook travels as canonical JSON under its digest; the files here are laid out for reading and
hold the same values. Nothing in the code repeats a constant of a method: what a rulebook does not
say, Cradle does not know.
"""

from importlib import resources

from schemas.errors import CradleError
from schemas.rulebook import Rulebook

_DATA = resources.files(__package__) / "data"


def rulebook_ids() -> tuple[str, ...]:
    """The ids of all rulebooks at hand, sorted."""
    names = (item.name for item in _DATA.iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


def load_rulebook(rulebook_id: str) -> Rulebook:
    """The rulebook of that id.

    Raises:
        CradleError: `rulebook.unknown`, naming those there are.
    """
    if rulebook_id not in rulebook_ids():
        known = ", ".join(rulebook_ids())
        raise CradleError("rulebook.unknown", f"No rulebook {rulebook_id!r}; there are {known}.")
    return Rulebook.parse((_DATA / f"{rulebook_id}.json").read_bytes())
