"""Names that look alike: the form of a name that is equal for two that a reader takes for one.

The skeleton of Unicode Technical Standard 39, section 4, on compatible forms (NFKC), and without regard to case: a
capital of another script is compared before and after it becomes small. Since a capital I looks like a small l, the
letters i and l are one. Runs of spaces count as one space.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Final
from unicodedata import normalize

KEPT: Final = 10_000
"""Names whose forms are kept: each new statement compares the same ones again."""


@lru_cache(KEPT)
def look_alike(name: str) -> str:
    """The form of a name that is equal for names that look alike."""
    shape = _skeleton(_skeleton(normalize("NFKC", name)).casefold())
    return " ".join(shape.replace("i", "l").split())


def _skeleton(text: str) -> str:
    return normalize("NFD", normalize("NFD", text).translate(_prototypes()))


@cache
def _prototypes() -> Mapping[int, str]:
    """The letters that stand for others, by the code point of the other."""
    table = resources.files("ledger.translations").joinpath("confusables.txt").read_text("ascii")
    rows = (line.split(";") for line in table.splitlines() if not line.startswith("#"))
    return {
        int(letter, 16): "".join(chr(int(code_point, 16)) for code_point in prototype.split())
        for prototype, letters in rows
        for letter in letters.split()
    }
