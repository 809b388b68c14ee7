"""The tables of a case.toml, read key by key, so that a refusal can say which key it means.

Numbers may be written as strings or as TOML numbers; both are taken exactly as written.
"""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from pydantic import TypeAdapter

from ledger.exchange.case_table import TEXT, parse_form, parse_number, read_text
from schemas.errors import CradleError
from schemas.values import Period
from schemas.vocabulary import Category


class Table:
    """A table of case.toml; `name` is empty for the file as a whole."""

    def __init__(self, values: Mapping[str, object], name: str = "") -> None:
        self._values = values
        self._name = name

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def place(self, key: str) -> str:
        """Where a key stands."""
        return f"case.toml, {self._name}.{key}" if self._name else f"case.toml, {key}"

    def table(self, key: str) -> "Table":
        """A table inside; an empty one where it is missing."""
        values = self._values.get(key, {})
        if not isinstance(values, dict):
            raise CradleError(
                "case.toml", f"{key} is a table; write [{key}] and its keys below.", self.place(key)
            )
        return Table(values, key)

    def text(self, key: str, default: str | None = None, form: TypeAdapter[str] = TEXT) -> str:
        """A value as text of some form."""
        value = self._values.get(key, default)
        if value is None:
            raise CradleError("case.missing", "This key is missing; add it.", self.place(key))
        return parse_form(form, str(value), "case.text", self.place(key))

    def texts(self, key: str) -> list[str]:
        """A value as one text, or a list of them."""
        value = self._values.get(key)
        if not isinstance(value, list):
            return [self.text(key)]
        return [parse_form(TEXT, str(item), "case.text", self.place(key)) for item in value]

    def number(self, key: str, text: str | None = None) -> Decimal:
        """A value, or a text within it, as a number above zero."""
        value = parse_number(self.text(key) if text is None else text, self.place(key))
        if value <= 0:
            raise CradleError("case.number", "State a number above zero.", self.place(key))
        return value

    def category(self, key: str) -> str:
        """A battery category."""
        word = self.text(key)
        if word not in set(Category):
            detail = f"{word!r} is none of {', '.join(Category)}; use one of these."
            raise CradleError("case.category", detail, self.place(key))
        return word

    def period(self, key: str, default: tuple[str, str]) -> tuple[str, str]:
        """A list of the first day and the day after the last."""
        stated = self._values.get(key, list(default))
        try:
            start, end = map(str, stated if isinstance(stated, list) else [])
            period = Period(start=start, end=end)
        except ValueError:
            detail = f"{stated} is not [first day, day after the last], each as YYYY-MM-DD."
            raise CradleError("case.period", detail, self.place(key)) from None
        return period.start, period.end


def read_settings(path: Path) -> Table:
    """The settings of a case; none where there is no such file.

    Raises:
        CradleError: `case.encoding` or `case.toml`.
    """
    if not path.exists():
        return Table({})
    try:
        return Table(tomllib.loads(read_text(path), parse_float=str))
    except tomllib.TOMLDecodeError as error:
        raise CradleError("case.toml", f"Not TOML: {error}. Correct it there.", path.name) from None
