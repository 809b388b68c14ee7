"""Read days from cells of a workbook or from text in each language.

A cell with a date format is a day. A text is read year first (`2025-12-31`, `2025/12/31`, `2025年12月31日`), or day
first with points (`31.12.2025`). With slashes after the day or month, both orders are in use: the text is read if only
one order gives a day, else both are suggested. A bare number is Excel's count of days, with a note. Two-digit years are
refused.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from ledger.exchange.spreadsheet.faults import Fault, Note
from ledger.exchange.spreadsheet.grid import Raw

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
        return _within(_read_text(raw)), None
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _read_serial(raw, epoch)
    raise Fault("day.text")


def _read_serial(number: float, epoch: date) -> tuple[date, Note]:
    if number != int(number):
        raise Fault("day.time")
    if found := _COMPACT.fullmatch(str(int(number))):
        day = _day(*map(int, found.groups()))
    elif 0 < number < (LATEST - epoch).days:
        day = epoch + timedelta(days=int(number))
    else:
        raise Fault("day.unreal")
    return _within(day), Note("day.serial", {"read": day.isoformat()})


def _read_text(text: str) -> date:
    cleaned = " ".join(unicodedata.normalize("NFKC", text).split())
    found = _YEAR_FIRST.fullmatch(cleaned) or _COMPACT.fullmatch(cleaned)
    if found:
        return _day(*map(int, found.groups()))
    if found := _POINTS.fullmatch(cleaned):
        day, month, year = map(int, found.groups())
        return _day(year, month, day)
    if found := _EITHER.fullmatch(cleaned):
        return _either(*map(int, found.groups()))
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
    found = _maybe(year, month, day)
    if found is None:
        raise Fault("day.unreal")
    return found


def _within(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise Fault("day.unreal")
    return day
