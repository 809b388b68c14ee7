"""All calculations of a ledger scored as of now: beside the signed figures, with suppositions and spreads."""

from decimal import Decimal
from typing import get_args

import pytest
from support.exact_figures import exact_total
from support.ledger_batches import batch, calculated
from support.ledger_battery import FACTORS, BatteryChain, freight, mix, power
from support.ledger_world import made, replacing, taken
from support.refusal import refused
from support.rows import Row

from ledger.footprint.graph.numbers import format_rounded
from ledger.portfolio.coefficients import Line
from ledger.service.answers.explain import explain_entries
from ledger.service.portfolio.answer import answer
from ledger.service.portfolio.question import Question, SpreadRequest
from ledger.workers.cluster import local
from schemas.exchanged.portfolio_scenario import (
    PortfolioScenario,
    Replaced,
    ScaledEmissions,
    SuppliedLine,
)
from schemas.signed.calculation import Filling
from schemas.signed.entry import Site
from schemas.values import Period
from schemas.views.portfolio import Breakdown, Portfolio, PortfolioRow


def asked(chain: BatteryChain, name: str, *scenarios: PortfolioScenario) -> PortfolioRow:
    """The row of one calculation."""
    (row,) = answer(chain.world.ledger, [name], Question(scenarios)).rows
    return row


def scaled(name: str, factor: str) -> PortfolioScenario:
    """Own emissions times a factor."""
    return PortfolioScenario(name="scaled", own=(ScaledEmissions(id=name, factor=factor),))


def replaced(old: str, new: str) -> PortfolioScenario:
    """The main line of one entry in place of that of another one."""
    ends = (SuppliedLine(entry=entry, line="main") for entry in (old, new))
    return PortfolioScenario(name="taken", take=(Replaced(old=next(ends), new=next(ends)),))


def under(*factor_sets: str) -> PortfolioScenario:
    """Other factors."""
    return PortfolioScenario(name="factors", factor_sets=factor_sets)


def close(found: str | None, exact: Decimal) -> bool:
    """Equal to eleven digits."""
    return abs(Decimal(found or "0") - exact) <= abs(exact) * Decimal("1e-11")


def test_nothing_has_changed_and_the_score_is_the_signed_figure(chain: BatteryChain) -> None:
    """To the digits that are written, and its stages add up to it."""
    name = calculated(chain)
    found = answer(chain.world.ledger, [name], Question())
    (row,) = found.rows
    assert row.signed == format_rounded(Decimal(row.score))
    assert close(row.score, sum((Decimal(stage.value) for stage in row.stages), Decimal(0)))
    assert (row.supposed, row.spread, found.samples, found.left_out) == ((), None, None, ())
    assert (found.products, found.inputs) == (4, 3)


def test_a_correction_shows_beside_the_signed_figure(chain: BatteryChain) -> None:
    """The score is that of a calculation made today."""
    name = calculated(chain)
    better = {"inputs": [power("200")], "supersedes": replacing(chain.mined)}
    chain.world.enter(chain.mine, [made(chain.mine)], **better)
    (row,) = answer(chain.world.ledger, [name], Question()).rows
    assert not close(row.score, Decimal(row.signed))
    assert close(row.score, Decimal(exact_total(chain.calculation())))


def test_a_withdrawn_entry_leaves_its_calculations_out(chain: BatteryChain) -> None:
    """With the reason; the others are scored."""
    name = calculated(chain)
    chain.world.withdraw(chain.mine, chain.mined)
    found = answer(chain.world.ledger, [name], Question())
    assert found.rows == ()
    (left,) = found.left_out
    assert (left.calculation, left.reason) == (name, "the entry was withdrawn and has no figure")


def test_a_calculation_that_fills_gaps_is_left_out(chain: BatteryChain) -> None:
    """Its amounts depend on figures."""
    name = chain.world.submit(chain.calculation(filling=Filling(mass=True)), chain.plant.working).id
    (left,) = answer(chain.world.ledger, [name], Question()).left_out
    assert left.reason == "its filled gaps depend on figures"


