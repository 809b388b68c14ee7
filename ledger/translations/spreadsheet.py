"""The words and sentences of the spreadsheet template, and the recognition of words in cells.

All words are data (`words/spreadsheet/*.json`), one record for each heading, list entry, message and rule, so that a
translator needs no code. The English sentence of a rule of the entry itself is in `schemas`, with the rule. A word is
recognised in every language, also in a file of another one, and by its key on the wire. Width, case, spaces and a
closing asterisk do not matter (Unicode NFKC, case folding). Left out: plurals and inflected forms, except of units, and
words of several meanings, such as Mg and mg, ton, and billion.
"""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from ledger.translations.languages import LANGUAGES, Language


@cache
def _load(name: str) -> Mapping[str, Any]:
    text = (resources.files("ledger.translations") / "words" / "spreadsheet" / name).read_text(
        "utf-8"
    )
    loaded: Mapping[str, Any] = json.loads(text)
    return loaded


def heading(key: str, language: Language) -> str:
    """The heading of a column or of a field of the process."""
    return str(_load("columns.json")["columns"][key][language])


def is_heading(key: str) -> bool:
    """Return whether a column or field of this key has a heading."""
    return key in _load("columns.json")["columns"]


def hint(key: str, language: Language) -> str | None:
    """The explanation of a column; None if its heading is sufficient."""
    hints = _load("columns.json")["hints"].get(key)
    return None if hints is None else str(hints[language])


def title(key: str, language: Language) -> str:
    """The name of a table's sheet."""
    return str(_load("columns.json")["tables"][key][language])


def label(group: str, key: str, language: Language) -> str:
    """A label of the group `sheets`, `report`, `summary`, `filled` or `severities`."""
    return str(_load("columns.json")[group][key][language])


def word(listed: str, key: str, language: Language) -> str:
    """A word of a list; its key if the list has the same words in all languages."""
    words = _load("lists.json").get(listed, {}).get(key)
    return key if words is None else str(words[language])


def words_of(listed: str, language: Language) -> dict[str, str]:
    """All words of a list, by key."""
    return {key: str(row[language]) for key, row in _load("lists.json")[listed].items()}


def message(code: str, language: Language) -> tuple[str, str]:
    """The severity of a code, and its sentence with fields in braces."""
    row = _load("messages.json")[code]
    return str(row["severity"]), str(row[language])


def rule(code: str, language: Language) -> str | None:
    """The sentence of a rule of the entry itself, with the refused value in braces; None if it has no translation."""
    sentence = _load("rules.json").get(code, {}).get(language)
    return None if sentence is None else str(sentence)


def guide(language: Language) -> list[str]:
    """The sentences of the template's guide."""
    return [str(text) for text in _load("guide.json")[language]]


def codes() -> Iterable[str]:
    """All codes that have a sentence."""
    return _load("messages.json").keys()


def plain(text: str) -> str:
    """Normalise a word for comparison: width, case, spaces and the asterisk of a mandatory column do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.removesuffix("*").replace("_", " ").split())


@cache
def spellings(listed: str, keys: tuple[str, ...]) -> Mapping[str, str]:
    """The key behind every spelling of a list's words."""
    rows = _load("lists.json").get(listed, {})
    return {plain(text): key for key in keys for text in (key, *dict(rows.get(key, {})).values())}


@cache
def unit_words() -> Mapping[str, tuple[str, int]]:
    """For each further word for a unit: the unit of the wire, and the power of ten of it that is one of the word's."""
    rows: Mapping[str, tuple[str, int]] = _load("amounts.json")["units"]
    return {plain(text): (unit, power) for text, (unit, power) in rows.items()}


def scales() -> Mapping[str, int | None]:
    """The power of ten of each word such as million; None if it differs between languages."""
    powers: Mapping[str, int | None] = _load("amounts.json")["scales"]
    return powers


@cache
def headings(keys: tuple[str, ...]) -> Mapping[str, str]:
    """The key behind every spelling of these headings."""
    rows = _load("columns.json")["columns"]
    return {plain(text): key for key in keys for text in (key, *rows[key].values())}


@cache
def titles() -> Mapping[str, str]:
    """The table behind every spelling of its sheet's name."""
    rows = _load("columns.json")["tables"]
    return {plain(text): key for key, row in rows.items() for text in (key, *row.values())}


@cache
def names_without_data() -> frozenset[str]:
    """The names of the template's own sheets without data."""
    rows = _load("columns.json")["sheets"]
    names = (
        text
        for key in ("guide", "example", "flows", "report", "lists")
        for text in rows[key].values()
    )
    return frozenset(plain(text) for text in names)


def language_of(texts: Iterable[str]) -> Language | None:
    """The language of most of these headings; None if two have equally many."""
    rows = _load("columns.json")["columns"].values()
    plain_texts = [plain(text) for text in texts]
    counts = {
        name: sum(text in {plain(row[name]) for row in rows} for text in plain_texts)
        for name in LANGUAGES
    }
    most = max(counts.values())
    best = [name for name, count in counts.items() if count == most]
    return best[0] if most and len(best) == 1 else None
