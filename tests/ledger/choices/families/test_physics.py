"""Tests for choices that meet a bound of physics."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.carriers import chemistry, holding
from support.chosen import VISITED, choice_context, chosen, conservative, declared_total, modest
from support.graph import STUDY, ident, weighing
from support.graph_battery import MODEL, Declared
from support.rows import inventory, made, taken, used

from ledger.choices.families.physics import physics_choices
from schemas.signed.entry import Element, Product, ProductLine

CLOSE = Decimal("1e-24")
CARRIER, DENSITY = "physics.charge_carrier", "physics.specific_energy"


def near(found: Decimal | None, value: Decimal) -> bool:
    """True if an effect is known, and equal up to the last digits."""
    return found is not None and abs(found - value) < CLOSE


@pytest.mark.parametrize(
    ("volts", "capacity", "kg", "ratio"),
    [
        ("3.9", "75", "4.8", "0.0374"),
        ("3.9", "75", "4.6", "0.0825"),
        ("3.45", "60", "4.4", "0.0234"),
        ("2.5", "10", "0.9", "0.1508"),
    ],
)
def test_a_capacity_above_the_bound_is_worth_its_ratio(
    volts: str, capacity: str, kg: str, ratio: str
) -> None:
    """75 kWh of NMC811 on 4.8 kg of lithium, where 4.980 are needed; within the margin it is a choice all the same."""
    it = holding(capacity, Li=kg)
    (found,) = chosen(it, CARRIER, chemistry("Li", volts))
    assert found.effect is not None
    assert found.choice.subject == ident("calculation")
    assert "that its maker states" in found.choice.detail
    assert abs(found.effect / declared_total(it) - Decimal(ratio)) < Decimal("0.0002")


def test_the_honest_content_is_not_listed() -> None:
    """6.9 kg of lithium in 75 kWh is usual, and a content that names no carrier says nothing."""
    assert not chosen(holding("75", Li="6.9"), CARRIER)
    assert not chosen(holding("75", Ni="30"), CARRIER)


@given(capacity=st.integers(76, 400))
def test_the_conservative_figure_covers_every_capacity_above_the_bound(capacity: int) -> None:
    """4.0885 kg of lithium store 75 kWh at 4.75 V; a larger capacity gains nothing."""
    honest = declared_total(holding("75", "2000", Li="4.0885"))
    lie = holding(str(capacity), "2000", Li="4.0885")
    assert conservative(lie).total >= honest * (1 - Decimal("1e-4"))


def cathode(process: str, *, stated: bool = True) -> Declared:
    """A battery of 75 kWh that states nothing, from 100 kg a piece of a cathode of 2 % lithium."""
    it = holding("75", "2000")
    rows = (Element(element="Li", fraction="0.02"),) if stated else ()
    line = ProductLine(line="main", form="as_is", kg_per_unit="1", elements=rows)
    goods = inventory(made("mine", "1000"), inputs=[used("test:lime", "1000")])
    it.chain.enter("mine", goods, Product(lines=(line,)), process=process)
    return it


def test_the_content_is_that_of_the_chain_if_the_battery_states_none() -> None:
    """300 kg of cathode bring 6 kg of lithium to four batteries: 1.5 kg each, for 27.5 kWh."""
    it = cathode("raw_material.cathode_active_material")
    (found,) = chosen(it, CARRIER)
    kwh = Decimal("1.5") / Decimal("6.94") * Decimal("26.80148") * Decimal("4.75")
    assert near(found.effect, declared_total(it) * (75 / kwh - 1))
    assert "that its suppliers state" in found.choice.detail


def test_a_chain_without_a_stated_cathode_says_nothing() -> None:
    """Where the cathode is a dataset, or states no carrier, the electrolyte's lithium is not all there is."""
    assert not chosen(cathode("raw_material.electrolyte"), CARRIER)
    silent = cathode("raw_material.cathode_active_material", stated=False)
    assert not chosen(silent, CARRIER)


def test_energy_per_kg_above_common_practice_is_worth_its_excess() -> None:
    """75 kWh in 200 kg are 0.375 kWh per kg, a quarter above 0.3; 75 in 250 are not."""
    it = holding("75", "200")
    (found,) = chosen(it, DENSITY)
    assert near(found.effect, declared_total(it) / 4)
    assert "75 kWh in 200 kg; at 0.3 kWh per kg they are 60" in found.choice.detail
    assert not chosen(holding("75", "250"), DENSITY)
    assert not chosen(holding("75", None), DENSITY)


def test_one_capacity_has_one_alternative() -> None:
    """Two bounds on a capacity do not multiply: the tighter counts."""
    it = holding("75", "200", ore="800", Li="3.5")
    whole = conservative(it)
    (density,), (carrier,) = (chosen(it, code) for code in (DENSITY, CARRIER))
    assert density.effect is not None
    assert carrier.effect is not None
    assert near(whole.total - declared_total(it), max(density.effect, carrier.effect))


def test_capacity_and_service_life_multiply() -> None:
    """A quarter too much capacity, and ten years for five: the honest battery counts 2.5 times."""
    it = holding("75", "200", ore="800")
    honest = declared_total(holding("60", "200", ore="800"))
    it.asserted |= {
        "warranties": [{"years": "10", "remaining_energy": "0.8"}],
        "total_energy": {"numerator": "45000", "denominator": "1"},
    }
    assert near(conservative(it).total, honest)
    assert near(conservative(it, examined=VISITED).total, declared_total(it))


def test_without_bounds_or_batteries_nothing_is_listed() -> None:
    """A rulebook without alternatives, one without a specific energy, a line without batteries, one withheld."""
    assert STUDY.conservative is not None
    bare = STUDY.model_copy(update={"conservative": None})
    loose = STUDY.conservative.model_copy(update={"specific_energy": None})
    it = holding("75", "200")
    assert list(physics_choices(choice_context(it, bare))) == []
    assert not chosen(it, DENSITY, STUDY.model_copy(update={"conservative": loose}))
    it = modest()
    battery = inventory(made("plant", "200"), inputs=[taken("ore", "300")])
    it.chain.enter("plant", battery, weighing("1"), model=MODEL)
    assert list(physics_choices(choice_context(it))) == []
