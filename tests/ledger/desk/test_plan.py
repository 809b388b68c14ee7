"""Each reader is shown as much of the way down as it may know: all of it, its own choices and bands, or nothing."""

from decimal import Decimal

import pytest
from support.desks import desk, operator_desk
from support.ledger_battery import BatteryChain
from support.ledger_declared import attest, calculate, declare
from support.principals import principal
from support.refusal import refused

from ledger.documents.rendering.csv_table import page_tables
from ledger.documents.reports.plan import layout_plan
from ledger.service.access.engagements import engage
from schemas.views.plan import SettlingPlan
from schemas.vocabulary import Role


def of_plant(chain: BatteryChain, name: str) -> SettlingPlan:
    """What the figure's issuer reads."""
    return desk(chain.world.ledger, principal(chain, "plant", Role.MANUFACTURER, chain.plant)).plan(
        name
    )


def test_the_operator_and_an_engaged_auditor_read_the_whole_plan(chain: BatteryChain) -> None:
    """All choices, and both sets with the figure after them; the same for both."""
    name = calculate(chain)
    found = operator_desk(chain.world.ledger).plan(name)
    assert {row.firm for row in found.lines} == {"Mine Ltd", "Plant Ltd"}
    assert [one.is_reached for one in found.sets] == [True, True]
    for one in found.sets:
        assert one.choices == sum(one.percent in row.within for row in found.lines)
        assert Decimal(one.conservative or 0) <= Decimal(found.total) * (
            1 + Decimal(one.percent) / 100
        )
    assert (found.hidden, found.suppliers) == (0, None)
    operator = principal(chain, "operator", Role.OPERATOR)
    auditor = principal(chain, "audit", Role.AUDITOR)
    with refused("statement.unknown"):
        desk(chain.world.ledger, auditor).plan(name)
    engage(chain.world.ledger, operator, auditor.organisation, name, "e" * 8, 1)
    engaged = desk(chain.world.ledger, auditor).plan(name)
    assert engaged.model_copy(update={"standing": None}) == found.model_copy(
        update={"standing": None}
    )


def test_the_manufacturer_reads_its_own_choices_alone(chain: BatteryChain) -> None:
    """Those of others are counted; no set tells of them, and before a declaration no band."""
    name = calculate(chain)
    found, whole = of_plant(chain, name), operator_desk(chain.world.ledger).plan(name)
    assert {row.choice.by for row in found.lines} == {chain.plant.id}
    assert found.hidden == sum(
        row.choice.by != chain.plant.id for row in (*whole.lines, *whole.unpriced)
    )
    assert (found.sets, found.last, found.suppliers) == ((), None, None)
    assert "as bands, once the figure is declared" in str(layout_plan(found))


def test_a_declared_figure_has_a_band_for_each_direct_supplier(chain: BatteryChain) -> None:
    """By name and goods, without a digit of what the choices are worth."""
    name = calculate(chain)
    whole = operator_desk(chain.world.ledger).plan(name)
    found = of_plant(chain, declare(chain, name))
    bands = {row.firm: (row.products, row.band) for row in found.suppliers or ()}
    assert bands == {
        "Mine Ltd": (("urn:test:mine",), "above_20"),
        "Recycler Ltd": (("urn:test:recycler",), "under_1"),
    }
    shown = found.model_dump_json() + str(page_tables(layout_plan(found)))
    for row in (*whole.lines, *whole.unpriced):
        if row.choice.by != chain.plant.id:
            assert row.choice.detail not in shown
            assert row.choice.subject not in shown
            assert row.choice.effect is None or row.choice.effect not in shown


def test_an_attested_figure_has_bands_and_a_refused_one_has_none(chain: BatteryChain) -> None:
    """An issuer signs as many figures as it likes; an auditor does not."""
    name = calculate(chain)
    attest(chain, name, outcome="refused")
    reader = desk(chain.world.ledger, principal(chain, "plant", Role.MANUFACTURER, chain.plant))
    assert reader.plan(name).suppliers is None
    attest(chain, name)
    assert reader.plan(name).suppliers is not None


@pytest.mark.parametrize("who", ["mine", "recycler"])
def test_a_supplier_is_not_shown_the_figure(chain: BatteryChain, who: str) -> None:
    """It does not know that there is one."""
    name = calculate(chain)
    reader = principal(chain, who, Role.SUPPLIER, getattr(chain, who))
    with refused("statement.unknown"):
        desk(chain.world.ledger, reader).plan(name)


def test_prices_come_in_pairs(chain: BatteryChain) -> None:
    """One price without the other would count as nothing."""
    name, operator = calculate(chain), operator_desk(chain.world.ledger)
    with refused("plan.prices"):
        operator.plan(name, documents="400")
    priced = operator.plan(name, "400", "3000", "CHF")
    assert priced.prices is not None
    assert priced.prices.currency == "CHF"
    assert all(row.price in {"400", "3000"} for row in priced.lines)
    tables = page_tables(layout_plan(priced))
    assert f"{priced.sets[0].price} CHF" in tables
