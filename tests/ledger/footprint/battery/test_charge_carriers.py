"""Tests for the most energy that stated elements can store."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.carriers import at_volts

from ledger.footprint.battery.charge_carriers import storable_energy


@pytest.mark.parametrize(
    ("element", "volts", "kwh", "kg"),
    [
        ("Li", "3.90", "75", "4.980"),
        ("Li", "3.45", "60", "4.503"),
        ("Li", "1", "1", "0.258941"),
        ("Na", "1", "1", "0.857780"),
        ("V", "0.70", "8300", "22540"),
        ("Pb", "2.13", "1", "3.63"),
        ("Cd", "2.6", "1", "1.613"),
        ("Zn", "3.68", "1", "0.663"),
    ],
)
def test_the_bound_of_faraday(element: str, volts: str, kwh: str, kg: str) -> None:
    """kg of a carrier per kWh, by hand: atomic mass over 26.80148 V."""
    found = storable_energy({element: Decimal(kg)}, at_volts(element, volts))
    assert found is not None
    assert abs(found / Decimal(kwh) - 1) < Decimal("0.001")


def test_a_content_without_a_carrier_says_nothing() -> None:
    """Nickel and cobalt move no charge between the electrodes; zero lithium is no lithium."""
    rule = at_volts("Li", "3.9")
    assert storable_energy({"Ni": Decimal(9)}, rule) is None
    assert storable_energy({"Li": Decimal(0)}, rule) is None


@given(st.decimals("0.001", "1000", places=3), st.decimals("0.001", "1000", places=3))
def test_carriers_add_up(lithium: Decimal, sodium: Decimal) -> None:
    """The bound of a content is the sum of those of its carriers, so a trace of another one hides nothing."""
    rule = at_volts("Li", "3.9")
    alone = [storable_energy({"Li": lithium}, rule), storable_energy({"Na": sodium}, rule)]
    both = storable_energy({"Li": lithium, "Na": sodium}, rule)
    assert both is not None
    assert abs(both - sum(part for part in alone if part is not None)) < Decimal("1e-15")
