"""Numbers of a file against the sign and the bounds that its format states for each member.

Every format says which members are never negative, which are removals and so never positive, which are percentages and
which are ratings from 1 (best) to 5. A number of 1e15 or more, or with more than 30 decimal places, is no footprint of
anything: generators of sample files fill in the largest double, 1.7976931348623157E308.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import Enum

from ledger.exchange.lint.finding import error, warning
from ledger.footprint.external.document import Fields
from ledger.footprint.graph.numbers import ONE, ZERO
from schemas.errors import CradleError
from schemas.views.lint_report import LintFinding

_SPELLINGS = (("co2equivalent", "co2"), ("co2eq", "co2"), ("co2e", "co2"), ("per", "/"))
_ABBREVIATED = {
    "kg": "kilogram",
    "kgs": "kilogram",
    "kilograms": "kilogram",
    "kwh": "kilowatthour",
    "kilowatthours": "kilowatthour",
    "l": "liter",
    "litre": "liter",
    "m3": "cubicmeter",
    "m2": "squaremeter",
    "mj": "megajoule",
    "pc": "piece",
    "pcs": "piece",
    "pieces": "piece",
    "tkm": "tonkilometer",
    "tonnekilometre": "tonkilometer",
}
"""Abbreviations of the words of PACT and Catena-X."""

_HUNDRED, _FIVE = Decimal(100), Decimal(5)


class Bound(Enum):
    """The bounds of a member: least and most, either of which may be absent."""

    ANY = (None, None, "lint.range", "")
    POSITIVE = (ZERO, None, "lint.range", "above zero")
    NOT_NEGATIVE = (ZERO, None, "lint.sign", "zero or more")
    NOT_POSITIVE = (None, ZERO, "lint.sign", "zero or less, because it is a removal")
    PERCENT = (ZERO, _HUNDRED, "lint.range", "from 0 to 100")
    RATING = (ONE, _FIVE, "lint.range", "from 1 to 5")

    def allows(self, value: Decimal) -> bool:
        """True if a value is within the bounds."""
        least, most, _, _ = self.value
        if self is Bound.POSITIVE:
            return value > ZERO
        return (least is None or value >= least) and (most is None or value <= most)

    @property
    def code(self) -> str:
        """The code of a finding on a value outside the bounds."""
        return str(self.value[2])

    @property
    def words(self) -> str:
        """The bounds in words."""
        return str(self.value[3])


def number(fields: Fields, name: str) -> Decimal | None:
    """A member as a number; None if it is absent or none, which another finding reports."""
    try:
        return fields.number(name) if fields.has(name) else None
    except CradleError:
        return None


def number_faults(
    fields: Fields,
    bounds: Mapping[str, Bound],
    *,
    strings: bool = False,
    numbers: bool = True,
) -> Iterator[LintFinding]:
    """Check the numbers that are present.

    Args:
        fields: an object of the file.
        bounds: its members that are numbers, with their bounds.
        strings: True if the format has decimal strings.
        numbers: True if the format has JSON numbers.
    """
    for name, bound in bounds.items():
        if not fields.has(name):
            continue
        text, place = fields.stated(name), fields.path(name)
        try:
            value = fields.number(name, strings=strings, numbers=numbers)
        except CradleError as refused:
            yield _not_a_number(fields, name, refused, strings=strings, numbers=numbers)
        else:
            if not bound.allows(value):
                detail = f"{name} is {_short(text)}; it must be {bound.words}. Correct the value."
                yield error(bound.code, place, detail, text)


def _not_a_number(
    fields: Fields, name: str, refused: CradleError, *, strings: bool, numbers: bool
) -> LintFinding:
    text, place = fields.stated(name), fields.path(name)
    right_kind = numbers if fields.is_number(name) else strings
    if refused.code == "external.digits" or (right_kind and fields.is_number(name)):
        detail = (
            f"{name} is {_short(text)}: no footprint is 1e15 or more, or has more than 30 decimal"
            " places. Put in the value that was calculated."
        )
        return error("lint.range", place, detail, text)
    form = "string of digits" if strings and not numbers else "JSON number"
    detail = f"{name} is not a decimal {form}; write it as one."
    return error("lint.type", place, detail, text)


def missing_faults(fields: Fields, names: Iterable[str]) -> Iterator[LintFinding]:
    """Report the mandatory members that are absent or null."""
    for name in names:
        if not fields.has(name):
            detail = f"The member {name} is missing, which the format requires; state it."
            yield error("lint.missing", fields.path(name), detail)


def unit_faults(
    fields: Fields, name: str, *words: str, closed: bool = True
) -> Iterator[LintFinding]:
    """Check a unit against the words that the format has.

    Args:
        fields: the object that states it.
        name: its member.
        words: the format's units.
        closed: True if the format allows no other spelling of them; else that is a warning.
    """
    text = fields.stated(name)
    if text is None or text in words:
        return
    meant = [word for word in words if _plain(text) == _plain(word)]
    if meant:
        detail = f"{text:.60} is the unit {meant[0]} in another spelling; write {meant[0]}."
        yield (error if closed else warning)("lint.unit", fields.path(name), detail, text)
    else:
        detail = f"{text:.60} is not a unit of the format, which has {', '.join(words)}; convert the value."
        yield error("lint.unit", fields.path(name), detail, text)


def _plain(unit: str) -> str:
    """A unit without the signs in which its spellings differ."""
    kept = "".join(sign for sign in unit.casefold() if sign.isalnum() or sign == "/")
    for long, short in _SPELLINGS:
        kept = kept.replace(long, short)
    return _ABBREVIATED.get(kept, kept)


def _short(text: str | None) -> str:
    return f"{text or '':.40}"
