"""What-if questions: who may ask, what is offered, and what an answer keeps closed."""

import pytest
from support.desks import desk
from support.ledger_battery import TWO_GRIDS, BatteryChain, power
from support.ledger_declared import calculate
from support.ledger_world import made
from support.principals import principal
from support.refusal import refused

from ledger.footprint.analysis.what_if import Exchange
from ledger.service.access.principal import Principal
from schemas.errors import CradleError
from schemas.exchanged.line_request import PreviewRequest
from schemas.vocabulary import Role, Stage


@pytest.fixture
def plant(chain: BatteryChain) -> Principal:
    """The plant's login."""
    return principal(chain, "plant", Role.MANUFACTURER, chain.plant)


def second_mine(chain: BatteryChain, *, stated: bool = True) -> str:
    """A delivery of the mine's product by another firm, with a figure unless it is not `stated`."""
    world = chain.world
    other = world.register("other", Role.SUPPLIER)
    goods = [made(other, product=made(chain.mine).product)]
    entry = world.enter(other, goods, inputs=[power("20")])
    figure = None
    if stated:
        operator = principal(chain, "operator", Role.OPERATOR)
        method = {"rulebook": chain.rulebook, "factor_sets": (chain.factors,)}
        figure = desk(world.ledger, operator).preview(PreviewRequest(entry=entry, **method))
    parts = {"product": goods[0].product, "amount": "60"}
    return world.deliver(
        other, entry, chain.plant, **parts, **({"figure": figure} if figure else {})
    )


def test_another_supplier_of_the_product_is_offered(chain: BatteryChain, plant: Principal) -> None:
    """The exchange halves what comes from the mine and more; the amount stays."""
    other = second_mine(chain)
    calculation = calculate(chain)
    found = desk(chain.world.ledger, plant).exchanges(calculation)
    row = next(one for one in found.inputs if one.alternatives[0].delivery == other)
    exchange = Exchange(row.entry, row.place, delivery=other)
    answer = desk(chain.world.ledger, plant).what_if(calculation, *exchange)
    assert float(answer.after) < float(answer.before)
    assert answer.signed is False


def test_a_delivery_that_states_no_figure_is_not_offered(
    chain: BatteryChain, plant: Principal
) -> None:
    """A question would tell the figure that its supplier keeps to itself."""
    other = second_mine(chain, stated=False)
    calculation = calculate(chain)
    found = desk(chain.world.ledger, plant).exchanges(calculation)
    offered = {one.delivery for row in found.inputs for one in row.alternatives}
    assert other not in offered
    row = Exchange(chain.packs, 0, delivery=other)
    with refused("what_if.row"):
        desk(chain.world.ledger, plant).what_if(calculation, *row)


def test_the_grid_is_exchanged_where_the_rulebook_takes_mixes(
    chain: BatteryChain, plant: Principal
) -> None:
    """The example has a rule of electricity; the study values rows as stated."""
    calculation = calculate(chain)
    found = desk(chain.world.ledger, plant).exchanges(calculation)
    assert found.countries == ("SE",)
    assert [(row.entry, row.site, row.country) for row in found.sites] == [
        (chain.packs, "plant-1", "SE")
    ]
    exchange = Exchange(chain.packs, country="SE")
    answer = desk(chain.world.ledger, plant).what_if(calculation, *exchange)
    assert answer.change == "0"
    study = chain.world.submit(chain.calculation(), chain.plant.working).id
    assert desk(chain.world.ledger, plant).exchanges(study).countries == ()


def test_another_grid_moves_the_figure(chain: BatteryChain, plant: Principal) -> None:
    """40 kWh of 0.8 in place of 0.5 kg are 12 kg more for 100 kg of packs, 1.2 for a battery's 10, over its 960 kWh.

    The mine's power and the freight stay: only the exchanged site has the other grid.
    """
    factors = (chain.world.ledger.keep(TWO_GRIDS),)
    calculation = calculate(chain, factor_sets=factors)
    found = desk(chain.world.ledger, plant).exchanges(calculation)
    assert found.countries == ("DE", "SE")
    assert found.values_by_mix
    exchange = Exchange(chain.packs, country="DE")
    answer = desk(chain.world.ledger, plant).what_if(calculation, *exchange)
    assert (answer.before, answer.after, answer.change) == ("0.005833", "0.007083", "0.00125")
    moved = {
        one.stage: (one.value, other.value)
        for one, other in zip(answer.stages_before, answer.stages_after, strict=True)
        if one.value != other.value
    }
    assert moved == {Stage.MAIN_PRODUCTION: ("0.002083", "0.003333")}


def test_a_study_says_that_it_values_electricity_as_stated(
    chain: BatteryChain, plant: Principal
) -> None:
    """Its options name the rulebook, and no country is offered or answered."""
    factors = (chain.world.ledger.keep(TWO_GRIDS),)
    draft = chain.calculation(factor_sets=factors)
    study = chain.world.submit(draft, chain.plant.working).id
    found = desk(chain.world.ledger, plant).exchanges(study)
    assert (found.values_by_mix, found.countries) == (False, ())
    assert found.rulebook == "study-full-substitution-1"
    exchange = Exchange(chain.packs, country="DE")
    with refused("what_if.row"):
        desk(chain.world.ledger, plant).what_if(study, *exchange)


def test_an_answer_has_four_digits(chain: BatteryChain, plant: Principal) -> None:
    """More would tell exact cells of a supplier."""
    other = second_mine(chain)
    calculation = calculate(chain)
    exchange = Exchange(chain.packs, 0, delivery=other)
    answer = desk(chain.world.ledger, plant).what_if(calculation, *exchange)
    for value in (answer.before, answer.after, answer.change):
        digits = value.lstrip("-0.").replace(".", "").strip("0")
        assert len(digits) <= 4


@pytest.mark.parametrize(("name", "role"), [("mine", Role.SUPPLIER), ("mine", Role.MANUFACTURER)])
def test_only_the_issuer_asks(chain: BatteryChain, name: str, role: Role) -> None:
    """A supplier may not calculate; another manufacturer gets the answer for what does not exist."""
    calculation = calculate(chain)
    other = principal(chain, name, role, chain.mine)
    with pytest.raises(CradleError) as refused:
        desk(chain.world.ledger, other).exchanges(calculation)
    assert refused.value.code in {"access.denied", "statement.unknown"}


def test_the_suppliers_read_that_a_question_was_asked(
    chain: BatteryChain, plant: Principal
) -> None:
    """As for a draft, each issuer behind the figure has a line in the journal."""
    other = second_mine(chain)
    calculation = calculate(chain)
    desk(chain.world.ledger, plant).what_if(calculation, *Exchange(chain.packs, 0, delivery=other))
    with chain.world.ledger.store.read() as connection:
        rows = connection.exec_driver_sql("select action, owner from journal").all()
    assert ("what_if", chain.mine.id) in [tuple(row) for row in rows]
