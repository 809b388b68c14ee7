"""The ledger as it answers a principal, and what it notes for the owner of what a refusal hides."""

import pytest
from support.desks import desk
from support.ledger_battery import ELECTRICITY, FACTORS, BatteryChain, factor, power
from support.ledger_declared import EXAMPLE, calculate
from support.ledger_world import Party, made, taken
from support.principals import principal

from ledger.service.access.asking import answering
from ledger.service.access.journal import NEWEST, UNNAMED
from ledger.store.access.journal import Event, events_of
from schemas.errors import CradleError
from schemas.vocabulary import Role, Unit

EMPTY = FACTORS.model_copy(update={"id": "probe", "rows": (factor("probe:none", Unit.KG, "1"),)})


@pytest.fixture
def digger(chain: BatteryChain) -> Party:
    """A firm behind the mine, whose stone is in goods of the mine that the plant has used."""
    return chain.world.register("digger", Role.SUPPLIER)


def unanswered(chain: BatteryChain, owner: Party) -> list[Event]:
    """The lines about an owner's statements that have no figure."""
    with chain.world.ledger.store.read() as connection:
        found = events_of(connection, owner.id, NEWEST, 100)
    return [row for row in found if row.action == "unanswered"]


def ask(chain: BatteryChain, entry: str) -> None:
    """The plant asks for the figure of its entry by a set that values nothing in it."""
    kept = chain.world.ledger.keep(EMPTY)
    chain.world.admit(kept)
    plant = principal(chain, "plant", Role.MANUFACTURER, chain.plant)
    with pytest.raises(CradleError) as refused:
        desk(chain.world.ledger, plant).footprint(entry, chain.rulebook, (kept,))
    assert refused.value.code == "supplier.no_figure"


def test_a_supplier_of_a_supplier_is_not_told_who_asked(chain: BatteryChain, digger: Party) -> None:
    """The true sentence is noted for the firm whose flow it is, without the plant's name."""
    world = chain.world
    stone = world.enter(digger, [made(digger)], inputs=[power("5")])
    sent = world.deliver(digger, stone, chain.mine)
    ore = world.enter(chain.mine, [made(chain.mine, product="urn:test:x")], inputs=[taken(sent)])
    parts = {"product": "urn:test:x"}
    shipped = world.deliver(chain.mine, ore, chain.plant, **parts)
    ask(chain, world.enter(chain.plant, [made(chain.plant)], inputs=[taken(shipped)]))
    (line,) = unanswered(chain, digger)
    assert (line.organisation, line.credential, line.subject) == (UNNAMED, UNNAMED, stone)
    assert line.detail.startswith("factor.none: ")
    assert unanswered(chain, chain.mine) == []


def test_a_direct_supplier_is_told_who_asked(chain: BatteryChain) -> None:
    """The mine knows its customer."""
    entry = chain.world.enter(chain.plant, [made(chain.plant)], inputs=[taken(chain.shipped, "1")])
    ask(chain, entry)
    (line,) = unanswered(chain, chain.mine)
    assert (line.organisation, line.subject) == ("plant", chain.mined)


def test_the_operator_asks_without_limits(chain: BatteryChain) -> None:
    """It reads the whole ledger; everybody else is an asker."""
    ledger = chain.world.ledger
    assert answering(ledger, principal(chain, "operator", Role.OPERATOR)).asker is None
    firm = answering(ledger, principal(chain, "plant", Role.MANUFACTURER, chain.plant)).asker
    assert firm is not None
    assert (firm.participant, firm.opened) == (chain.plant.id, frozenset())


def test_a_rulebook_without_a_figure_is_noted_for_the_supplier_that_lacks_one(
    chain: BatteryChain,
) -> None:
    """The comparison has a row for it in general words; a supplier reads that its country has no residual mix."""
    world = chain.world
    calculation = calculate(chain)
    electricity = ELECTRICITY.model_copy(update={"mixes": ("residual",)})
    other = EXAMPLE.model_copy(update={"id": "residual-law", "electricity": electricity})
    digest = world.ledger.keep(other)
    world.admit(chain.factors)
    world.admit(digest, "rulebook")
    plant = principal(chain, "plant", Role.MANUFACTURER, chain.plant)
    own = world.ledger.keep(EXAMPLE)
    found = desk(world.ledger, plant).comparison(calculation, (own, digest))
    (row,) = found.refusals
    assert row.code == "supplier.no_figure"
    assert "residual" not in row.detail
    (line,) = (*unanswered(chain, chain.mine), *unanswered(chain, chain.recycler))
    assert "residual" in line.detail
