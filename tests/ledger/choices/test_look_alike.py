"""Tests for look-alike identifiers: the pairs of section 8 of the bounds, and honest serial numbers."""

import pytest
from support.graph import Graph
from support.rows import inventory, made

from ledger.choices.look_alike import alike, skeleton, states_like_goods
from ledger.footprint.graph.resolution import EntryRecord


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PACK", "\u0420\u0410\u0421\u041a"),
        ("pack", "\u0440\u0430\u0441k"),
        ("lot1", "lotl"),
        ("LOT-O1", "LOT-01"),
        ("rnodel", "model"),
        ("LOT-\uff101", "LOT-01"),
        ("LOT\u200b-1", "LOT-1"),
        ("I1", "l1"),
        ("my lot", "my_lot"),
        ("\u03a1\u0391\u039d\u0391", "PANA"),
        ("LOT-1.", "LOT-1"),
        ("Lot", "LOT"),
        ("PIlot", "Pllot"),
        ("\u2160-lot", "I-lot"),
    ],
)
def test_ids_that_a_reader_would_take_for_one_are_alike(one: str, other: str) -> None:
    """Scripts, digits, width, case and separators do not tell them apart."""
    assert alike(one, other)


def test_honest_serial_numbers_are_not_alike() -> None:
    """Three thousand numbers have as many skeletons, with separators and without."""
    names = {skeleton(f"LOT-{a}-{b}") for a in range(10, 60) for b in range(60)}
    assert len(names) == 3000
    assert not alike("LOT-1-11", "LOT-11-1")


def test_an_absent_id_is_like_none() -> None:
    """Two entries without a lot do not have the same lot."""
    assert not alike(None, None)
    assert not alike("a", None)
    assert not alike(None, "a")


def entered(product: str = "urn:test:mine:main", **header: object) -> EntryRecord:
    """An entry of a product."""
    chain = Graph()
    content = inventory(made("mine", "1", product=product))
    return chain.entries[chain.enter("mine", content, **header)]


@pytest.mark.parametrize(
    ("other", "is_like"),
    [
        (entered(), True),
        (entered("urn:test:MINE:main"), True),
        (entered("urn:test:tin"), False),
        (entered(period={"start": "2024-01-01", "end": "2025-01-01"}), False),
        (entered("urn:test:tin")._replace(inventory=None), False),
    ],
)
def test_entries_state_like_goods_by_product_and_time(other: EntryRecord, *, is_like: bool) -> None:
    """A product that looks alike is the same; an inventory that is not shown states none."""
    assert states_like_goods(entered(), other) == is_like
    assert states_like_goods(entered(), other) == states_like_goods(other, entered())


def test_entries_of_a_like_model_or_lot_state_like_goods() -> None:
    """A model stands in the header, and a lot in place of the time."""
    one, other = entered("a:b", model="urn:test:l"), entered("c:d", model="urn:test:1")
    assert states_like_goods(one, other._replace(inventory=None))
    lot = {"lot": "l", "basis": "lot_actual"}
    again = {
        "lot": "1",
        "basis": "lot_actual",
        "period": {"start": "2024-01-01", "end": "2024-02-01"},
    }
    assert states_like_goods(entered(**lot), entered(**again))
