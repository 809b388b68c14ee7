"""Spreads of figures that a portfolio computed, kept in memory to stand beside the figures.

A spread is of the statements of one size of the registry, for an assumed sigma. Only sigmas and numbers of samples that
every manufacturer may ask for are kept, since each further one would tell more about the amounts of others.
"""

from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.numbers import format_rounded
from ledger.service.portfolio.question import SpreadRequest
from ledger.state.kept import Kept
from ledger.state.view import Memory
from schemas.views.portfolio import Portfolio, ScoreSpread


class KnownSpread(NamedTuple):
    """The spread of a figure, to 4 digits, and what it was computed with."""

    request: SpreadRequest
    spread: ScoreSpread


_SPREADS = Kept[KnownSpread]("spread")


def keep_spreads(memory: Memory, request: SpreadRequest, portfolio: Portfolio) -> None:
    """Keep the spreads of a portfolio's rows."""
    for row in portfolio.rows:
        if row.spread is not None:
            key = row.calculation, portfolio.as_of.size
            _SPREADS.keep(memory, key, KnownSpread(request, told_spread(row.spread)))


def find_spread(memory: Memory, calculation: str, size: int) -> KnownSpread | None:
    """The last spread that was computed of a calculation at a size of the registry."""
    return _SPREADS.find(memory, (calculation, size))


def told_spread(spread: ScoreSpread) -> ScoreSpread:
    """A spread to the digits that every reader is told."""
    values = spread.to_json()
    return ScoreSpread(**{name: format_rounded(Decimal(value)) for name, value in values.items()})
