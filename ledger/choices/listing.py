"""A list of choices as every reader is shown it: how many have a price, and those worth next to nothing in one sum.

A choice without a price is no choice of zero: no figure counts it, so each list says how many have one. A choice below
`SMALL` counts in the conservative figure like any other; the data name it, and what people read has it in one line.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_UP, Decimal
from typing import Final, Protocol, TypeVar

from ledger.footprint.graph.numbers import (
    EXPLAIN,
    ZERO,
    explained_sum,
    format_decimal,
    format_rounded,
    show_stated,
)
from ledger.translations.documents import number, text
from ledger.translations.languages import Language
from schemas.views.choice_counts import ChoiceCounts, SmallChoices
from schemas.views.report import ReportedChoice

SMALL: Final = Decimal("0.02")
"""Per cent of the declared figure below which a choice is a part of one sum."""

DIGITS: Final = 3
"""Of a share: it is computed of effects with 4."""

_HUNDRED: Final = Decimal(100)

_REASON: Final = "The rulebook names no alternative, or nothing gives its price."
_REASONS: Final = {
    "factor.cut_off": "Nothing states what the dataset leaves out.",
    "mass.unstated": "Nothing that is stated bounds it, or the rulebook has no price for it.",
    "time.old": "Nothing states what newer data would be.",
    "unit.batteries": "Neither mass nor charge carrier of the batteries is stated, or the rulebook bounds none.",
}
"""The reason why a choice of a kind may have no price."""


class Weighed(Protocol):
    """A choice with its effect in kg CO2e per unit of the figure; None without a price."""

    @property
    def effect(self) -> str | None:
        """The effect."""
        ...


Listed = TypeVar("Listed", bound=Weighed)


def count_choices(choices: Iterable[Weighed]) -> ChoiceCounts:
    """The number of choices, and of those with a price."""
    effects = [row.effect for row in choices]
    return ChoiceCounts(count=len(effects), priced=sum(effect is not None for effect in effects))


def counted_words(counts: ChoiceCounts, language: Language = "en") -> str:
    """The number of choices with a price, of all, as a clause."""
    form = "one" if counts.count == 1 else "many"
    values = {"priced": str(counts.priced), "count": str(counts.count)}
    return text(f"choices.priced.{form}", language, **values)


def without_price(choice: ReportedChoice) -> str | None:
    """The reason why a choice has no price; None of one that has."""
    return None if choice.effect is not None else _REASONS.get(choice.code, _REASON)


def percent_of(part: Decimal, declared: Decimal) -> Decimal | None:
    """A part in per cent of a figure; None of one that is not above zero."""
    return EXPLAIN.divide(EXPLAIN.multiply(part, _HUNDRED), declared) if declared > ZERO else None


def is_small(choice: Weighed, declared: str | None) -> bool:
    """True if a choice has a price, and that is next to nothing of the declared figure."""
    if choice.effect is None or declared is None:
        return False
    percent = percent_of(Decimal(choice.effect), Decimal(declared))
    return percent is not None and percent < SMALL


def without_small(
    choices: Sequence[Listed], declared: str | None
) -> tuple[list[Listed], SmallChoices | None]:
    """The choices that are listed one by one, and the sum of the others; None without any."""
    large = [row for row in choices if not is_small(row, declared)]
    return large, sum_small((row for row in choices if is_small(row, declared)), declared)


def sum_small(choices: Iterable[Weighed], declared: str | None) -> SmallChoices | None:
    """Small choices in one sum; None without any."""
    effects = [Decimal(row.effect or 0) for row in choices]
    if not effects or declared is None:
        return None
    effect = explained_sum(effects)
    percent = percent_of(effect, Decimal(declared)) or ZERO
    return SmallChoices(
        count=len(effects), effect=format_rounded(effect), percent=show_stated(percent, DIGITS)
    )


def _up(percent: Decimal) -> Decimal:
    """A sum of small shares to a thousandth of a per cent, rounded up so that it is not read as nothing."""
    return percent.quantize(Decimal("0.001"), rounding=ROUND_UP)


def small_words(small: SmallChoices, language: Language = "en") -> str:
    """The small choices as a clause."""
    form = "one" if small.count == 1 else "many"
    values = {
        "count": str(small.count),
        "least": number(format_decimal(SMALL), language),
        "percent": number(format_decimal(_up(Decimal(small.percent))), language),
    }
    return text(f"choices.small.{form}", language, **values)
