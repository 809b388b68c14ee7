"""Lines that share by mass or energy state it and share by it; all else is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.graph import Graph, ident, weighing
from support.rows import Row, inventory, made

from ledger.footprint.graph.numbers import EXACT, format_decimal
from ledger.footprint.graph.resolution import EntryRecord, Problem
from ledger.rules.allocation import allocation_problems
from ledger.rules.entry import entry_problems
from schemas.signed.entry import Product, ProductLine

KILOGRAMS = weighing("1", ("main", "side", "slag"))


def smelter(
    metal: Row, acid: Row, basis: str = "mass", product: Product | None = KILOGRAMS
) -> EntryRecord:
    """A smelter whose metal, 60 kg by default, shares with its acid, 40 kg by default; its slag shares nothing."""
    main = made("smelter", str(metal.pop("amount", "60")), "main", **metal)
    amount = str(acid.pop("amount", "40"))
    side = made("smelter", amount, "side", role="co_product", **acid)
    chain = Graph(())
    slag = made("smelter", "500", "slag", role="scrap")
    chain.enter("smelter", inventory(main, side, slag, allocation=basis), product)
    return chain.entries[ident("smelter")]


def valued(value: str, **members: str) -> Row:
    """A line's allocation value, and what differs from the default line."""
    return {"allocation_value": value, **members}


def holding(**lines: tuple[str | None, str | None]) -> Product:
    """A product section of lines with these kg and kWh per unit."""
    rows = (
        ProductLine(line=line, form="as_is", kg_per_unit=kg, kwh_per_unit=kwh)
        for line, (kg, kwh) in lines.items()
    )
    return Product(lines=tuple(rows))


def energies(**kwh: str | None) -> Product:
    """A product section of lines with this energy per unit, and no mass."""
    return holding(**{line: (None, value) for line, value in kwh.items()})


def problem(record: EntryRecord) -> tuple[str, str]:
    """The code and place of the one problem of an entry; empty without one."""
    found = list(allocation_problems(record))
    assert len(found) < 2
    return next(((row.code, row.place) for row in found), ("", ""))


def test_tonnes_beside_kilograms() -> None:
    """0.06 for 60 kg of metal beside 40 for 40 kg of acid would leave the metal 0.15 % of the burdens."""
    found = list(allocation_problems(smelter(valued("0.06"), valued("40"))))
    detail = "line main shares by 0.06 and states 60 kg; state this as its value"
    place = "inventory.outputs[0].allocation_value"
    assert found == [Problem("entry.allocation_value", ident("smelter"), detail, place)]


def test_a_price_among_masses() -> None:
    """The acid's 340 euros are refused beside 60 kg of metal."""
    (found,) = allocation_problems(smelter(valued("60"), valued("340")))
    assert found.place == "inventory.outputs[1].allocation_value"


def test_it_is_a_rule_of_an_entry() -> None:
    """The ledger and the verifier meet it among the rules of an entry."""
    found = [row.code for row in entry_problems(smelter(valued("60"), valued("340")))]
    assert found == ["entry.allocation_value"]


VALUE = ("entry.allocation_value", "inventory.outputs[1].allocation_value")
FINE = ("", "")


@pytest.mark.parametrize(
    ("metal", "acid", "basis", "product", "found"),
    [
        (valued("60"), valued("40"), "mass", None, FINE),
        (valued("60"), valued("39"), "mass", None, VALUE),
        (valued("60"), valued("7"), "revenue", KILOGRAMS, FINE),
        (valued("60"), valued("7", unit="tkm"), "revenue", KILOGRAMS, FINE),
        (valued("60"), valued("120", unit="m3"), "mass", weighing("3", ("main", "side")), FINE),
        (valued("60"), valued("119", unit="m3"), "mass", weighing("3", ("main", "side")), VALUE),
        (valued("60"), valued("119", unit="m3"), "mass", None, FINE),
        (valued("60", unit="MJ"), valued("144", unit="kWh"), "energy", None, FINE),
        (valued("60", unit="MJ"), valued("40", unit="kWh"), "energy", None, VALUE),
        (valued("60", unit="MJ"), valued("288"), "energy", energies(main=None, side="2"), FINE),
        (valued("60", unit="MJ"), valued("80"), "energy", energies(main=None, side="2"), VALUE),
        (valued("60", unit="MJ"), valued("80"), "energy", None, FINE),
    ],
)
def test_the_value_is_what_the_line_states(
    metal: Row, acid: Row, basis: str, product: Product | None, found: tuple[str, str]
) -> None:
    """A line's own unit comes first, then its product section; a section not shown breaks no rule."""
    assert problem(smelter(dict(metal), dict(acid), basis, product)) == found


