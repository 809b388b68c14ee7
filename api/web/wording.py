"""Amounts, periods and counts in the language of a supplier's page."""

from api.web.workspace import Visit
from ledger.translations.documents import number, period_words
from schemas.values import Period
from schemas.vocabulary import Unit


def format_quantity(visit: Visit, amount: str, unit: Unit) -> str:
    """An amount with its unit, in the language of a page; units are not translated."""
    return f"{number(amount, visit.language)}\u00a0{unit.value}"


def format_period(visit: Visit, period: Period | None) -> str:
    """A period, in the language of a page; empty without one."""
    return "" if period is None else period_words(period, visit.language)


def form_of(count: int) -> str:
    """The form of a sentence for a number: none, one, or many."""
    return {0: "none", 1: "one"}.get(count, "many")
