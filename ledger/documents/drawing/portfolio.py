"""A portfolio as a picture, in the words of a language: what is signed, what it would be now, and the range of that."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from ledger.documents.drawing.score_ranges import ScoreRange, draw_score_ranges
from ledger.footprint.graph.numbers import EXPLAIN, STATED_DIGITS, ZERO, show_stated
from ledger.translations.documents import number, period_words, text
from ledger.translations.languages import Language
from schemas.views.portfolio import PortfolioRow

SAME: Final = Decimal("1e-9")
"""The relative difference below which a score is what was signed with all digits."""

TOLD: Final = Decimal("1e-3")
"""The same of what was signed to 4 digits."""


def relative_change(row: PortfolioRow) -> Decimal:
    """The change of a figure, relative to what is signed; zero for rounding errors.

    A figure that is signed to 4 digits, from goods that were told to 4 digits, may be off by a thousandth.
    """
    signed, score = Decimal(row.signed), Decimal(row.score)
    is_told = len(signed.as_tuple().digits) <= STATED_DIGITS
    if abs(score - signed) <= (TOLD if is_told else SAME) * abs(signed):
        return ZERO
    return EXPLAIN.divide(score - signed, abs(signed)) if signed else Decimal(1)


def by_change(rows: Sequence[PortfolioRow]) -> list[PortfolioRow]:
    """The rows, that with the greatest change first."""
    return sorted(rows, key=lambda row: abs(relative_change(row)), reverse=True)


def ends_of(row: PortfolioRow) -> tuple[Decimal, Decimal] | None:
    """The range of a score; None without samples."""
    spread = row.spread
    if spread is None or spread.low is None or spread.high is None:
        return None
    return Decimal(spread.low), Decimal(spread.high)


def draw_portfolio(rows: Sequence[PortfolioRow], language: Language) -> str:
    """Draw the rows from the top, as SVG."""
    return draw_score_ranges(
        [_drawn(row, language) for row in rows],
        text("portfolio.picture", language),
        lambda value: number(value, language),
    )


def _drawn(row: PortfolioRow, language: Language) -> ScoreRange:
    signed, ends = Decimal(row.signed), ends_of(row)
    score = Decimal(row.score) if relative_change(row) else signed
    name = f"{row.model}, {row.site}, {period_words(row.period, language)}"

    def shown(value: Decimal, digits: int = 6) -> str:
        return number(show_stated(value, digits), language)

    figures = {"signed": shown(signed), "score": shown(score)}
    words = text("portfolio.words", language, name=name, **figures)
    if ends is not None:
        low, high = (shown(value, 3) for value in ends)
        words = text("portfolio.words.range", language, words=words, low=low, high=high)
    return ScoreRange(name, signed, score, ends, words)