def test_half_of_a_mines_own_emissions_is_what_a_mine_with_half_the_power_has(
    chain: BatteryChain,
) -> None:
    """The supposition needs no statement; the correction that makes it true comes to the same score."""
    name = calculated(chain)
    asked_first = asked(chain, name, scaled(chain.mined, "0.5"), scaled(chain.mine.id, "0.5"))
    halved = {"inputs": [power("50")], "supersedes": replacing(chain.mined)}
    chain.world.enter(chain.mine, [made(chain.mine)], **halved)
    (after,) = answer(chain.world.ledger, [name], Question()).rows
    assert asked_first.supposed == (after.score, after.score)
    assert asked_first.score != after.score


def test_another_grid_is_another_factor_set(chain: BatteryChain) -> None:
    """All power at a tenth of its factor: what a calculation with that set states."""
    rows = (FACTORS.rows[0], mix("test:power", "0.05"))
    green = chain.world.ledger.keep(FACTORS.model_copy(update={"id": "green", "rows": rows}))
    name = calculated(chain)
    row = asked(chain, name, under(green))
    stated = exact_total(chain.calculation(factor_sets=(green,)))
    assert close(row.supposed[0], Decimal(stated))


def test_another_supplier_is_taken_in_the_same_amount(chain: BatteryChain) -> None:
    """Recycled goods in place of ore: the packs' score falls by 50 kg of the difference of both."""
    name = calculated(chain)
    ore, other = Line(chain.mined, "main"), Line(chain.treated, "main")
    row = asked(chain, name, replaced(chain.mined, chain.treated))
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
    change = Decimal(row.supposed[0]) - Decimal(row.score)
    assert abs(change - 50 * (each[1] - each[0]) / kwh) < Decimal("1e-12")


@pytest.mark.parametrize("by", get_args(Breakdown))
def test_the_parts_of_a_score_add_up_to_it(chain: BatteryChain, by: Breakdown) -> None:
    """Largest first, and none of them is zero."""
    found = answer(chain.world.ledger, [calculated(chain)], Question(by=by))
    (row,) = found.rows
    values = [Decimal(part.value) for part in row.parts]
    assert found.by == by
    assert close(row.score, sum(values, Decimal(0)))
    assert values == sorted(values, key=abs, reverse=True)
    assert all(values)


def test_a_firm_has_what_its_entries_cause(chain: BatteryChain) -> None:
    """The packs take 50 kg of ore at 0.5 kg CO2e, cause 20 kg by power and 1 kg by freight themselves."""
    (row,) = answer(chain.world.ledger, [calculated(chain)], Question(by="firm")).rows
    found = {part.key: Decimal(part.value) for part in row.parts}
    energy = chain.calculation().statement.total_energy
    kwh = 10 * Decimal(energy.numerator) / Decimal(energy.denominator)
    for firm, kg in ((chain.mine, 25), (chain.plant, 21)):
        assert abs(found[firm.id] - kg / kwh) < Decimal("1e-12")
    assert {part.name for part in row.parts} >= {"Mine Ltd", "Plant Ltd"}


AVERAGE = PortfolioScenario(name="years", average=True)


def second_lot(chain: BatteryChain, **header: object) -> str:
    """300 kg of the mine at 2 kg CO2e per kg, of which a second batch of packs takes 10; the first has 0.5."""
    first = {"inputs": [power("100")], "period": Period(start="2025-01-01", end="2025-06-01")}
    chain.world.enter(chain.mine, [made(chain.mine)], supersedes=replacing(chain.mined), **first)
    fields = {"inputs": [power("1200")], "period": Period(start="2025-06-01", end="2026-01-01")}
    lot = chain.world.enter(chain.mine, [made(chain.mine, "300")], **(fields | header))
    goods = chain.world.deliver(chain.mine, lot, chain.plant)
    batch(chain, "2025-06-01", "2025-07-01", inputs=[taken(goods, "10"), freight("10")])
    return calculated(chain)


