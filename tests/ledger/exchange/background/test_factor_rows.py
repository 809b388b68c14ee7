"""Rows of a factor set from solved products."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.background import process, words

from ledger.exchange.background.factor_rows import Labels, factor_row, flow_code, round_value
from ledger.exchange.background.model import Oddity, Product, UnitProcess
from schemas.signed.rulebook import Factor
from schemas.vocabulary import Group

LABELS = Labels("tests", "characterized by EF 3.1 (jrc)")


def row(
    listed: UnitProcess, values: dict[Group, str] | None = None, *, cut_off: bool = False
) -> Factor:
    """The factor of a process, with 1.5 kg CO2e of fossil origin per unit unless given."""
    given = values or {Group.FOSSIL: "1.5"}
    found = factor_row(
        listed, {group: Decimal(text) for group, text in given.items()}, LABELS, cut_off=cut_off
    )
    assert isinstance(found, Factor)
    return found


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("1.2345678901235", "1.23456789012"),
        ("123456789012.5", "123456789012"),
        ("-0.000012345678901251", "-0.0000123456789013"),
        ("1.23456789012e-25", "1.23457E-25"),
        ("3e-31", "0E-30"),
    ],
)
def test_twelve_digits(value: str, rounded: str) -> None:
    """Half-even, to 12 significant digits and no finer than 30 decimals."""
    assert round_value(Decimal(value)) == Decimal(rounded)


def test_a_row_states_where_it_is_from() -> None:
    """Flow, unit, name, place, years, file, process and method."""
    found = row(replace(process("foil"), years="2020-2024"))
    assert (found.flow, found.unit.value, found.direction) == ("tests:foil", "kg", "product")
    assert (found.geography, found.years) == ("GLO", "2020-2024")
    assert found.source == "file; process foil; characterized by EF 3.1 (jrc)"
    assert (found.ef_compliant, found.incomplete) == (None, None)


def test_marks() -> None:
    """A system process, a cut-off upstream, and compliance with EF."""
    found = row(process("foil", aggregated=True, ef_compliant=True), cut_off=True)
    assert "an inventory result" in found.source
    assert found.source.endswith("incomplete: unlinked inputs upstream are cut off")
    assert (found.ef_compliant, found.incomplete) == (True, True)


def test_groups_are_sorted_and_zeros_left_out() -> None:
    """A product without any emission has one zero, of no group."""
    mixed = {Group.UPTAKE: "-1", Group.BIOGENIC: "0", Group.FOSSIL: "2"}
    values = [(v.group.value, v.value) for v in row(process("a"), mixed).values]
    assert values == [("fossil", "2"), ("uptake", "-1")]
    (zero,) = row(process("a"), {Group.FOSSIL: "0"}).values
    assert (zero.group, zero.value) == (Group.UNSPECIFIED, "0")


def test_a_unit_that_is_converted() -> None:
    """Per tonne becomes per kg."""
    (value,) = row(process("a", words=words("a", "t"))).values
    assert value.value == "0.0015"
    assert factor_row(process("a", words=words("a", "km2")), {}, LABELS, cut_off=False) is None


@pytest.mark.parametrize(
    ("value", "location"), [("1e18", "GLO"), ("Infinity", "GLO"), ("NaN", "GLO"), ("1", "x" * 1025)]
)
def test_a_factor_that_no_format_holds(value: str, location: str) -> None:
    """Too many digits, no number or too long a text is reported; the product has no factor."""
    listed = process("a", words=words("a", location=location))
    found = factor_row(listed, {Group.FOSSIL: Decimal(value)}, LABELS, cut_off=False)
    assert isinstance(found, Oddity)
    assert (found.code, found.process) == ("background.no_factor", "a")


def test_a_production_below_zero_is_a_treatment() -> None:
    """So is a treatment that the format names."""
    assert row(process("slag", "-1")).direction == "treatment"
    assert row(process("slag", direction="treatment")).direction == "treatment"


@pytest.mark.parametrize(
    ("name", "unit", "carrier"),
    [
        ("market for electricity, low voltage", "kilowatt hour", "electricity"),
        ("battery capacity", "kilowatt hour", "goods"),
        ("heat, district", "megajoule", "heat"),
        ("market for natural gas", "megajoule", None),
        ("steel", "kilogram", None),
    ],
)
def test_carriers(name: str, unit: str, carrier: str | None) -> None:
    """A product in kWh is electricity only if its name says so."""
    assert row(process("a", words=words(name, unit))).carrier == carrier


def test_flow_codes() -> None:
    """An id that is not a code becomes its digest."""
    assert flow_code("08a91e70-3ddc") == "08a91e70-3ddc"
    assert flow_code("a b") == flow_code("a b") != flow_code("a c")
    assert len(flow_code("a b")) == 32


def test_a_name_has_product_and_process() -> None:
    """Once, if one has the other in it."""
    both = Product("market for steel, low-alloyed", "steel, low-alloyed", "GLO", "kilogram")
    other = Product("rolling", "steel sheet", "GLO", "kilogram")
    assert row(process("a", words=both)).name == "market for steel, low-alloyed"
    assert row(process("a", words=other)).name == "steel sheet, rolling"