@pytest.mark.parametrize(
    ("unit", "basis", "product", "field"),
    [
        ("piece", "mass", KILOGRAMS, ""),
        ("piece", "mass", energies(main="1", side="1"), "kg_per_unit"),
        ("m3", "energy", energies(main="1", side="1"), "kg_per_unit"),
        ("m3", "energy", KILOGRAMS, "kwh_per_unit"),
        ("kg", "energy", KILOGRAMS, "kwh_per_unit"),
        ("kg", "mass", energies(main=None, side=None), ""),
        ("kg", "energy", energies(main=None, side="1"), ""),
        ("MJ", "energy", energies(main=None, side=None), ""),
    ],
)
def test_goods_state_what_they_share_by(
    unit: str, basis: str, product: Product, field: str
) -> None:
    """Goods need kg per unit unless they are in kg and, by energy, kWh per unit; energy needs neither."""
    value = {"mass": "40", "energy": "40" if unit == "MJ" else "144"}[basis]
    metal = valued("60", unit="kg" if basis == "mass" else "MJ")
    expected = ("entry.allocation_unstated", f"product.lines[1].{field}") if field else FINE
    assert problem(smelter(metal, valued(value, unit=unit), basis, product)) == expected


def test_a_main_line_in_pieces_without_a_mass() -> None:
    """One piece at 1 beside 20,000 kg of trimmings would leave the piece 0.005 % of the burdens."""
    pieces = valued("1", unit="piece", amount="1")
    record = smelter(
        pieces, valued("20000", amount="20000"), "mass", energies(main=None, side=None)
    )
    detail = "line main shares by mass and does not state its kg per unit; state it"
    place = "product.lines[0].kg_per_unit"
    assert list(allocation_problems(record)) == [
        Problem("entry.allocation_unstated", ident("smelter"), detail, place)
    ]


@pytest.mark.parametrize(
    ("unit", "basis"),
    [
        *[(unit, "mass") for unit in ("kWh", "MJ", "tkm", "h", "m2a")],
        *[(unit, "energy") for unit in ("tkm", "h", "m2a")],
    ],
)
def test_services_and_energy_have_no_mass(unit: str, basis: str) -> None:
    """A kWh said to weigh a gram, or an hour said to burn, cannot carry the burdens away."""
    product = holding(main=("1", "1"), side=("1000", "1000"))
    metal = valued("60", unit="kg" if basis == "mass" else "MJ")
    place = "inventory.outputs[1].unit"
    found = problem(smelter(metal, valued("40000", unit=unit), basis, product))
    assert found == ("entry.allocation_basis", place)


@pytest.mark.parametrize(
    ("kwh", "burns"),
    [("0.5", False), ("0.55", False), ("0.56", True), ("39.4", True), ("39.5", False)],
)
@pytest.mark.parametrize(("unit", "kg"), [("kg", None), ("kg", "9"), ("m3", "1"), ("piece", "20")])
def test_goods_that_share_by_energy_burn(unit: str, kg: str | None, kwh: str, burns: bool) -> None:  # noqa: FBT001 - a case
    """Ore beside coal by energy would carry nothing; no kg holds more than hydrogen, and none of a battery as much."""
    each = EXACT.multiply(Decimal(kwh), Decimal(kg or "1") if unit != "kg" else Decimal(1))
    product = holding(main=(None, None), side=(kg, format_decimal(each)))
    value = format_decimal(EXACT.multiply(each, Decimal(144)))
    found = problem(smelter(valued("60", unit="MJ"), valued(value, unit=unit), "energy", product))
    assert found == (FINE if burns else ("entry.allocation_heat", "product.lines[1].kwh_per_unit"))


def test_kilograms_have_one_mass() -> None:
    """Kg per unit of a line in kg, which weighing a delivery does not ask either, moves no share."""
    heavy = weighing("9", ("main", "side"))
    assert not list(allocation_problems(smelter(valued("60"), valued("40"), "mass", heavy)))
    assert list(allocation_problems(smelter(valued("540"), valued("360"), "mass", heavy)))


def test_a_withheld_section_breaks_no_rule() -> None:
    """An entry whose inventory is not shown shares nothing that could be compared."""
    record = smelter(valued("60"), valued("340"))
    assert not list(allocation_problems(EntryRecord(record.id, record.entry, None, None)))


@given(st.decimals("0.001", "99999", places=3), st.decimals("0.001", "999", places=3))
def test_amount_times_mass_is_accepted(amount: Decimal, each: Decimal) -> None:
    """Whatever a line in pieces weighs, its exact mass is the one value that it may share by."""
    right = EXACT.multiply(amount, each)
    line = {"amount": format_decimal(amount), "unit": "piece"}
    product = weighing(format_decimal(each), ("main", "side"))
    found = smelter(valued("60"), valued(format_decimal(right), **line), "mass", product)
    assert not list(allocation_problems(found))
    wrong = format_decimal(EXACT.add(right, Decimal("0.0001")))
    assert list(allocation_problems(smelter(valued("60"), valued(wrong, **line), "mass", product)))
