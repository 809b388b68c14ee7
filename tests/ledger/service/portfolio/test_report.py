"""All calculations of a ledger scored as of now: beside the signed figures, with suppositions and spreads."""

from decimal import Decimal

import pytest
from support.ledger_batches import calculated
from support.ledger_battery import FACTORS, BatteryChain, mix, power
from support.ledger_world import made, replacing

from ledger.portfolio.coefficients import Line
from ledger.service.answers.explain import explain_entries
from ledger.service.portfolio.report import portfolio
from ledger.service.portfolio.spread import SpreadRequest
from ledger.service.portfolio.supposition import Supposition
from schemas.calculation import Filling
from schemas.errors import CradleError
from schemas.portfolio import Portfolio, PortfolioRow

pytestmark = pytest.mark.one_database


def asked(chain: BatteryChain, name: str, supposed: Supposition) -> PortfolioRow:
    """The row of one calculation."""
    (row,) = portfolio(chain.world.ledger, [name], supposed).rows
    return row


def close(found: str | None, exact: Decimal) -> bool:
    """Equal to eleven digits."""
    return abs(Decimal(found or "0") - exact) <= abs(exact) * Decimal("1e-11")


def test_nothing_has_changed_and_the_score_is_the_signed_figure(chain: BatteryChain) -> None:
    """To the digits that are written, and its stages add up to it."""
    name = calculated(chain)
    found = portfolio(chain.world.ledger, [name])
    (row,) = found.rows
    assert close(row.score, Decimal(row.signed))
    assert close(row.score, sum((Decimal(stage.value) for stage in row.stages), Decimal(0)))
    assert (row.supposed, row.spread, found.samples, found.left_out) == (None, None, None, ())
    assert (found.products, found.inputs) == (4, 3)


def test_a_correction_shows_beside_the_signed_figure(chain: BatteryChain) -> None:
    """The score is that of a calculation made today."""
    name = calculated(chain)
    better = {"inputs": [power("200")], "supersedes": replacing(chain.mined)}
    chain.world.enter(chain.mine, [made(chain.mine)], **better)
    (row,) = portfolio(chain.world.ledger, [name]).rows
    today = chain.calculation().statement
    assert not close(row.score, Decimal(row.signed))
    assert close(row.score, Decimal(today.total))


def test_a_withdrawn_entry_leaves_its_calculations_out(chain: BatteryChain) -> None:
    """With the reason; the others are scored."""
    name = calculated(chain)
    chain.world.withdraw(chain.mine, chain.mined)
    found = portfolio(chain.world.ledger, [name])
    assert found.rows == ()
    (left,) = found.left_out
    assert (left.calculation, left.reason) == (name, "the entry was withdrawn and has no figure")


def test_a_calculation_that_fills_gaps_is_left_out(chain: BatteryChain) -> None:
    """Its amounts depend on figures."""
    filling = Filling(mass=True)
    name = chain.world.submit(chain.calculation(filling=filling), chain.plant.working).id
    (left,) = portfolio(chain.world.ledger, [name]).left_out
    assert left.reason == "its filled gaps depend on figures"


def test_half_of_a_mines_own_emissions_is_what_a_mine_with_half_the_power_has(
    chain: BatteryChain,
) -> None:
    """The supposition needs no statement; the correction that makes it true comes to the same score."""
    name = calculated(chain)
    by_entry = asked(chain, name, Supposition(own=((chain.mined, 0.5),)))
    by_issuer = asked(chain, name, Supposition(own=((chain.mine.id, 0.5),)))
    halved = {"inputs": [power("50")], "supersedes": replacing(chain.mined)}
    chain.world.enter(chain.mine, [made(chain.mine)], **halved)
    (after,) = portfolio(chain.world.ledger, [name]).rows
    assert by_entry.supposed == by_issuer.supposed == after.score
    assert by_entry.score != after.score


def test_another_grid_is_another_factor_set(chain: BatteryChain) -> None:
    """All power at a tenth of its factor: what a calculation with that set states."""
    rows = (FACTORS.rows[0], mix("test:power", "0.05"))
    green = chain.world.ledger.keep(FACTORS.model_copy(update={"id": "green", "rows": rows}))
    name = calculated(chain)
    row = asked(chain, name, Supposition(factor_sets=(green,)))
    stated = chain.calculation(factor_sets=(green,)).statement
    assert close(row.supposed, Decimal(stated.total))


