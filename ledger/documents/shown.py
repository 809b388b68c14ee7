"""Ids, figures and shares as reports show them: figures with six significant digits, shares with one decimal."""

from decimal import Decimal

from ledger.footprint.graph.numbers import EXPLAIN, ONE, show_figure

_HUNDRED = Decimal(100)


def short(statement: str) -> str:
    """A statement id for a table: its first 12 hexadecimal digits."""
    return statement.removeprefix("sha256:")[:12]


def figure(value: str) -> str:
    """A figure of a document for display."""
    return show_figure(Decimal(value))


def percent(part: Decimal, whole: Decimal = ONE) -> str:
    """A share in per cent; `-` of nothing."""
    if not whole:
        return "-"
    return f"{EXPLAIN.divide(EXPLAIN.multiply(part, _HUNDRED), whole):.1f} %"


def words(name: str) -> str:
    """A word of the formats without underscores; a flow keeps them."""
    return name if ":" in name else name.replace("_", " ")
