"""Tests for the entries that are of the same goods as lines which a figure reaches."""

import pytest
from support.graph import firm, ident, weighing
from support.graph_battery import Declared, declared
from support.rows import inventory, made, taken

from ledger.choices.beside_figure import statements_beside
from ledger.choices.trade import RecordedTrade, Words
from ledger.rules.same_goods import FigureRoots
from schemas.signed.entry import Site

BEFORE = {"start": "2024-01-01", "end": "2025-01-01"}
LONG_BEFORE = {"start": "2020-01-01", "end": "2021-01-01"}
ELSEWHERE = {"site": Site(code="P9", country="FI")}
LOT = {"basis": "lot_actual", "lot": "LOT-1"}
NAMES = ("mine", "other", "before", "later", "plant", "spare", "far", "farther")


def twins(it: Declared) -> set[str]:
    """The twins beside the figure, by name."""
    names = {ident(name): name for name in NAMES}
    records = it.chain.records()
    roots = FigureRoots.of_calculation(it.composition, it.calculation.period, records)
    found = statements_beside(it.resolve(), roots, RecordedTrade.of(records))
    return {names[name] for name in found.twins}


def ore(
    it: Declared, name: str = "other", product: str = "urn:test:mine:main", **header: object
) -> Declared:
    """Another entry of 1,000 kg by the mine's firm."""
    header = {"issuer": firm("mine"), **header}
    it.chain.enter(name, inventory(made(name, "1000", product=product)), weighing("1"), **header)
    return it


@pytest.mark.parametrize(
    ("members", "is_twin"),
    [
        ({}, True),
        ({"product": "urn:test:other"}, True),
        ({"product": "urn:test:MINE:main", "process": "raw_material.smelting"}, True),
        ({"product": "urn:test:other", "process": "raw_material.smelting"}, True),
        ({"product": "urn:test:other", "process": "raw_material.smelting", **ELSEWHERE}, False),
        ({"issuer": firm("another")}, False),
        ({"period": BEFORE}, True),
        ({"period": LONG_BEFORE}, False),
    ],
)
def test_a_twin_is_of_the_same_goods_and_time(members: dict[str, object], *, is_twin: bool) -> None:
    """By its product, its site or its process; of that year, or the one before or after."""
    assert twins(ore(declared(), **members)) == ({"other"} if is_twin else set())


def test_a_lot_is_the_same_whenever_it_was_made() -> None:
    """By ids that look alike; one of another lot is none."""
    for lot, is_twin in (("LOT-1", True), ("lot_1", True), ("LOT-2", False)):
        it = declared()
        it.reenter(
            "mine", lot="LOT-1", basis=it.chain.entries[ident("mine")].entry.basis.LOT_ACTUAL
        )
        there = {**LOT, "lot": lot, "period": LONG_BEFORE}
        assert twins(ore(it, **there)) == ({"other"} if is_twin else set())


def test_goods_made_long_ago_have_twins_in_the_time_of_their_use() -> None:
    """An old entry is drawn on, and another one is of the year of those who use it."""
    it = declared()
    content = it.chain.entries[ident("mine")].inventory
    it.chain.enter("mine", content, weighing("1"), period=LONG_BEFORE)
    assert twins(ore(it)) == {"other"}


def test_the_versions_of_what_counts_are_no_twins_and_have_some() -> None:
    """The version before was of another product, which another entry makes at another place."""
    it = declared()
    elsewhere = {"process": "raw_material.smelting"}
    ore(it, "before", product="urn:test:first", **elsewhere)
    again = {"supersedes": {"id": ident("before"), "reason": "correction"}}
    content = it.chain.entries[ident("mine")].inventory
    it.chain.enter("mine", content, weighing("1"), **again)
    it.chain.change("superseded", "before", "mine")
    assert twins(it) == set()
    ore(it, product="urn:test:first", process="raw_material.refining")
    assert twins(it) == {"other"}


def test_of_an_entry_only_the_lines_that_are_used_have_twins() -> None:
    """Its slag is nobody's input here, so another entry of slag is beside nothing."""
    it = declared()
    rows = made("mine", "1000"), made("mine", "9", "slag", role="by_product")
    it.chain.enter("mine", inventory(*rows), weighing("1", ["main", "slag"]))
    ore(it, product="urn:test:mine:slag", process="raw_material.smelting", **ELSEWHERE)
    assert twins(it) == set()


def test_batteries_have_twins_by_their_model() -> None:
    """And the entries that the calculation counts itself are none."""
    it = declared()
    model = it.chain.entries[ident("plant")].entry.model
    content = inventory(made("spare", "50", batteries=1))
    it.chain.enter("spare", content, weighing("1"), issuer=firm("plant"), model=model)
    assert twins(it) == {"spare"}


@pytest.mark.parametrize(("lot", "is_twin"), [("lot_9", True), ("LOT-8", False)])
def test_a_battery_of_the_lot_of_an_excluded_one_is_a_twin_too(lot: str, *, is_twin: bool) -> None:
    """However long ago it was made; and ore under the name of that lot is none."""
    it = declared()
    model = it.chain.entries[ident("plant")].entry.model
    plant = {"issuer": firm("plant"), "model": model, **LOT}
    spare, far = {"lot": "LOT-9"}, {"lot": lot, "period": LONG_BEFORE}
    for name, header in (("spare", spare), ("far", far)):
        content = inventory(made(name, "50", batteries=1))
        it.chain.enter(name, content, weighing("1"), **{**plant, **header})
    ore(it, **{**LOT, **far})
    assert twins(it) == ({"spare", "far"} if is_twin else {"spare"})


def test_goods_that_are_left_have_twins_too() -> None:
    """They count as used; what their maker rests on is behind the figure as well."""
    it = declared()
    it.chain.deliver("ore", "mine", "plant", "300")
    it.chain.enter("far", inventory(made("far", "1")), weighing("1"))
    it.chain.deliver("behind", "far", "idle", "1")
    content = inventory(made("idle", "100"), inputs=[taken("behind", "1")])
    it.chain.enter("idle", content, weighing("1"))
    it.chain.deliver("idle", "idle", "plant", "100")
    far = inventory(made("farther", "1", product="urn:test:far:main"))
    it.chain.enter("farther", far, weighing("1"), issuer=firm("far"))
    assert twins(it) == {"farther"}
    it.chain.change("withdrawn", "idle", "word")
    assert twins(it) == set()


def test_a_delivery_has_the_twins_of_its_entry() -> None:
    """Its figure has no period of its own; an entry without an inventory has no lines."""
    it = ore(declared())
    names, records = {ident(name): name for name in NAMES}, it.chain.records()
    for name, is_twin in (("mine", True), ("other", True), ("hidden", False)):
        it.chain.enter("hidden", None, None)
        roots = FigureRoots.of_delivery(ident(name), records)
        found = statements_beside(it.chain.resolve(name), roots, RecordedTrade.of(records))
        assert {names[one] for one in found.twins} == (
            {"mine", "other"} - {name} if is_twin else set()
        )


def test_an_entry_whose_goods_are_not_shown_is_no_twin() -> None:
    """And nothing of a firm that is not known is one."""
    it = declared()
    it.chain.enter("other", None, None, issuer=firm("mine"))
    assert twins(it) == set()
    words = Words(frozenset(), frozenset(), frozenset(), frozenset(), (), has_batteries=False)
    assert [*RecordedTrade.of(it.chain.records()).issued(firm("nobody"), words)] == []