def test_lots_of_a_year_are_averaged(chain: BatteryChain) -> None:
    """Lots of 100 and 300 kg have a mean of 1.625: 60 kg of it come in place of 50 at 0.5 and 10 at 2."""
    row = asked(chain, second_lot(chain), AVERAGE)
    energy = chain.calculation().statement.total_energy
    kwh = 20 * Decimal(energy.numerator) / Decimal(energy.denominator)
    change = Decimal(row.supposed[0]) - Decimal(row.score)
    assert abs(change - (60 * Decimal("1.625") - 25 - 20) / kwh) < Decimal("1e-12")


@pytest.mark.parametrize(
    "header",
    [
        {"site": Site(code="mine-2", country="SE")},
        {"period": Period(start="2024-01-01", end="2024-02-01")},
    ],
    ids=["site", "year"],
)
def test_lots_of_other_sites_and_years_are_not(chain: BatteryChain, header: Row) -> None:
    """Each stands for itself, and no score changes."""
    row = asked(chain, second_lot(chain, **header), AVERAGE)
    assert row.supposed == (row.score,)


def test_averages_come_after_the_other_changes(chain: BatteryChain) -> None:
    """The mine without own emissions has an average of zero, so its goods add nothing to the packs."""
    name = second_lot(chain)
    nothing = (ScaledEmissions(id=chain.mine.id, factor="0"),)
    both = PortfolioScenario(name="both", own=nothing, average=True)
    row = asked(chain, name, both, PortfolioScenario(name="own", own=nothing))
    assert row.supposed[0] == row.supposed[1] != row.score


@pytest.mark.parametrize(
    "supposed",
    [scaled("sha256:" + "0" * 64, "0.5"), replaced("sha256:" + "0" * 64, "sha256:" + "1" * 64)],
    ids=["own", "take"],
)
def test_a_change_of_nothing_in_the_portfolio_is_refused(
    chain: BatteryChain, supposed: PortfolioScenario
) -> None:
    """A misspelt id would otherwise answer: no effect."""
    with refused("portfolio.unknown"):
        asked(chain, calculated(chain), supposed)


def test_factor_sets_that_value_less_are_refused(chain: BatteryChain) -> None:
    """A calculation without a score under them is not left out silently."""
    partial = FACTORS.model_copy(update={"id": "partial", "rows": FACTORS.rows[:1]})
    supposed = under(chain.world.ledger.keep(partial))
    with refused("portfolio.factor_sets"):
        asked(chain, calculated(chain), supposed)


def spreads(chain: BatteryChain, name: str, samples: int) -> Portfolio:
    """The portfolio with a sigma of a tenth."""
    spread = SpreadRequest(Decimal("0.1"), samples)
    return answer(chain.world.ledger, [name], Question(spread=spread))


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
    found = answer(chain.world.ledger, [], Question())
    assert (found.rows, found.products) == ((), 0)


def test_only_what_changed_since_a_state_is_shown(chain: BatteryChain) -> None:
    """With the score as of then: a correction of the mine changes it, and before it nothing does."""
    name = calculated(chain)
    with chain.world.ledger.view() as view:
        earlier = view.registry().size
    (before,) = answer(chain.world.ledger, [name], Question()).rows
    assert answer(chain.world.ledger, [name], Question(since=earlier)).rows == ()
    better = {"inputs": [power("200")], "supersedes": replacing(chain.mined)}
    chain.world.enter(chain.mine, [made(chain.mine)], **better)
    found = answer(chain.world.ledger, [name], Question(since=earlier))
    (row,) = found.rows
    assert (row.before, found.since) == (before.score, earlier)
    assert row.score != before.score


def test_a_state_that_is_not_reached_is_refused(chain: BatteryChain) -> None:
    """Nothing has changed since the future."""
    with refused("portfolio.since"):
        answer(chain.world.ledger, [], Question(since=10_000))


def test_worker_processes_find_the_same_digits(chain: BatteryChain) -> None:
    """Samples, first orders and scenarios on two processes, as in this one."""
    name = calculated(chain)
    scenarios = (scaled(chain.mined, "0.5"), replaced(chain.mined, chain.treated))
    question = Question(scenarios, SpreadRequest(Decimal("0.1"), 60))
    with local(2) as run:
        found = answer(chain.world.ledger, [name], question, run)
    assert found == answer(chain.world.ledger, [name], question)
