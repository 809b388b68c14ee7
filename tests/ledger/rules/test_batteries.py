"""Batteries, pieces and capacity: signed values of one thing agree, or the entry or calculation is refused."""

from decimal import Decimal

import pytest
from support.graph import ident, weighing
from support.graph_battery import MODEL, Declared, declared
from support.rows import inventory, made, taken

from ledger.footprint.graph.resolution import EntryRecord
from ledger.rules.batteries import battery_count, piece_problems, stated_capacity
from schemas.signed.entry import Product, ProductLine


def record_of(amount: str, unit: str, batteries: int | None) -> EntryRecord:
    """An entry whose main line counts batteries, or none."""
    it = declared()
    members = {} if batteries is None else {"batteries": batteries}
    it.chain.enter("packs", inventory(made("packs", amount, unit=unit, **members)), weighing("1"))
    return it.chain.entries[ident("packs")]


@pytest.mark.parametrize(
    ("amount", "unit", "batteries", "agree", "count"),
    [
        ("100", "piece", 100, True, 100),
        ("100", "unit", 100, True, 100),
        ("100", "piece", 1_000_000, False, 100),
        ("100", "unit", 99, False, 100),
        ("100.5", "piece", 100, False, "100.5"),
        ("100", "kg", 1_000_000, True, 1_000_000),
        ("100", "m", 7, True, 7),
        ("100", "piece", None, True, 0),
    ],
)
def test_a_piece_is_a_battery(
    amount: str,
    unit: str,
    batteries: int | None,
    agree: bool,  # noqa: FBT001
    count: object,
) -> None:
    """Lines in pieces or units that count batteries make as many; other units are free."""
    record = record_of(amount, unit, batteries)
    told = [(problem.code, problem.subject) for problem in piece_problems(record)]
    assert told == ([] if agree else [("entry.batteries", ident("packs"))])
    assert record.inventory is not None
    assert battery_count(record.inventory.main) == Decimal(str(count))


def test_what_is_withheld_counts_no_pieces() -> None:
    """Without the inventory there is no finding."""
    record = record_of("100", "piece", 7)._replace(inventory=None)
    assert list(piece_problems(record)) == []


def holding(kwh: str | None, amount: str = "4", unit: str = "piece") -> Declared:
    """Four batteries, of this many kWh per unit."""
    it = declared()
    battery = inventory(made("plant", amount, unit=unit, batteries=4), inputs=[taken("ore", "300")])
    line = ProductLine(line="main", form="as_is", kg_per_unit="1", kwh_per_unit=kwh)
    it.chain.enter("plant", battery, Product(lines=(line,)), model=MODEL)
    it.rows[0].update(amount=amount, unit=unit)
    return it


@pytest.mark.parametrize(
    ("kwh", "amount", "unit", "agree"),
    [
        ("75", "4", "piece", True),
        (None, "4", "piece", True),
        ("7.5", "4", "piece", False),
        ("75.0001", "4", "piece", False),
        ("0.2", "1500", "kg", True),
        ("0.19", "1600", "kg", True),
        ("0.18", "1600", "kg", False),
        ("0.1875", "1600", "kg", True),
        ("1", "1600", "kg", False),
    ],
)
def test_capacity_is_what_the_product_section_states(
    kwh: str | None,
    amount: str,
    unit: str,
    agree: bool,  # noqa: FBT001
) -> None:
    """75 kWh in each of four batteries: per piece exactly, per kg to the digits that are stated."""
    it = holding(kwh, amount, unit)
    assert it.problems() == ([] if agree else [("calculation.capacity", ident("plant"))])


def test_the_capacity_that_a_line_states_is_per_battery() -> None:
    """0.18 kWh in each of 1,600 kg, over four batteries."""
    (packs,) = [part for part in holding("0.18", "1600", "kg").parts() if not part.treats]
    assert stated_capacity(packs) == 72
    (silent,) = [part for part in holding(None).parts() if not part.treats]
    assert stated_capacity(silent) is None


def test_a_line_that_counts_no_batteries_states_no_capacity() -> None:
    """The missing number is reported; there is no division by it."""
    it = holding("7")
    record = it.chain.entries[ident("plant")]
    battery = inventory(made("plant", "4", unit="piece"), inputs=[taken("ore", "300")])
    it.chain.entries[ident("plant")] = record._replace(inventory=battery)
    assert "calculation.capacity" not in {code for code, _ in it.problems()}
