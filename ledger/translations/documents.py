"""The words and sentences of Cradle's own documents and pages, by key, in English, German and Chinese.

All texts are data (`words/documents/*.json`): one file for each document and group of pages, and one for what all
share. A key is `file.name`, such as `declaration.total`. Values for the fields in braces are given by the caller,
already formatted.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import resources

from ledger.translations.languages import Language
from schemas.values import Period

MINUS = "\u2212"


@cache
def _load(name: str) -> Mapping[str, Mapping[str, str]]:
    file = resources.files("ledger.translations") / "words" / "documents" / f"{name}.json"
    loaded: Mapping[str, Mapping[str, str]] = json.loads(file.read_text("utf-8"))
    return loaded


def text(key: str, language: Language, **values: str) -> str:
    """The text of a key, with its fields filled.

    Raises:
        KeyError: there is no such text, or a field has no value.
    """
    name, _, rest = key.partition(".")
    return _load(name)[rest][language].format_map(values)


def has_text(key: str) -> bool:
    """True if there is a text of that key."""
    name, _, rest = key.partition(".")
    return rest in _load(name)


def texts(name: str) -> Mapping[str, Mapping[str, str]]:
    """All texts of a file, by key and language."""
    return _load(name)


def number(value: str | Decimal, language: Language) -> str:
    """A decimal string as people write it: the decimal mark of the language, a true minus, no grouping of digits.

    Grouping marks differ between readers of one language and make a figure ambiguous, so there are none.
    """
    return str(value).replace("-", MINUS).replace(".", decimal_mark(language))


def decimal_mark(language: Language) -> str:
    """The decimal mark of a language."""
    return "," if language == "de" else "."


def percentage(share: str | Decimal, language: Language) -> str:
    """A fraction of one in per cent with one decimal; a no-break space before the sign if the language has one."""
    hundredfold = (Decimal(share) * 100).quantize(Decimal("0.1"))
    space = "" if language == "zh" else "\u00a0"
    return f"{number(hundredfold, language)}{space}%"


def period_words(period: Period, language: Language) -> str:
    """A period with its last day, since a reader takes the second date for one that is counted."""
    return text("page.period", language, start=period.start, last=period.last_day)
