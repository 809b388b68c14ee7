"""A spread that a portfolio computed is found for one size of the registry, to the digits that everybody is told."""

from decimal import Decimal

from ledger.service.portfolio.kept_spread import find_spread, keep_spreads, told_spread
from ledger.service.portfolio.question import SpreadRequest
from ledger.state.view import Memory
from schemas.views.portfolio import Portfolio, PortfolioRow, ScoreSpread

SPREAD = ScoreSpread(first_order="0.0271828182846", low="0.0801234567", high="0.1891234567")
ID = "sha256:" + "ab" * 32


def portfolio(spread: ScoreSpread | None) -> Portfolio:
    """A portfolio of one row, as far as its spread goes."""
    row = PortfolioRow.model_construct(calculation=ID, spread=spread)
    state = type("State", (), {"size": 7})()
    return Portfolio.model_construct(rows=(row,), as_of=state)


def test_a_spread_is_kept_to_four_digits_for_its_size() -> None:
    """The operator's twelve digits are told as a manufacturer's are."""
    memory = Memory()
    keep_spreads(memory, SpreadRequest(Decimal("0.1"), 200), portfolio(SPREAD))
    known = find_spread(memory, ID, 7)
    assert known is not None
    assert known.spread == told_spread(SPREAD)
    assert (known.spread.low, known.spread.high) == ("0.08012", "0.1891")
    assert known.request.sigma == Decimal("0.1")
    assert find_spread(memory, ID, 8) is None


def test_a_portfolio_without_a_spread_keeps_none() -> None:
    """A row that was scored alone leaves the figure without one."""
    memory = Memory()
    keep_spreads(memory, SpreadRequest(Decimal("0.1")), portfolio(None))
    assert find_spread(memory, ID, 7) is None
