"""Convert one cell to one value of the wire, by the form of its column.

Excel changes typed text: a lot `1-2` becomes a day, a long number loses digits, TRUE becomes a logical value.
In a text column such a cell is refused, because the typed text is lost. Text in ids and codes is normalised to
one width (NFKC); names keep theirs (NFC). Spaces at the ends and no-break spaces do not count.

A day is a cell with a date format, or a text that is read year first (`2025-12-31`, `2025/12/31`, `2025年12月31日`) or
day first with points (`31.12.2025`). With slashes after the day or month, both orders are in use: the text is read if
only one order gives a day, else both are suggested. A bare number is Excel's count of days, with a note. Two-digit
years are refused.

A country and a gas may be written by name, in three languages, and a gas by formula or CAS number; a note reports the
reading, and a name of several meanings is refused with them.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from ledger.exchange.delivery_code import DeliveryCode, parse_delivery_code
from ledger.exchange.name_words import list_meanings, read_country, read_gas
from ledger.exchange.spreadsheet.columns import Column, Form
from ledger.exchange.spreadsheet.faults import Fault, Note
from ledger.exchange.spreadsheet.grid import Mark, Raw
from ledger.exchange.spreadsheet.numbers import (
    EXCEL_DIGITS,
    Sign,
    decide,
    read_float,
    read_written,
    require_digits,
)
from ledger.exchange.unit_words import read_unit
from ledger.footprint.graph.numbers import EXACT, format_decimal
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import heading, plain, spellings, word
from schemas.errors import CradleError
from schemas.readable import HIDDEN
from schemas.values import DIGEST

_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.年 ]{1,2}([0-9]{1,2})[-/.月 ]{1,2}([0-9]{1,2})日?\.?")
_POINTS = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
_EITHER = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})")
_COMPACT = re.compile(r"((?:19|20|21)[0-9]{2})([0-9]{2})([0-9]{2})")

EARLIEST, LATEST = date(1900, 3, 1), date(2199, 12, 30)
"""Excel counts 29 February 1900, which did not exist, so its count is right from March on."""


def read_day(raw: Raw, epoch: date) -> tuple[date, Note | None]:
    """Read the day in a cell.

    Raises:
        Fault: `day.*`.
    """
    if isinstance(raw, datetime):
        if raw.time() != time():
            raise Fault("day.time", suggestion=raw.date().isoformat())
        return _within(raw.date()), None
    if isinstance(raw, date):
        return _within(raw), None
    if isinstance(raw, str):
        return _within(_read_day_text(raw)), None
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _read_serial(raw, epoch)
    raise Fault("day.text")


def _read_serial(number: float, epoch: date) -> tuple[date, Note]:
    if number != int(number):
        raise Fault("day.time")
    if match := _COMPACT.fullmatch(str(int(number))):
        day = _day(*map(int, match.groups()))
    elif 0 < number < (LATEST - epoch).days:
        day = epoch + timedelta(days=int(number))
    else:
        raise Fault("day.unreal")
    return _within(day), Note("day.serial", {"read": day.isoformat()})


def _read_day_text(text: str) -> date:
    cleaned = " ".join(unicodedata.normalize("NFKC", text).split())
    match = _YEAR_FIRST.fullmatch(cleaned) or _COMPACT.fullmatch(cleaned)
    if match:
        return _day(*map(int, match.groups()))
    if match := _POINTS.fullmatch(cleaned):
        day, month, year = map(int, match.groups())
        return _day(year, month, day)
    if match := _EITHER.fullmatch(cleaned):
        return _either(*map(int, match.groups()))
    raise Fault("day.text")


def _either(first: int, second: int, year: int) -> date:
    orders = {(first, second), (second, first)}
    days = sorted(day for month, d in orders if (day := _maybe(year, month, d)) is not None)
    if len(days) > 1:
        raise Fault("day.ambiguous", suggestion=" / ".join(day.isoformat() for day in days))
    if not days:
        raise Fault("day.unreal")
    return days[0]


def _maybe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(year: int, month: int, day: int) -> date:
    real_day = _maybe(year, month, day)
    if real_day is None:
        raise Fault("day.unreal")
    return real_day


def _within(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise Fault("day.unreal")
    return day


Value = str | int | date | DeliveryCode
"""The value of a cell; quantities are strings of the wire."""

FREE = frozenset({"name", "document"})
"""The columns of free text, which is not compared."""

_FORMULA = frozenset("=+-@")


@dataclass(frozen=True, slots=True)
class Context:
    """The settings for all cells of a file: its language, its decimal sign if certain, and Excel's day 0."""

    language: Language
    decimal: Sign | None
    epoch: date


Reading = tuple[Value, Note | None]


def read_cell(column: Column, raw: Raw, mark: Mark | None, context: Context) -> Reading:
    """Read a cell that is not empty; return its value, and a note if the author should check it.

    Raises:
        Fault: the reason why the cell is refused.
    """
    if column.form in {Form.AMOUNT, Form.SHARE}:
        return _read_quantity(column, raw, mark, context)
    return _READERS[column.form](column, raw, context)