def test_another_supplier_is_taken_in_the_same_amount(chain: BatteryChain) -> None:
    """Recycled goods in place of ore: the packs' score falls by 50 kg of the difference of both."""
    name = calculated(chain)
    ore, other = Line(chain.mined, "main"), Line(chain.treated, "main")
    row = asked(chain, name, Supposition(instead=((ore, other),)))
    sources = [chain.mined, chain.treated]
    explained = explain_entries(chain.world.ledger, sources, chain.rulebook, [chain.factors])
    figures = explained.figures
    each = [Decimal(0), Decimal(0)]
    for place, line in enumerate((ore, other)):
        found = figures.line(line.subject, line.line)
        assert found is not None
        each[place] = sum(found.cells.values(), Decimal(0))
    energy = chain.calculation().statement.total_energy
    kwh = 10 * Decimal(energy.numerator) / Decimal(energy.denominator)
    change = Decimal(row.supposed or "0") - Decimal(row.score)
    assert abs(change - 50 * (each[1] - each[0]) / kwh) < Decimal("1e-12")


@pytest.mark.parametrize(
    "supposed",
    [
        Supposition(own=(("sha256:" + "0" * 64, 0.5),)),
        Supposition(instead=((Line("a", "main"), Line("b", "main")),)),
    ],
    ids=["own", "instead"],
)
def test_a_change_of_nothing_in_the_portfolio_is_refused(
    chain: BatteryChain, supposed: Supposition
) -> None:
    """A misspelt id would otherwise answer: no effect."""
    with pytest.raises(CradleError) as refused:
        asked(chain, calculated(chain), supposed)
    assert refused.value.code == "portfolio.unknown"


def test_factor_sets_that_value_less_are_refused(chain: BatteryChain) -> None:
    """A calculation without a score under them is not left out silently."""
    partial = FACTORS.model_copy(update={"id": "partial", "rows": FACTORS.rows[:1]})
    supposed = Supposition(factor_sets=(chain.world.ledger.keep(partial),))
    with pytest.raises(CradleError) as refused:
        asked(chain, calculated(chain), supposed)
    assert refused.value.code == "portfolio.factor_sets"


def spreads(chain: BatteryChain, name: str, samples: int) -> Portfolio:
    """The portfolio with a sigma of a tenth."""
    return portfolio(chain.world.ledger, [name], None, SpreadRequest(0.1, samples))


def test_the_spread_is_stated_twice_and_agrees(chain: BatteryChain) -> None:
    """The 2.5 and 97.5 percentiles are two standard deviations of the first order apart from the score."""
    found = spreads(chain, calculated(chain), 2_000)
    (row,) = found.rows
    assert row.spread is not None
    assert (found.samples, found.failed) == (2_000, 0)
    score, deviation = float(row.score), float(row.spread.first_order)
    assert float(row.spread.low or 0) == pytest.approx(score - 1.96 * deviation, rel=0.03)
    assert float(row.spread.high or 0) == pytest.approx(score + 1.96 * deviation, rel=0.03)


def test_a_spread_without_samples_is_of_the_first_order_alone(chain: BatteryChain) -> None:
    """No percentile is invented."""
    found = spreads(chain, calculated(chain), 0)
    (row,) = found.rows
    assert row.spread is not None
    assert (row.spread.low, row.spread.median, row.spread.high) == (None, None, None)
    assert (found.samples, found.failed) == (None, None)


def test_the_same_samples_are_drawn_twice(chain: BatteryChain) -> None:
    """The key is the portfolio's own."""
    name = calculated(chain)
    assert spreads(chain, name, 50) == spreads(chain, name, 50)


def test_a_ledger_without_calculations_has_an_empty_portfolio(chain: BatteryChain) -> None:
    """Nothing to solve."""
    found = portfolio(chain.world.ledger, [])
    assert (found.rows, found.products) == ((), 0)
