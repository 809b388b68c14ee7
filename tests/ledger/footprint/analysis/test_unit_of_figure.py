"""Tests for the unit of a figure: kWh of batteries, or the declared unit of a product."""

from decimal import Decimal

from support.graph_battery import calculation
from support.rows import inventory, made

from ledger.footprint.analysis import unit_of_figure
from ledger.footprint.analysis.unit_of_figure import divisor_of, made_by, per_unit
from schemas.signed.calculation import BatteryUnit, Calculation
from schemas.signed.inventory import Output


def product(unit: str = "kg", amount: str = "250") -> Calculation:
    """A calculation of a product."""
    none = dict.fromkeys((*BatteryUnit.model_fields,), None)
    return calculation(**none, declared_unit={"unit": unit, "amount": amount})


def output(unit: str, **members: object) -> Output:
    """A line of 4 units."""
    return inventory(made("plant", "4", unit=unit, **members)).main


def test_a_battery_divides_by_the_energy_of_all_and_a_product_by_what_was_made() -> None:
    """4 batteries of 36000 kWh; 250 kg."""
    assert divisor_of(calculation()) == (Decimal(144000), 1)
    assert divisor_of(product()) == (250, 1)
    assert per_unit(product()) == Decimal("0.004")
    assert (unit_of_figure.made(calculation()), unit_of_figure.made(product())) == (4, 250)


def test_a_line_counts_batteries_or_units_of_its_own_unit() -> None:
    """A line without batteries counts none of them, and one in another unit none of a product."""
    assert made_by(calculation(), output("kg", batteries=3)) == 3
    assert made_by(calculation(), output("kg")) is None
    assert made_by(product(), output("kg")) == 4
    assert made_by(product("piece"), output("kg")) is None
