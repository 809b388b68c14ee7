"""Ids, figures and shares as reports show them: figures with six significant digits, shares with one decimal.

A figure that its reader is told to 4 digits has no more in sight: further zeros would claim digits that nobody told.
Only who is given all digits, the operator and an auditor, sees six.
"""

from decimal import Decimal

from ledger.footprint.graph.numbers import EXPLAIN, ONE, STATED_DIGITS, format_decimal, show_figure
from schemas.signed.calculation import AssertedCalculation
from schemas.vocabulary import Unit

_HUNDRED = Decimal(100)


def short(statement: str) -> str:
    """A statement id for a table: its first 12 hexadecimal digits."""
    return statement.removeprefix("sha256:")[:12]


def figure(value: str | Decimal) -> str:
    """A figure of a document for display; one that is told to 4 digits as it is told."""
    exact = Decimal(value)
    is_told = len(exact.as_tuple().digits) <= STATED_DIGITS
    return format_decimal(exact) if is_told else show_figure(exact)


def percent(part: Decimal, whole: Decimal = ONE) -> str:
    """A share in per cent; `-` of nothing."""
    if not whole:
        return "-"
    return f"{EXPLAIN.divide(EXPLAIN.multiply(part, _HUNDRED), whole):.1f} %"


def words(name: str) -> str:
    """A word of the formats without underscores; a flow keeps them."""
    return name if ":" in name else name.replace("_", " ")


def figure_unit(declared: Unit | None) -> str:
    """The unit of a figure in words: per declared unit of a product, or per kWh of a battery's total energy."""
    return f"kg CO2e per {'kWh of total energy' if declared is None else declared.value}"


def unit_words(calculation: AssertedCalculation) -> str:
    """The unit of a calculation's figure in words."""
    return figure_unit(calculation.unit)
