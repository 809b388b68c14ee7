"""Each reader is told as much of a standing as it may know: who changed what, or that something changed."""

import pytest
from support.desks import desk, operator_desk
from support.ledger_battery import BatteryChain, power
from support.ledger_declared import calculate, declare
from support.ledger_objections import objection
from support.ledger_world import made, replacing
from support.principals import principal
from support.refusal import refused

from ledger.documents.standing import word_of
from ledger.service.access.engagements import engage
from schemas.views.standing import FigureStanding
from schemas.vocabulary import Role


def correct_the_mine(chain: BatteryChain) -> None:
    """The mine doubles its power: the figure rises."""
    corrected = {"inputs": [power("200")], "supersedes": replacing(chain.mined)}
    chain.world.enter(chain.mine, [made(chain.mine)], **corrected)


@pytest.fixture
def declared(chain: BatteryChain) -> str:
    """A declaration whose basis the mine has corrected since."""
    name = declare(chain, calculate(chain))
    correct_the_mine(chain)
    return name


def of_plant(chain: BatteryChain, name: str) -> FigureStanding:
    """What the figure's issuer reads."""
    return desk(
        chain.world.ledger, principal(chain, "plant", Role.MANUFACTURER, chain.plant)
    ).standing(name)


def test_the_operator_reads_who_changed_what_and_the_figure_of_today(
    chain: BatteryChain, declared: str
) -> None:
    """The mine, its reason, and by how much: 0.005833 became 0.006354 for each 20 kWh more."""
    found = operator_desk(chain.world.ledger).standing(declared)
    assert found.changed is not None
    (cause,) = found.changed.causes or ()
    assert (cause.firm, cause.event, cause.reason) == ("Mine Ltd", "superseded", "correction")
    assert (found.changed.after, found.changed.difference) == ("0.008438", "0.002605")
    assert found.changed.percent == "44.66"


def test_its_issuer_reads_the_same_as_far_as_it_knows_the_firms(
    chain: BatteryChain, declared: str
) -> None:
    """The mine delivers to the plant, which is shown its entry; so it is named."""
    found = of_plant(chain, declared)
    assert found.changed is not None
    assert [row.firm for row in found.changed.causes or ()] == ["Mine Ltd"]
    assert found.changed.after == "0.008438"


def test_everybody_else_reads_that_something_changed(chain: BatteryChain, declared: str) -> None:
    """A customer who is shown the declaration, and nothing behind it."""
    stranger = principal(chain, "stranger", Role.SUPPLIER, chain.recycler)
    found = desk(chain.world.ledger, stranger).standing(declared)
    assert (word_of(found), found.changed and found.changed.count) == ("changed", 1)
    assert found.changed is not None
    assert (found.changed.causes, found.changed.after) == (None, None)
    assert "changed" not in {step.event for step in found.life}


def test_a_figure_without_a_value_today_names_the_reason(chain: BatteryChain) -> None:
    """The mine withdraws what it delivered; the code says why there is no figure."""
    name = declare(chain, calculate(chain))
    chain.world.withdraw(chain.mine, chain.shipped)
    found = operator_desk(chain.world.ledger).standing(name)
    assert (found.state, found.changed and found.changed.problem) == (
        "withdrawn",
        "delivery.withdrawn",
    )


def test_what_states_no_figure_or_is_not_shown_has_no_standing(chain: BatteryChain) -> None:
    """An entry, a calculation of another firm, and an id that nobody has used."""
    calculation = calculate(chain)
    miner = desk(chain.world.ledger, principal(chain, "miner", Role.SUPPLIER, chain.mine))
    with refused("statement.unknown"):
        operator_desk(chain.world.ledger).standing(chain.mined)
    for name in (calculation, "sha256:" + "0" * 64):
        with refused("statement.unknown"):
            miner.standing(name)


def test_every_answer_about_a_figure_has_its_standing(chain: BatteryChain, declared: str) -> None:
    """Whatever is asked, and of both sides of a difference."""
    operator = operator_desk(chain.world.ledger)
    standing = operator.standing(declared)
    calculation = standing.figure or ""
    answers = (
        operator.territory(calculation),
        operator.element_origin(calculation),
        operator.choices(calculation),
        operator.emissions(calculation),
        operator.flows(calculation),
        operator.readiness(calculation),
        operator.shipped_prices(calculation),
    )
    assert {answer.standing and word_of(answer.standing) for answer in answers} == {"changed"}
    second = calculate(chain, capacity_kwh="2.5")
    difference = operator.difference(calculation, second)
    assert difference.before.standing is not None
    assert difference.after.standing is not None
    assert word_of(difference.before.standing) == "changed"
    assert word_of(difference.after.standing) == "calculated"


def test_an_engaged_auditor_reads_all_and_an_open_objection_counts(
    chain: BatteryChain, declared: str
) -> None:
    """The recycler objects to the declaration."""
    operator = principal(chain, "operator", Role.OPERATOR)
    auditor = principal(chain, "auditor", Role.AUDITOR, chain.auditor)
    world = chain.world
    world.submit(objection(world, chain.recycler, declared), chain.recycler.working)
    found = desk(chain.world.ledger, auditor).standing(declared)
    assert (found.objections, found.changed and found.changed.causes) == (1, None)
    engage(chain.world.ledger, operator, auditor.organisation, declared, "e" * 8, 1)
    again = desk(chain.world.ledger, auditor).standing(declared)
    assert again.changed is not None
    assert len(again.changed.causes or ()) == 1
