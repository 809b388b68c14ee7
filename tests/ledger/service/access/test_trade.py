"""Territory and prices: who may ask, what a manufacturer is shown, and what the journal says of it."""

import pytest
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate
from support.principals import NOW, principal
from support.refusal import refused
from support.trade_chain import UNIFORM, priced, scenario

from ledger.service.access.principal import Principal
from ledger.service.access.trade import carbon_price_for, territory_for
from ledger.service.answers.trade import carbon_price_of, territory_of
from schemas.vocabulary import Role


@pytest.fixture
def plant(chain: BatteryChain) -> Principal:
    """The plant's login."""
    return principal(chain, "plant", Role.MANUFACTURER, chain.plant)


def test_the_operator_is_shown_every_site(chain: BatteryChain) -> None:
    """As in the ledger's own folder."""
    calculation, ledger = calculate(chain), chain.world.ledger
    operator = principal(chain, "operator", Role.OPERATOR)
    shown = territory_for(ledger, operator, calculation, ("battery", "FR"), NOW)
    assert shown == territory_of(ledger, calculation, "battery", "FR")
    assert shown.exact
    cost = carbon_price_for(ledger, operator, calculation, (UNIFORM,), NOW)
    assert cost == carbon_price_of(ledger, calculation, (UNIFORM,))
    assert cost.scenarios[0].closed is None


def test_a_manufacturer_is_shown_its_own_sites(chain: BatteryChain, plant: Principal) -> None:
    """One sum to 4 digits for all others, and a range of their cost."""
    calculation, ledger = calculate(chain), chain.world.ledger
    shown = territory_for(ledger, plant, calculation, ("battery", "FR"), NOW)
    assert not shown.exact
    assert shown.delivered.closed is not None
    assumed = scenario(priced("1", country="FI"), default=priced("3"))
    cost = carbon_price_for(ledger, plant, calculation, (assumed,), NOW).scenarios[0]
    assert cost.closed is not None
    assert float(cost.closed.highest) == pytest.approx(3 * float(cost.closed.lowest))


def test_others_are_told_that_there_is_no_such_calculation(chain: BatteryChain) -> None:
    """The mine supplies the plant, and the calculation is not its own."""
    calculation, ledger = calculate(chain), chain.world.ledger
    mine = principal(chain, "mine", Role.SUPPLIER, chain.mine)
    for ask in (
        lambda: territory_for(ledger, mine, calculation, ("battery", None), NOW),
        lambda: carbon_price_for(ledger, mine, calculation, (UNIFORM,), NOW),
    ):
        with refused("statement.unknown"):
            ask()


def test_issuers_read_in_the_journal_what_was_shown(chain: BatteryChain, plant: Principal) -> None:
    """Each owner behind the figure has a line for each look."""
    calculation, ledger = calculate(chain), chain.world.ledger
    territory_for(ledger, plant, calculation, ("battery", None), NOW)
    carbon_price_for(ledger, plant, calculation, (UNIFORM,), NOW)
    with ledger.store.engine.connect() as connection:
        rows = connection.exec_driver_sql("select action, owner from journal").all()
    assert {("territory", chain.mine.id), ("carbon_price", chain.mine.id)} <= set(map(tuple, rows))
