"""Read written numbers without a silent guess.

A text has one reading or two. `1.234,5` and `12,5` have one. `1.234` has two: 1234 where the point groups thousands,
1.234 where it is the decimal sign. The file's decimal sign decides then, and a note reports it; without one, both
readings are suggested. Digits and signs of any script and width are accepted (Unicode); spaces and apostrophes group.

Excel keeps binary floating point: a cell that shows 0.3 may contain 0.30000000000000004. Such a number is read with 15
significant digits, as many as Excel itself shows, and a note reports a change. Left out: groups of two as
in India, and words such as "about".
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ledger.exchange.spreadsheet.faults import Fault, Note
from ledger.exchange.spreadsheet.grid import printable
from ledger.footprint.graph.numbers import EXACT, format_decimal
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import scales

Sign = Literal[".", ","]

DECIMAL: dict[Language, Sign] = {"en": ".", "de": ",", "zh": "."}
"""The decimal sign of each language."""

EXCEL_DIGITS = 15
WHOLE, FRACTION = 18, 30

_MINUS = dict.fromkeys(map(ord, "\u2212\u2010\u2011\u2012\u2013\ufe63"), "-")
_MARKS = {**_MINUS, **dict.fromkeys(map(ord, "\u2019\u2018\u02bc\u00b4"), "'")}
_PLAIN = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"(?P<sign>[+-]?) ?(?P<body>[0-9][0-9.,' ]*|[.,][0-9]+)")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([ '])[0-9]{3})(?:\1[0-9]{3})*(?=[.,]|$)")
_EXPONENT = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]{1,3}")
_WORDED = re.compile(r"(?P<number>[+-]?[0-9][0-9.,' ]*?) ?(?P<words>[^\W\d_][^\d]*[0-9]?)")


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number in text: its reading, and the second one if there are two.

    Attributes:
        value: the only reading, or the one with `sign` as decimal sign.
        grouped: the reading with `sign` grouping thousands; None if there is one reading.
        sign: the decimal sign of the text, certain or possible.
        percent: True if a percent sign follows it.
    """

    value: Decimal
    grouped: Decimal | None = None
    sign: Sign | None = None
    percent: bool = False


def read_written(text: str) -> WrittenNumber:
    """Read a number from its text alone.

    Raises:
        Fault: `number.text`, `number.unit`, `number.scale` or `number.exponent`.
    """
    if _PLAIN.fullmatch(text):
        return WrittenNumber(Decimal(text))
    cleaned = _clean(text)
    percent = cleaned.endswith("%")
    body = cleaned.removesuffix("%").rstrip()
    if body.startswith("(") and body.endswith(")"):
        body = "-" + body[1:-1].strip()
    match = _NUMBER.fullmatch(body)
    if match is None:
        raise _no_number(body)
    return _readings(match["sign"], _ungroup(match["body"]), percent=percent)


def _clean(text: str) -> str:
    """Convert digits, signs, spaces and apostrophes of a text to ASCII."""
    narrow = unicodedata.normalize("NFKC", text).translate(_MARKS)
    if not narrow.isascii():
        narrow = "".join(
            str(unicodedata.decimal(char)) if char.isdecimal() else char for char in narrow
        )
    return " ".join(narrow.split())


def _no_number(body: str) -> Fault:
    if _EXPONENT.fullmatch(body):
        written = format(Decimal(body.replace(",", ".")), "f")
        return Fault("number.exponent", suggestion=written)
    if match := _WORDED.fullmatch(body):
        number, words = match["number"].strip(), match["words"]
        scale = next((name for name in _by_length() if _begins_with(name, words)), None)
        if scale is not None:
            return Fault("number.scale", suggestion=_written_out(number, scales()[scale]))
        return Fault("number.unit", number=number, unit=printable(words, 30))
    return Fault("number.text")


def _by_length() -> list[str]:
    """The words such as million, longer ones first."""
    return sorted(scales(), key=len, reverse=True)


