"""A portfolio as each may know it: own calculations for a manufacturer, all for the operator, none for a supplier."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from support.desks import desk
from support.ledger_batches import calculated
from support.ledger_battery import BatteryChain, power
from support.ledger_world import made, replacing
from support.principals import principal
from support.refusal import refused

from ledger.disclosure.digits import told_cells
from ledger.service.access.journal import read_journal
from ledger.service.access.principal import Principal
from ledger.service.portfolio.answer import answer
from ledger.service.portfolio.question import Question, SpreadRequest
from schemas.signed.calculation import Calculation
from schemas.views.portfolio import Portfolio
from schemas.vocabulary import Role, Stage


def numbers(found: Portfolio) -> Iterator[str]:
    """The scores of a portfolio and what is said of them."""
    for row in found.rows:
        yield row.score
        yield from (stage.value for stage in row.stages)
        if row.spread is not None:
            yield from row.spread.to_json().values()


def digits_of(number: str) -> int:
    """The significant digits of a number."""
    return len(Decimal(number).normalize().as_tuple().digits)


SPREAD = SpreadRequest(Decimal("0.1"), 200)
ASKED = {"sigma": "0.1", "samples": 200}


@pytest.fixture
def plant(chain: BatteryChain) -> Principal:
    """The plant's login."""
    return principal(chain, "plant", Role.MANUFACTURER, chain.plant)


def test_a_manufacturer_scores_its_own(chain: BatteryChain, plant: Principal) -> None:
    """To 4 digits, with the spread that it asks for; another manufacturer has none."""
    name, ledger = calculated(chain), chain.world.ledger
    found = desk(ledger, plant).portfolio(**ASKED)
    whole = answer(ledger, [name], Question(spread=SPREAD))
    assert (row := found.rows[0]).score == row.signed
    with ledger.view() as view:
        cells = told_cells(view.statement(name, Calculation))
    assert sum(Decimal(stage.value) for stage in row.stages) == sum(cells.values())
    assert max(map(digits_of, numbers(found))) <= 4 < max(map(digits_of, numbers(whole)))

    other = principal(chain, "mine", Role.MANUFACTURER, chain.mine)
    assert desk(ledger, other).portfolio().rows == ()


def test_a_score_that_changed_is_that_of_a_draft(chain: BatteryChain, plant: Principal) -> None:
    """Computed from what the plant is told, also of the state before; by other digits it would be a second equation."""
    for method, sort in ((chain.rulebook, "rulebook"), (chain.factors, "factor_set")):
        chain.world.admit(method, sort)
    calculated(chain)
    ledger = chain.world.ledger
    with ledger.view() as view:
        before = view.registry().size
    more = [power("123.4567", Stage.RAW_MATERIAL)]
    old = replacing(chain.mined)
    chain.world.submit(
        chain.world.entry(chain.mine, [made(chain.mine)], inputs=more, supersedes=old),
        chain.mine.working,
    )
    (row,) = desk(ledger, plant).portfolio(before).rows
    draft = chain.calculation().statement
    assert isinstance(draft, Calculation)
    assert (row.before, row.score) == (row.signed, draft.total)
    assert row.score != row.signed


@pytest.mark.parametrize("spread", [{"sigma": "0.11"}, {"sigma": "0.1", "samples": 199}])
def test_a_spread_is_asked_for_at_few_sigmas_and_samples(
    chain: BatteryChain, plant: Principal, spread: dict[str, Any]
) -> None:
    """Every other one would be another equation; the operator asks for any."""
    calculated(chain)
    with refused("portfolio.spread"):
        desk(chain.world.ledger, plant).portfolio(**spread)
    operator = principal(chain, "operator", Role.OPERATOR)
    assert desk(chain.world.ledger, operator).portfolio(**spread).rows


def test_the_operator_scores_all(chain: BatteryChain) -> None:
    """Of every firm; with `since` those that changed."""
    name, ledger = calculated(chain), chain.world.ledger
    operator = principal(chain, "operator", Role.OPERATOR)
    (row,) = desk(ledger, operator).portfolio().rows
    assert row.calculation == name
    assert desk(ledger, operator).portfolio(1).since == 1


def test_a_supplier_scores_nothing(chain: BatteryChain) -> None:
    """The role has no calculations."""
    calculated(chain)
    with refused("access.denied"):
        desk(chain.world.ledger, principal(chain, "mine", Role.SUPPLIER, chain.mine)).portfolio()


def test_a_login_without_a_participant_has_none(chain: BatteryChain) -> None:
    """It must be registered first."""
    with refused("access.unregistered"):
        desk(chain.world.ledger, principal(chain, "new", Role.MANUFACTURER)).portfolio()


def test_suppliers_read_in_the_journal_that_their_figures_were_summed(
    chain: BatteryChain, plant: Principal
) -> None:
    """One line for each owner and look."""
    calculated(chain)
    ledger = chain.world.ledger
    mine = principal(chain, "mine", Role.SUPPLIER, chain.mine)
    before = len(read_journal(ledger.store, mine, 2**31 - 1, 100))
    desk(ledger, plant).portfolio()
    lines = read_journal(ledger.store, mine, 2**31 - 1, 100)
    assert len(lines) == before + 1
    assert lines[0].action == "portfolio"
