"""Words in the cells of a case folder, read in three languages as in spreadsheets, with a reading to report.

A validator gets a list as its context, to which it adds each word that it read as another one. Without a list nothing
is reported.
"""

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Annotated, NamedTuple, TypeVar

from pydantic import BeforeValidator, ValidationInfo

from ledger.exchange.name_words import list_meanings, read_country, read_kind
from ledger.exchange.unit_words import UnitWord, read_unit
from ledger.translations.spreadsheet import plain, spellings, word
from schemas.base import broken
from schemas.values import Country, Text
from schemas.vocabulary import ProcessCode, Unit

_PER = "kg CO2e/"

_Word = TypeVar("_Word", bound=Enum)


class Reading(NamedTuple):
    """A word that was read as another one, in a column."""

    column: str
    found: str
    read: str


def _report(info: ValidationInfo, found: str, read: str) -> None:
    if found != read and isinstance(info.context, list):
        info.context.append(Reading(info.field_name or "", found, read))


def _read_unit(value: object) -> UnitWord:
    read = read_unit(str(value))
    if read is None:
        units = ", ".join(Unit)
        detail = (
            f"{value!r} is not a unit with one meaning; write {units}, or such as t, MWh, GJ, km"
        )
        raise broken("case.unit", detail)
    return read


def _read_factor_unit(value: object) -> UnitWord:
    text = str(value)
    if not text.startswith(_PER):
        raise broken("case.unit", f"{text!r} is not {_PER}<unit>; write such as {_PER}kWh")
    return _read_unit(text.removeprefix(_PER))


def _named(meanings: Callable[[str], Sequence[str]], code: str) -> BeforeValidator:
    """Build a validator of names; it refuses one of several meanings with a code, and leaves one of none as it is."""

    def read(value: object, info: ValidationInfo) -> object:
        text = str(value)
        meant = meanings(text)
        if len(meant) > 1:
            raise broken(code, f"{text!r} may be {list_meanings(meant)}; write one of these")
        if not meant:
            return value
        _report(info, text, meant[0])
        return meant[0]

    return BeforeValidator(read)


def listed(words: Iterable[_Word], name: str, code: str) -> BeforeValidator:
    """Build a validator of the words of a list of the spreadsheets; it refuses other words with a code."""
    by_key = {str(item.value): item for item in words}
    keys = spellings(name, tuple(by_key))

    def read(value: object, info: ValidationInfo) -> _Word:
        text = str(value)
        key = keys.get(plain(text))
        if key is None:
            known = ", ".join(by_key)
            raise broken(code, f"{text!r} is not one of {known}; write one of these")
        if text != word(name, key, "en"):
            _report(info, text, key)
        return by_key[key]

    return BeforeValidator(read)


Word = Annotated[UnitWord, BeforeValidator(_read_unit)]
"""A unit in any spelling that has one meaning."""

FactorWord = Annotated[UnitWord, BeforeValidator(_read_factor_unit)]
"""kg CO2e per unit."""

Place = Annotated[Country, _named(read_country, "case.country")]
"""A country by its code or name."""

Kind = Annotated[Text, _named(read_kind, "case.kind")]
"""The kind of a row of activities.csv; any word is one."""

ProcessWord = Annotated[ProcessCode, listed(ProcessCode, "process", "case.process")]