def _begins_with(scale: str, words: str) -> bool:
    """True if a text is such a word, alone or before a unit; 千 begins units of its own, such as 千克."""
    text = words.casefold()
    if scale.isascii():
        return re.match(rf"{scale}\b", text) is not None
    return text == scale or (scale != "千" and text.startswith(scale))


def _written_out(number: str, power: int | None) -> str | None:
    """The digits of a number times a power of ten; None if either has two readings."""
    try:
        written = read_written(number)
    except Fault:
        return None
    if power is None or written.grouped is not None:
        return None
    return format_decimal(EXACT.scaleb(written.value, power))


def _ungroup(body: str) -> str:
    """Remove the spaces or apostrophes between groups; with such groups a later sign is not a group separator."""
    grouped = _GROUPED.match(body)
    if grouped is not None:
        whole = re.sub("[ ']", "", grouped[0])
        rest = body[grouped.end() :]
        # A whole number this long has one reading only, so the rest is its fraction.
        return f"{whole}{rest}" if rest.count(".") + rest.count(",") <= 1 else ""
    return body


def _readings(sign: str, body: str, *, percent: bool) -> WrittenNumber:
    if not body or " " in body or "'" in body:
        raise Fault("number.text")
    points, commas = body.count("."), body.count(",")
    if not points and not commas:
        return WrittenNumber(Decimal(sign + body), percent=percent)
    last: Sign = "." if body.rfind(".") > body.rfind(",") else ","
    other = "," if last == "." else "."
    left, _, right = body.rpartition(last)
    if points and commas:
        if not _is_grouped(left, other) or not right:
            raise Fault("number.text")
        whole = left.replace(other, "")
        return WrittenNumber(Decimal(sign + whole + "." + right), None, last, percent)
    if points + commas > 1:
        if not _is_grouped(body, last):
            raise Fault("number.text")
        decimal: Sign = "," if last == "." else "."
        return WrittenNumber(Decimal(sign + body.replace(last, "")), None, decimal, percent)
    value = Decimal(sign + (left or "0") + "." + (right or "0"))
    if len(right) == 3 and 1 <= len(left) <= 3 and not left.startswith("0"):  # noqa: PLR2004
        return WrittenNumber(value, Decimal(sign + left + right), last, percent)
    return WrittenNumber(value, None, last, percent)


def _is_grouped(text: str, sign: str) -> bool:
    return re.fullmatch(rf"[1-9][0-9]{{0,2}}(\{sign}[0-9]{{3}})+", text) is not None


def decide(
    written: WrittenNumber, decimal: Sign | None, language: Language | None
) -> tuple[Decimal, Note | None]:
    """Choose the reading by a file's decimal sign; add a note if there were two, or if the sign is another language's.

    Raises:
        Fault: `number.ambiguous` if there are two readings and the file has no certain decimal sign.
    """
    percent = " %" if written.percent else ""
    if written.grouped is not None:
        if decimal is None:
            pair = f"{format_decimal(written.grouped)}{percent} / {format_decimal(written.value)}0{percent}"
            raise Fault("number.ambiguous", suggestion=pair)
        value = written.value if decimal == written.sign else written.grouped
        return value, Note("number.read_as", {"read": f"{format_decimal(value)}{percent}"})
    foreign = language is not None and written.sign not in {None, DECIMAL[language]}
    read = {"read": f"{format_decimal(written.value)}{percent}"}
    return written.value, Note("number.other_language", read) if foreign else None


def read_float(number: float) -> tuple[Decimal, Note | None]:
    """Read the number of an Excel cell with at most 15 significant digits; add a note if that changed it."""
    if isinstance(number, int):
        return Decimal(number), None
    value = Decimal(format(number, f".{EXCEL_DIGITS}g"))
    if float(value) == number:
        return value, None
    words = {"found": repr(number), "read": format_decimal(value)}
    return value, Note("number.rounded", words)


def require_digits(value: Decimal) -> None:
    """Refuse a number with more digits than the wire format allows.

    Raises:
        Fault: `number.digits`.
    """
    whole, _, fraction = format_decimal(value).lstrip("-").partition(".")
    if len(whole) > WHOLE or len(fraction) > FRACTION:
        raise Fault("number.digits")
