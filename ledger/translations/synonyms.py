"""Names of countries, gases, goods and kinds of rows in three languages: for each spelling, all that it may mean.

The table is data (`words/spreadsheet/synonyms.json`), and names its sources. A spelling with two meanings, such as
Congo, has both, so that its reader can refuse it with what may be meant. Spellings are compared as in
`spreadsheet.plain`. Left out: inflected forms, and parts of names.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from ledger.translations.spreadsheet import plain

Meanings = Mapping[str, tuple[str, ...]]
"""The keys that each plain spelling may mean."""


@cache
def _table() -> Mapping[str, Any]:
    words = resources.files("ledger.translations") / "words" / "spreadsheet" / "synonyms.json"
    loaded: Mapping[str, Any] = json.loads(words.read_text("utf-8"))
    return loaded


def _meanings(names: Iterable[tuple[str, Iterable[str]]]) -> Meanings:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for key, spellings in names:
        for text in (key, *spellings):
            found[plain(text)][key] = None
    return {text: tuple(keys) for text, keys in found.items()}


@cache
def countries() -> Meanings:
    """The ISO 3166 codes and region words of the ledger."""
    return _meanings(_table()["countries"].items())


@cache
def gases() -> Meanings:
    """The gases of `schemas.gases`, by name, formula and CAS number."""
    rows = _table()["gases"].items()
    return _meanings((key, (*row["names"], row.get("cas", key))) for key, row in rows)


@cache
def goods() -> Meanings:
    """Energy, materials and transports that factor sets value."""
    return _meanings(_table()["goods"].items())


@cache
def kinds() -> Meanings:
    """The kinds of rows of a case folder that have an effect."""
    return _meanings(_table()["kinds"].items())


@cache
def columns() -> Meanings:
    """Fields of inputs, by headings that firms write over them beside those of the template."""
    return _meanings(_table()["columns"].items())


@cache
def totals() -> frozenset[str]:
    """The words that begin a row of totals."""
    return frozenset(map(plain, _table()["totals"]))
