"""Lines that share by mass or energy share by what they state; all else is refused."""

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
from schemas.entry import Product, ProductLine

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


def energies(**kwh: str | None) -> Product:
    """A product section of lines with this energy per unit."""
    rows = (ProductLine(line=line, form="as_is", kwh_per_unit=value) for line, value in kwh.items())
    return Product(lines=tuple(rows))


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


@pytest.mark.parametrize(
    ("metal", "acid", "basis", "product", "agree"),
    [
        (valued("60"), valued("40"), "mass", None, True),
        (valued("61"), valued("40"), "mass", None, False),
        (valued("60"), valued("7"), "revenue", KILOGRAMS, True),
        (valued("60"), valued("120", unit="m3"), "mass", weighing("3", ("main", "side")), True),
        (valued("60"), valued("119", unit="m3"), "mass", weighing("3", ("main", "side")), False),
        (valued("60"), valued("119", unit="m3"), "mass", None, True),
        (valued("60", unit="MJ"), valued("144", unit="kWh"), "energy", None, True),
        (valued("60", unit="MJ"), valued("40", unit="kWh"), "energy", None, False),
        (valued("60", unit="MJ"), valued("288"), "energy", energies(main=None, side="2"), True),
        (valued("60", unit="MJ"), valued("80"), "energy", energies(main=None, side="2"), False),
        (valued("60", unit="MJ"), valued("80"), "energy", energies(main="9", side=None), True),
    ],
)
def test_the_value_is_what_the_line_states(
    metal: Row,
    acid: Row,
    basis: str,
    product: Product | None,
    agree: bool,  # noqa: FBT001
) -> None:
    """A line's own unit comes first, then its product section; what is not stated cannot be compared."""
    assert (
        not list(allocation_problems(smelter(dict(metal), dict(acid), basis, product)))
    ) == agree


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
