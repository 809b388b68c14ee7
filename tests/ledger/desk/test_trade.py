"""Territory, prices and origin: who may ask, what a manufacturer is shown, and what the journal says of it."""

import pytest
from support.desks import desk, operator_desk
from support.ledger_batches import declared
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate
from support.principals import principal
from support.refusal import refused
from support.trade_chain import UNIFORM, priced, scenario

from ledger.client.agrees import of_method
from ledger.client.questions import Questions
from schemas.errors import CradleError
from schemas.exchanged.line_request import PreviewRequest
from schemas.views.carbon_price import PriceRequest
from schemas.vocabulary import Role

PRICES = PriceRequest(scenarios=(UNIFORM,))


@pytest.fixture
def plant(chain: BatteryChain) -> Questions:
    """The plant's desk."""
    login = principal(chain, "plant", Role.MANUFACTURER, chain.plant)
    return desk(chain.world.ledger, login)


def test_the_operator_is_shown_every_site(chain: BatteryChain) -> None:
    """Over a server as in the ledger's own folder."""
    calculation, ledger = calculate(chain), chain.world.ledger
    operator = desk(ledger, principal(chain, "operator", Role.OPERATOR))
    shown = operator.territory(calculation, market="FR")
    assert shown == operator_desk(ledger).territory(calculation, market="FR")
    assert shown.exact
    assert operator.carbon_price(calculation, PRICES).scenarios[0].closed is None


def test_a_manufacturer_is_shown_its_own_sites(chain: BatteryChain, plant: Questions) -> None:
    """One sum to 4 digits for all others, and a range of their cost."""
    calculation = calculate(chain)
    shown = plant.territory(calculation, market="FR")
    assert not shown.exact
    assert shown.delivered.closed is not None
    assumed = PriceRequest(scenarios=(scenario(priced("1", country="FI"), default=priced("3")),))
    cost = plant.carbon_price(calculation, assumed).scenarios[0]
    assert cost.closed is not None
    assert float(cost.closed.highest) == pytest.approx(3 * float(cost.closed.lowest))


def test_others_are_told_that_there_is_no_such_calculation(chain: BatteryChain) -> None:
    """The mine supplies the plant, and the calculation is not its own."""
    calculation = calculate(chain)
    mine = desk(chain.world.ledger, principal(chain, "mine", Role.SUPPLIER, chain.mine))
    for ask in (
        lambda: mine.territory(calculation),
        lambda: mine.carbon_price(calculation, PRICES),
        lambda: mine.element_origin(calculation),
    ):
        with refused("statement.unknown"):
            ask()


def test_a_refusal_names_what_was_asked_for(chain: BatteryChain) -> None:
    """A declaration, and not the calculation that it declares."""
    declaration = declared(chain)
    mine = desk(chain.world.ledger, principal(chain, "mine", Role.SUPPLIER, chain.mine))
    with pytest.raises(CradleError, match=declaration):
        mine.territory(declaration)


def test_a_factor_set_that_is_named_twice_counts_once(chain: BatteryChain) -> None:
    """The figure of a preview names each set once, and its client takes it for the method that was asked for."""
    mine = desk(chain.world.ledger, principal(chain, "mine", Role.SUPPLIER, chain.mine))
    asked = {"entry": chain.mined, "rulebook": chain.rulebook}
    once, twice = (
        PreviewRequest(**asked, factor_sets=(chain.factors,) * times) for times in (1, 2)
    )
    assert mine.preview(twice) == mine.preview(once)
    assert of_method(mine.preview(twice), {"request": twice}) is None


def test_issuers_read_in_the_journal_what_was_shown(chain: BatteryChain, plant: Questions) -> None:
    """Each owner behind the figure has a line for each look."""
    calculation = calculate(chain)
    plant.territory(calculation)
    plant.carbon_price(calculation, PRICES)
    plant.element_origin(calculation)
    with chain.world.ledger.store.read() as connection:
        rows = connection.exec_driver_sql("select action, owner from journal").all()
    looks = {action for action, owner in rows if owner == chain.mine.id}
    assert looks >= {"territory", "carbon_price", "origin"}