def _read_quantity(column: Column, raw: Raw, mark: Mark | None, context: Context) -> Reading:
    value, percent, note = _number(raw, context)
    share = column.form is Form.SHARE
    if (percent or mark is Mark.PERCENT) and not share:
        raise Fault("number.percent")
    if percent:
        value = EXACT.scaleb(value, -2)
    require_digits(value)
    if value < 0:
        raise Fault("number.negative")
    if share and value > 1:
        is_percentage = not percent and value <= 100  # noqa: PLR2004
        smaller = format_decimal(EXACT.scaleb(value, -2)) if is_percentage else None
        raise Fault("number.share", suggestion=smaller)
    if value == 0 and not column.zero:
        raise Fault("number.zero")
    return format_decimal(value), note


def _number(raw: Raw, context: Context) -> tuple[Decimal, bool, Note | None]:
    """Read a number; return it, True if a percent sign follows it, and a note."""
    if isinstance(raw, str):
        written = read_written(raw.strip())
        value, note = decide(written, context.decimal, context.language)
        return value, written.percent, note
    if isinstance(raw, bool):
        raise Fault("number.text")
    if isinstance(raw, date | datetime | time | timedelta):
        raise Fault("number.is_date")
    value, note = read_float(raw)
    return value, False, note


def _read_count(_: Column, raw: Raw, context: Context) -> Reading:
    value, percent, note = _number(raw, context)
    if percent or value != value.to_integral_value():
        raise Fault("number.whole")
    if value <= 0:
        raise Fault("number.negative" if value < 0 else "number.zero")
    require_digits(value)
    return int(value), note


def _read_day(_: Column, raw: Raw, context: Context) -> Reading:
    return read_day(raw, context.epoch)


def _read_word(column: Column, raw: Raw, context: Context) -> Reading:
    text = format_decimal(read_float(raw)[0]) if isinstance(raw, float) else str(raw)
    if column.key == "unit":
        unit = read_unit(text)
        if unit is None:
            raise Fault("unit.unknown", known=", ".join(column.words))
        return unit.unit.value, None
    keys_by_spelling = spellings(column.listed, column.words)
    key = keys_by_spelling.get(plain(text))
    if key is not None:
        return key, None
    if column.key == "gas" and (gases := read_gas(text)):
        return _only(gases, text, column, context)
    close = difflib.get_close_matches(plain(text), keys_by_spelling, n=1)
    best = word(column.listed, keys_by_spelling[close[0]], context.language) if close else None
    name = heading(column.key, context.language)
    raise Fault("word.unknown", suggestion=best, heading=name)


def read_text(raw: Raw, *, free: bool = False) -> str:
    """Read a text and normalise it by the rules of its column.

    Raises:
        Fault: `text.*`.
    """
    if isinstance(raw, bool):
        raise Fault("text.is_logical")
    if isinstance(raw, date | datetime | time | timedelta):
        raise Fault("text.is_date")
    if isinstance(raw, int | float):
        text = format_decimal(Decimal(repr(raw)))
        if len(text.replace(".", "").strip("0")) >= EXCEL_DIGITS or len(text) > EXCEL_DIGITS:
            raise Fault("text.digits_lost")
        return text
    stripped = raw.strip().lstrip("\ufeff")
    text = unicodedata.normalize("NFC" if free else "NFKC", stripped).replace("\u00a0", " ")
    if HIDDEN.search(text):
        cleaned = " ".join(HIDDEN.sub(" ", text).split())
        raise Fault("text.characters", suggestion=cleaned)
    # An apostrophe prevents a spreadsheet program from reading the text behind it as a formula.
    return (text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text).strip()


def _read_text(column: Column, raw: Raw, _: Context) -> Reading:
    return read_text(raw, free=column.key in FREE), None


def _read_country(column: Column, raw: Raw, context: Context) -> Reading:
    text = read_text(raw)
    codes = read_country(text)
    return _only(codes, text, column, context) if codes else (text, None)


def _only(meant: Sequence[str], text: str, column: Column, context: Context) -> Reading:
    """Read a name by its only meaning; a note reports another word than was written."""
    if len(meant) > 1:
        name = heading(column.key, context.language)
        raise Fault("word.ambiguous", suggestion=list_meanings(meant), heading=name)
    note = Note("word.read_as", {"read": meant[0]})
    return meant[0], None if text == meant[0] else note


def _read_delivery(_: Column, raw: Raw, __: Context) -> Reading:
    text = read_text(raw)
    if DIGEST.fullmatch(text.casefold()):
        return text.casefold(), None
    try:
        return parse_delivery_code(text), None
    except CradleError as error:
        raise Fault(error.code) from None


_READERS: Mapping[Form, Callable[[Column, Raw, Context], Reading]] = {
    Form.COUNT: _read_count,
    Form.DAY: _read_day,
    Form.WORD: _read_word,
    Form.TEXT: _read_text,
    Form.COUNTRY: _read_country,
    Form.DELIVERY: _read_delivery,
}
