"""The arithmetic of `exact-1`: exact sums, one rounded division, one notation of a number.

A declared figure must have the same digits on every machine, in every order of submission. Sums and products run in a
context of 400 digits that traps Inexact: an operation that would lose a digit fails instead of rounding (the longest
sum of real chains stays under 200 digits). A cell is then one division, rounded half-even, once, to the coarser of 34
significant digits and 1e-60. The decimal arithmetic specification gives exactly that by its subnormal numbers: with
precision 34 and Emin -27 the last place is never finer than 1e-60, and with Emax 30 a cell of 1e31 or more overflows.

Operators and built-ins (`-x`, `abs(x)`, `sum`) round in the ambient context of the thread, so every operation here and
in the modules above names its context or only copies (`copy_negate`).
"""

from collections.abc import Iterable
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)
from functools import reduce
from typing import Final

from schemas.errors import CradleError

EXACT = Context(
    prec=400,
    Emax=10_000,
    Emin=-10_000,
    rounding=ROUND_HALF_EVEN,
    traps=[Inexact, InvalidOperation, DivisionByZero, Overflow],
)
CELL = Context(
    prec=34,
    Emax=30,
    Emin=-27,
    rounding=ROUND_HALF_EVEN,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
_SHOWN = Context(prec=100, Emax=10_000, Emin=-10_000, rounding=ROUND_HALF_EVEN)
STATED_DIGITS: Final = 4
"""Significant digits of what is told of rows of others; `ledger.disclosure.digits` argues for their number."""

DELIVERED = Context(prec=STATED_DIGITS, Emax=10_000, Emin=-10_000, rounding=ROUND_HALF_EVEN)
EXPLAIN = Context(prec=50, Emax=10_000, Emin=-10_000, rounding=ROUND_HALF_EVEN)

SHOWN_DIGITS = 6
"""Significant digits of a figure on a screen; documents hold all of them."""

ZERO = Decimal(0)
ONE = Decimal(1)


def divide(numerator: Decimal, denominator: Decimal) -> Decimal:
    """The one rounded division of a cell.

    Raises:
        CradleError: `figure.overflow` if the result is 1e31 or more.
    """
    try:
        return CELL.divide(numerator, denominator)
    except Overflow:
        detail = "A figure of 1e31 kg CO2e or more is refused; check amounts and units."
        raise CradleError("figure.overflow", detail) from None


def explained_sum(values: Iterable[Decimal]) -> Decimal:
    """The sum of explanatory values, at 50 digits: an exact one may need any number of them."""
    return reduce(EXPLAIN.add, values, ZERO)


def format_decimal(value: Decimal) -> str:
    """The one notation of a number: fixed-point, no trailing zero, no "-0"."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def round_delivered(value: Decimal) -> Decimal:
    """A value as a supplier states it to a customer: 4 significant digits, half-even."""
    return DELIVERED.plus(value)


def format_rounded(value: Decimal) -> str:
    """A value as a report states it: to 4 digits, so that it discloses no issuer's exact amounts."""
    return format_decimal(round_delivered(value))


def show_figure(value: Decimal, digits: int = SHOWN_DIGITS) -> str:
    """A figure for a person, rounded to significant digits, in fixed notation."""
    if not value:
        return "0"
    rounded = Context(prec=digits, Emax=10_000, Emin=-10_000).plus(value)
    exponent = min(rounded.adjusted() - digits + 1, 0)
    return format(_SHOWN.quantize(value, ONE.scaleb(exponent)), "f")


def show_stated(value: Decimal, digits: int = STATED_DIGITS) -> str:
    """A figure for a person: to the digits that readers are told, and with no more than it has."""
    return format_decimal(Decimal(show_figure(value, digits)))


def format_money(value: Decimal) -> str:
    """An amount of money for a person: two decimals."""
    return format(_SHOWN.quantize(value, Decimal("0.01")), "f")


def can_sum_to(total: Decimal, parts: Iterable[Decimal]) -> bool:
    """True if values with 4 digits can be a total and its parts.

    Each may be off by half a unit of its last digit, and no more: a sum of rounded parts is not the rounded sum.
    """
    tolerance, rest = half_unit(total), total
    for part in parts:
        tolerance, rest = EXACT.add(tolerance, half_unit(part)), EXACT.subtract(rest, part)
    return EXACT.abs(rest) <= tolerance


def rounding_allowance(values: Iterable[Decimal]) -> Decimal:
    """Half a unit of the last stated place of each value, added up: the difference that rounding explains.

    A zero is not rounded. An exponent states no coarser place than the units: `1E+2` is the same number as `100`.
    """
    return reduce(EXACT.add, map(_half_last_place, values), ZERO)


def _half_last_place(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    if not value or not isinstance(exponent, int):
        return ZERO
    return Decimal((0, (5,), min(exponent, 0) - 1))


def half_unit(value: Decimal) -> Decimal:
    """Half a unit of the last of 4 significant digits; zero for zero, which needs no rounding."""
    return Decimal((0, (5,), value.adjusted() - DELIVERED.prec)) if value else ZERO
