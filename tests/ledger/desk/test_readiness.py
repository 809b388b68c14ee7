"""The readiness of a battery, as each reader may know it."""

from datetime import UTC, datetime

import pytest
from support.desks import desk
from support.ledger_battery import BatteryChain, power
from support.ledger_declared import attest, calculate, declare
from support.ledger_world import made, replacing, taken
from support.principals import principal
from support.refusal import refused

from ledger.service.access.principal import Principal
from schemas.views.readiness import Point, Readiness
from schemas.vocabulary import Role, Stage

NOW = int(datetime(2026, 6, 1, tzinfo=UTC).timestamp())


@pytest.fixture
def operator(chain: BatteryChain) -> Principal:
    """The operator's login."""
    return principal(chain, "operator", Role.OPERATOR)


def read(chain: BatteryChain, reader: Principal, statement: str, now: int = NOW) -> Readiness:
    """The readiness as a reader knows it."""
    return desk(chain.world.ledger, reader, now).readiness(statement)


def states(found: Readiness) -> dict[str, str]:
    """The state of each point by its code; the last one of a code counts."""
    return {one.code: one.state for one in found.points}


def point(found: Readiness, code: str) -> Point:
    """The point of a code."""
    return next(one for one in found.points if one.code == code)


def values(one: Point) -> dict[str, str]:
    """The values of a point by name."""
    return {row.name: row.value for row in one.values}


def test_a_fresh_calculation_lacks_attestation_and_declaration(
    chain: BatteryChain, operator: Principal
) -> None:
    """Both bar it until they are in the log; what Article 7(1) asks for is named as it is missing."""
    found = read(chain, operator, calculate(chain))
    assert states(found)["unattested"] == states(found)["undeclared"] == "bars"
    missing = {values(one)["what"]: one.state for one in found.points if one.code == "not_stated"}
    law = dict.fromkeys(("address", "contact", "town", "conformity", "study"), "bars")
    assert missing == {**law, **dict.fromkeys(("chemistry", "date", "signatory"), "look")}


def test_each_step_done_is_a_point_done(chain: BatteryChain, operator: Principal) -> None:
    """The attestation, then the declaration with its number and study."""
    calculation = calculate(chain)
    attest(chain, calculation)
    assert states(read(chain, operator, calculation))["attested"] == "done"
    found = read(chain, operator, declare(chain, calculation))
    assert states(found)["declared"] == "done"
    missing = {values(one)["what"] for one in found.points if one.code == "not_stated"}
    assert not missing & {"conformity", "study"}


def test_a_refused_figure_is_not_attested(chain: BatteryChain, operator: Principal) -> None:
    """The word of an auditor who refuses is not an attestation."""
    calculation = calculate(chain)
    attest(chain, calculation, outcome="refused")
    found = states(read(chain, operator, calculation))
    assert found["attestation_refused"] == "bars"
    assert "attested" not in found


@pytest.mark.parametrize(("day", "state"), [("2026-06-01", "attested"), ("2026-05-31", "expired")])
def test_an_attestation_holds_until_its_last_day(
    chain: BatteryChain, operator: Principal, day: str, state: str
) -> None:
    """The day after, it bars, and says since when; a threshold of the auditor's choice is told beside the name."""
    calculation = calculate(chain)
    attest(chain, calculation, date="2026-01-02", valid_until=day)
    found = point(read(chain, operator, calculation), state)
    assert values(found)["auditor"]
    assert (found.state, found.since_day) == (
        ("done", None) if state == "attested" else ("bars", day)
    )
    assert ("materiality" in values(found)) is (state == "attested")


@pytest.mark.parametrize(
    ("day", "state"), [("2026-06-01", "attested"), ("2026-06-02", "postdated")]
)
def test_an_attestation_of_a_day_to_come_bars(
    chain: BatteryChain, operator: Principal, day: str, state: str
) -> None:
    """Its three years would be counted from a day that its auditor chose."""
    calculation = calculate(chain)
    attest(chain, calculation, date=day, valid_until="2029-06-01")
    assert states(read(chain, operator, calculation))[state] == (
        "done" if state == "attested" else "bars"
    )


