"""Calculation: the figure of the small chain, by hand and by the ledger."""

from decimal import Decimal
from fractions import Fraction

from support.exact_figures import calculation_of
from support.ledger_battery import FACTORS, MODEL, BatteryChain, freight
from support.ledger_world import made, replacing, taken
from support.refusal import refused

from ledger.footprint.analysis.contributions import group_by
from ledger.service.answers.explain import explain_calculation, explain_entries, explain_line
from ledger.state.software import SOFTWARE
from schemas.exchanged.calculation_request import Treatment
from schemas.signed.calculation import Calculation, Exclusion
from schemas.signed.entry import Product, ProductLine
from schemas.vocabulary import ProcessCode, Stage

CLOSE = Fraction(1, 10**30)


def calculated(chain: BatteryChain, **parts: object) -> Calculation:
    """The calculation as of now, with all digits."""
    return calculation_of(chain.calculation(**parts))


def total(calculation: Calculation) -> Fraction:
    """The total as a fraction."""
    return Fraction(Decimal(calculation.total))


def test_figure_by_hand(shared: BatteryChain) -> None:
    """The total is (100 kg x 0.46 + 100 kg x 0.1) over 10 batteries of 2 kWh x 60 x 8."""
    found = calculated(shared)
    assert (found.batteries, found.software) == (10, SOFTWARE)
    assert (found.total_energy.numerator, found.total_energy.denominator) == ("960", "1")
    assert abs(total(found) - Fraction(46 + 10, 10 * 960)) < CLOSE
    stages = {row.stage: Fraction(Decimal(row.value)) for row in found.stages}
    assert sum(stages.values()) == total(found)
    assert abs(stages[Stage.DISTRIBUTION] - Fraction(1, 9600)) < CLOSE


def test_follows_corrections(chain: BatteryChain) -> None:
    """After a correction of the packs, the newest version is the product."""
    draft = chain.packs_of("140", supersedes=replacing(chain.packs))
    chain.world.submit(draft, chain.plant.working)
    assert abs(total(calculated(chain)) - Fraction(96 + 10, 9600)) < CLOSE


def test_all_entries_of_the_period_or_reasons(chain: BatteryChain) -> None:
    """Every entry of the model counts, unless it is left out with a reason."""
    parts = {"inputs": [freight("8")], "process": ProcessCode.PACK, "model": MODEL}
    line = [made(chain.plant, "20", product="urn:test:more", batteries=2)]
    more = chain.world.enter(chain.plant, line, **parts)
    both = calculated(chain)
    assert both.batteries == 12
    assert abs(total(both) - Fraction(46 + 12, 12 * 960) - Fraction(8, 10 * 12 * 960)) < CLOSE
    excluded = calculated(chain, exclusions=(Exclusion(entry=more, reason="prototype"),))
    chain.world.withdraw(chain.plant, more)
    assert excluded.batteries == 10
    assert total(excluded) == total(calculated(chain))


def test_mass_must_be_known(chain: BatteryChain) -> None:
    """End of life treats the mass of the product, so the product section states it."""
    product = Product(lines=(ProductLine(line="main", form="as_is"),))
    draft = chain.packs_of("40", supersedes=replacing(chain.packs), product=product)
    chain.world.submit(draft, chain.plant.working)
    with refused("composition.end_of_life_amount", "product.lines"):
        chain.calculation()


def test_end_of_life_names_a_delivery(shared: BatteryChain) -> None:
    """A missing delivery is refused before anything is computed."""
    with refused("delivery.unknown", "end_of_life"):
        shared.calculation(end_of_life=(Treatment(delivery=shared.packs),))


def test_contributions_add_up(chain: BatteryChain) -> None:
    """Contributions by entry and by stage sum to the total, far beyond any display."""
    draft = chain.calculation()
    chain.world.submit(draft, chain.plant.working)
    rows = explain_calculation(chain.world.ledger, draft.id)
    sums = group_by(rows, lambda row: row.entry)
    assert set(sums) == {chain.mined, chain.packs, chain.treated}
    assert abs(Fraction(sum(sums.values())) - total(calculation_of(draft))) < CLOSE
    assert abs(Fraction(sums[chain.mined]) - Fraction(25, 9600)) < CLOSE
    with refused("calculation.unknown"):
        explain_calculation(chain.world.ledger, chain.packs)


def test_figures_of_entries(shared: BatteryChain) -> None:
    """The figures of several entries come with the graph behind them."""
    found = explain_entries(shared.world.ledger, [shared.packs], shared.rulebook, [shared.factors])
    line = found.figures.line(shared.packs, "main")
    assert line is not None
    assert sum(line.cells.values()) == Decimal("0.46")
    assert set(found.resolution.nodes) == {shared.mined, shared.packs}


def test_contributions_to_a_line(chain: BatteryChain) -> None:
    """The contributions to a kilogram of packs, for the newest version of the named entry."""
    draft = chain.packs_of("140", supersedes=replacing(chain.packs))
    chain.world.submit(draft, chain.plant.working)
    method = (chain.rulebook, [chain.factors])
    computed, newest, rows = explain_line(chain.world.ledger, chain.packs, "main", *method)
    assert newest == draft.id
    assert sum(row.value for row in rows) == Decimal("0.96")
    assert computed.resolution.order[-1] == newest
    with refused("delivery.line", "line"):
        explain_line(chain.world.ledger, chain.packs, "other", *method)


def test_flow_without_a_factor(chain: BatteryChain) -> None:
    """A figure that needs a factor of no named set is refused, with the flow."""
    none = chain.world.ledger.keep(
        FACTORS.model_copy(update={"version": "other", "rows": FACTORS.rows[:1]})
    )
    with refused("factor.none"):
        chain.calculation(factor_sets=(none,))


def test_required_stage(chain: BatteryChain) -> None:
    """The rulebook asks for distribution, and nothing of these packs is filed there."""
    work = [taken(chain.shipped, "50")]
    draft = chain.packs_of("40", supersedes=replacing(chain.packs), inputs=work)
    chain.world.submit(draft, chain.plant.working)
    with refused("composition.stage_missing", "composition"):
        chain.calculation()
