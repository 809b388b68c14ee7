"""Whether two values are the same, the one a rounding of the other, or different.

A number is the same if it is equal, in whatever notation. It is rounded if it has fewer digits than the bundle's and is
that number rounded half to even at its own digits. A text is rounded if it differs in such numbers alone.
"""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from itertools import islice
from typing import NamedTuple, TypeVar

from schemas.errors import CradleError
from schemas.views.compared_document import ComparedValue, ValueState

LONGEST = 300
"""The characters of a value that a report repeats."""

_NUMBER = re.compile(r"[-\u2212]?[0-9]{1,60}(?:[.,][0-9]{1,60})?(?![0-9])")
_PLAIN = re.compile(r"-?[0-9]{1,60}(\.[0-9]{1,60})?([eE][+-]?[0-9]{1,2})?")


MOST = 200_000
"""The most values, texts or pieces of markup of a document; a study of ten thousand entries has fewer."""

Row = TypeVar("Row")


class Match(NamedTuple):
    """The relation of two values; the digits of a rounded number."""

    state: ValueState
    digits: int | None = None


SAME, DIFFERS = Match("same"), Match("differs")


def match_values(text: str, expected: str, exact: str | None = None) -> Match:
    """Compare two values.

    Args:
        text: in the document.
        expected: by the bundle, as documents write it.
        exact: the same number with all its digits, if documents round it.
    """
    if text == expected:
        return SAME
    number = _decimal(text)
    numbers = [row for row in map(_decimal, filter(None, (expected, exact))) if row is not None]
    if number is None or not numbers:
        return DIFFERS
    if number in numbers:
        return SAME
    digits = _digits(text)
    is_rounded = any(
        _digits(str(row)) > digits and _rounded(row, digits) == number for row in numbers
    )
    return Match("rounded", digits) if is_rounded and number else DIFFERS


def match_texts(text: str, expected: str, mark: str) -> Match:
    """Compare two texts; numbers in them may be rounded.

    Args:
        text: in the document.
        expected: by the bundle.
        mark: the decimal mark of the document's language.
    """
    if text == expected:
        return SAME
    if _NUMBER.sub("#", text) != _NUMBER.sub("#", expected):
        return DIFFERS
    pairs = zip(_NUMBER.findall(text), _NUMBER.findall(expected), strict=True)
    matches = [
        match_values(_plain(number, mark), _plain(expected_number, mark))
        for number, expected_number in pairs
    ]
    return _worst(matches)


def compared(place: str, text: str, expected: str, match: Match) -> ComparedValue:
    """The comparison of a value that both sides have."""
    return ComparedValue(
        place=cut(place),
        state=match.state,
        document=cut(text),
        bundle=cut(expected),
        digits=match.digits,
    )


def bounded(rows: Iterable[Row]) -> list[Row]:
    """The values of a document, or their comparison, if they are not too many.

    Raises:
        CradleError: `document.unreadable`.
    """
    values = list(islice(rows, MOST + 1))
    if len(values) > MOST:
        detail = f"The file has more than {MOST} values; a document has fewer."
        raise CradleError("document.unreadable", detail)
    return values


def cut(text: str) -> str:
    """A text as a report repeats it: printable, and not endless."""
    shown = text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in shown)


def _worst(matches: Iterable[Match]) -> Match:
    rows = list(matches)
    if DIFFERS in rows:
        return DIFFERS
    digits = [row.digits for row in rows if row.digits is not None]
    # Texts that differ and whose numbers are all equal spell a number in another way.
    return Match("rounded", min(digits)) if digits else DIFFERS


def _plain(number: str, mark: str) -> str:
    """A number of a text as JSON writes it; one with another language's mark stays as it is."""
    return number.replace("\u2212", "-").replace(mark, "." if mark == "," else mark)


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if _PLAIN.fullmatch(text) else None


def _digits(number: str) -> int:
    """The significant digits of a number as it is written."""
    return len(re.sub(r"[eE].*|[-.]", "", number).lstrip("0"))


def _rounded(number: Decimal, digits: int) -> Decimal | None:
    """A number at so many significant digits, half to even; None at no digit."""
    if not digits:
        return None
    return Context(prec=digits, rounding=ROUND_HALF_EVEN).plus(number)