def test_a_study_bars_and_says_what_it_leaves_out(chain: BatteryChain, operator: Principal) -> None:
    """A rulebook that may not declare is the first point."""
    calculation = chain.world.submit(chain.calculation(), chain.plant.working).id
    found = read(chain, operator, calculation)
    assert (found.points[0].code, found.points[0].state) == ("rulebook", "bars")
    assert any(one.code == "not_covered" for one in found.points)


def test_a_rulebook_that_may_declare_is_done(chain: BatteryChain, operator: Principal) -> None:
    """Its legal status is still to be looked at while the act is a draft."""
    found = states(read(chain, operator, calculate(chain)))
    assert (found["rulebook"], found["rulebook_status"]) == ("done", "look")


def test_a_second_figure_for_declared_days_is_barred(
    chain: BatteryChain, operator: Principal
) -> None:
    """A declarer who calculates the good months again meets the rule before it signs a declaration."""
    declare(chain, calculate(chain))
    again = calculate(chain)
    refused = point(read(chain, operator, again), "refused")
    assert values(refused)["code"] == "declaration.period"
    assert refused.state == "bars"


def test_a_corrected_entry_makes_it_stale_since_a_position(
    chain: BatteryChain, operator: Principal
) -> None:
    """The position is that of the first change in the registry."""
    calculation = calculate(chain)
    before = read(chain, operator, calculation)
    world, mine = chain.world, chain.mine
    world.enter(mine, [made(mine)], inputs=[power("120")], supersedes=replacing(chain.mined))
    stale = point(read(chain, operator, calculation), "stale")
    assert "stale" not in states(before)
    assert stale.state == "look"
    assert stale.since_position is not None


def test_the_verdict_of_the_verifier_is_a_point(chain: BatteryChain, operator: Principal) -> None:
    """The server verifies the audit bundle as an auditor would."""
    found = read(chain, operator, calculate(chain))
    assert states(found)["verified"] == "done"
    assert states(found)["deliveries"] == "done"


def test_a_manufacturer_reads_no_finding_about_a_supplier(
    chain: BatteryChain, operator: Principal
) -> None:
    """It reads code and number; the sentence names amounts of the supplier."""
    odd, mine = [power("100", Stage.DISTRIBUTION)], chain.mine
    goods, old = [made(mine)], replacing(chain.mined)
    mined = chain.world.enter(mine, goods, inputs=odd, supersedes=old)
    inputs = [taken(chain.shipped, "50"), power("40", Stage.MAIN_PRODUCTION)]
    packs = chain.packs_of("40", inputs=inputs, supersedes=replacing(chain.packs))
    chain.world.submit(packs, chain.plant.working)
    calculation = calculate(chain)
    plant = principal(chain, "plant", Role.MANUFACTURER, chain.plant)
    whole, own = (read(chain, reader, calculation) for reader in (operator, plant))
    assert mined in {one.subject for one in whole.points}
    assert mined not in {one.subject for one in own.points}
    closed = [one for one in own.points if one.code == "finding_of_others"]
    assert closed
    assert all(set(values(one)) == {"code", "count"} for one in closed)
    codes = [
        {values(one)["code"] for one in found.points if one.code.startswith("finding")}
        for found in (whole, own)
    ]
    assert codes[0] == codes[1]


def test_another_firm_reads_nothing(chain: BatteryChain) -> None:
    """A supplier gets the answer for a calculation that does not exist."""
    calculation = calculate(chain)
    mine = principal(chain, "mine", Role.SUPPLIER, chain.mine)
    with refused("statement.unknown"):
        read(chain, mine, calculation)


def test_every_duty_of_the_category_has_its_day(chain: BatteryChain, operator: Principal) -> None:
    """Three duties of Article 7, in the order of the table."""
    found = read(chain, operator, calculate(chain))
    assert [row.duty for row in found.duties] == ["declaration", "class", "threshold"]
    assert {row.category for row in found.duties} == {"EV"}
