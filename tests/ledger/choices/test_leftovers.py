"""Tests for goods that a firm received and nothing draws."""

import pytest
from support.balanced import line
from support.graph import firm, ident, weighing
from support.graph_battery import Declared, declared
from support.rows import avoided, inventory, made, taken, used

from ledger.choices.beside_figure import statements_beside
from ledger.choices.trade import RecordedTrade
from ledger.rules.same_goods import FigureRoots
from schemas.signed.entry import Product
from schemas.vocabulary import ProcessCode

BEFORE = {"start": "2024-01-01", "end": "2025-01-01"}
LONG_BEFORE = {"start": "2022-01-01", "end": "2023-01-01"}


def stating(**elements: str) -> Product:
    """A product section of one line with these elements."""
    return Product(lines=(line(**elements),))


def enter(
    it: Declared, name: str, *rows: object, product: Product | None = None, **header: object
) -> None:
    """An entry of 100 kg of goods of its own, from these rows."""
    content = inventory(made(name, "100"), inputs=list(rows))
    it.chain.enter(name, content, product or weighing("1"), **header)


def sent(amount: str | None = "100", product: Product | None = None, **header: object) -> Declared:
    """The plant, which draws on all of its ore, and 100 kg of other goods that were made for it."""
    it = declared()
    it.chain.deliver("ore", "mine", "plant", "300")
    enter(it, "other", product=product, **header)
    it.chain.deliver("idle", "other", "plant", amount)
    return it


def left(it: Declared) -> dict[str, str]:
    """The amounts left, by the names of deliveries."""
    names = {ident(name): name for name in ("ore", "idle", "more", "behind", "treatment", "again")}
    records = it.chain.records()
    roots = FigureRoots.of_calculation(it.composition, it.calculation.period, records)
    found = statements_beside(it.resolve(), roots, RecordedTrade.of(records))
    return {names[row.delivery]: row.amount for row in found.left}


def drawing(it: Declared, name: str, *rows: object) -> None:
    """Give an entry other inputs."""
    record = it.chain.entries[ident(name)]
    content = inventory(made(name, "100"), inputs=list(rows))
    it.chain.entries[ident(name)] = record._replace(inventory=content)


def test_what_no_entry_draws_is_left() -> None:
    """All of it, or what a draw of any entry of the firm has left; nothing of what is drawn whole."""
    assert left(sent()) == {"idle": "100"}
    it = sent()
    enter(it, "elsewhere", taken("idle", "60"), issuer=firm("plant"))
    assert left(it) == {"idle": "40"}
    enter(it, "again", taken("idle", "40"), issuer=firm("plant"))
    assert left(it) == {}


def test_draws_of_entries_that_are_not_live_explain_nothing() -> None:
    """One that was withdrawn; and a later version draws what the one that counts draws."""
    it = sent()
    enter(it, "gone", taken("idle", "60"), issuer=firm("plant"))
    it.chain.change("withdrawn", "gone", "word")
    assert left(it) == {"idle": "100"}
    enter(it, "first", taken("idle", "60"), issuer=firm("plant"))
    later = {"supersedes": {"id": ident("first"), "reason": "correction"}}
    enter(it, "later", taken("idle", "10"), issuer=firm("plant"), **later)
    assert left(it) == {"idle": "40"}


def test_a_draw_on_an_earlier_version_is_one_on_the_delivery() -> None:
    """The delivery was corrected after it was drawn."""
    it = sent()
    enter(it, "elsewhere", taken("idle", "60"), issuer=firm("plant"))
    again = {"supersedes": {"id": ident("idle"), "reason": "correction"}}
    it.chain.deliver("again", "other", "plant", "70", **again)
    assert left(it) == {"idle": "40"}
    it.chain.change("superseded", "idle", "again")
    assert left(it) == {"again": "10"}


@pytest.mark.parametrize(
    ("own", "other", "concerns"),
    [
        ({"Fe": "0.5"}, {"Fe": "0.9"}, True),
        ({"Fe": "0.5"}, {"Cu": "0.9"}, False),
        ({"Fe": "0.5"}, {}, True),
        ({}, {"Cu": "0.9"}, True),
    ],
)
def test_goods_concern_a_firm_by_their_elements(
    own: dict[str, str], other: dict[str, str], *, concerns: bool
) -> None:
    """By one that the firm makes; or where either states none, for then it may be anything."""
    it = sent(product=stating(**other) if other else None)
    record = it.chain.entries[ident("plant")]
    states = stating(**own) if own else weighing("1")
    it.chain.entries[ident("plant")] = record._replace(product=states)
    assert bool(left(it)) is concerns


def test_what_a_firm_draws_is_known_too() -> None:
    """The plant states iron alone, and draws on copper: copper that it does not draw concerns it."""
    it = sent(product=stating(Cu="0.9"))
    plant = it.chain.entries[ident("plant")]
    it.chain.entries[ident("plant")] = plant._replace(product=stating(Fe="0.5"))
    mine = it.chain.entries[ident("mine")]
    it.chain.entries[ident("mine")] = mine._replace(product=stating(Cu="0.3"))
    assert left(it) == {"idle": "100"}


def test_goods_of_another_time_do_not_concern_a_firm() -> None:
    """Made in the year before they may still be used, and two years before they are not."""
    assert left(sent(period=BEFORE)) == {"idle": "100"}
    assert left(sent(period=LONG_BEFORE)) == {}


def test_all_that_a_mine_received_of_its_elements_concerns_it() -> None:
    """At any time, and drawn or not: nature explains nothing that it may have bought."""
    it = declared()
    mine = it.chain.entries[ident("mine")]
    it.chain.entries[ident("mine")] = mine._replace(product=stating(Fe="0.3"))
    it.reenter("mine", process=ProcessCode.MINING)
    for name, element in (("idle", "Fe"), ("more", "Cu")):
        enter(it, name, product=stating(**{element: "0.9"}), period=LONG_BEFORE)
        it.chain.deliver(name, name, "mine", "100")
    enter(it, "user", taken("idle", "100"), issuer=firm("mine"))
    assert left(it) == {"idle": "0"}


@pytest.mark.parametrize(("sold", "rest"), [("0.001", "99.999"), ("100", None)])
def test_a_delivery_that_states_no_amount(sold: str, rest: str | None) -> None:
    """All that its line has made and delivered to nobody, unless a row cites it or it treats waste."""
    it = sent(None)
    it.chain.deliver("more", "other", "another", sold)
    it.chain.deliver("old", "other", "another", "3")
    it.chain.change("superseded", "old", "more")
    assert left(it) == ({} if rest is None else {"idle": rest})
    for row in (
        {"inputs": [taken("idle", "1")]},
        {"avoided": [avoided("1", delivery="idle")]},
    ):
        it.chain.enter("user", inventory(made("user", "1"), **row), issuer=firm("plant"))
        assert left(it) == {}
    it.chain.enter("user", inventory(made("user", "1")), issuer=firm("plant"))
    it.reenter("other", process=ProcessCode.SHREDDING)
    assert left(it) == {}


def test_what_is_behind_goods_that_are_left_counts_too() -> None:
    """Goods that nothing draws are made by a firm that received others, and draws none of these."""
    it = sent()
    enter(it, "far")
    enter(it, "farther")
    it.chain.deliver("more", "farther", "far", "1")
    drawing(it, "far", taken("more", "1"))
    drawing(it, "other", taken("more", "1"), taken("gone", "1"))
    it.chain.deliver("behind", "far", "other", "7")
    assert left(it) == {"idle": "100", "behind": "7"}
    enter(it, "user", taken("idle", "100"), issuer=firm("plant"))
    assert left(it) == {}


def test_goods_that_are_left_twice_are_reached_once() -> None:
    """Two deliveries of one entry, which rests on others."""
    it = sent()
    enter(it, "far")
    it.chain.deliver("more", "far", "other", "1")
    drawing(it, "other", taken("more", "1"))
    it.chain.deliver("again", "other", "plant", "2")
    assert left(it) == {"idle": "100", "again": "2"}
    it.chain.change("withdrawn", "far", "word")
    assert left(it) == {"idle": "100", "again": "2"}


def test_goods_whose_maker_is_not_known() -> None:
    """An entry that was withdrawn, or is not shown: nothing tells what they are."""
    it = sent()
    it.chain.change("withdrawn", "other", "word")
    assert left(it) == {}
    it = sent()
    del it.chain.entries[ident("other")]
    assert left(it) == {}
    del it.chain.deliveries[ident("treatment")]
    assert left(it) == {}
    it = sent(None)
    record = it.chain.entries[ident("other")]
    it.chain.entries[ident("other")] = record._replace(inventory=None)
    assert left(it) == {}
    assert left(declared()) == {}


def test_waste_of_the_product_and_use() -> None:
    """What the plant gives to its recycler is received as treatment; the recycler may not have drawn on goods."""
    it = declared()
    it.chain.deliver("ore", "mine", "plant", "300")
    enter(it, "other", used("test:lime", "1"))
    it.chain.deliver("idle", "other", "recycler", "5")
    assert left(it) == {"idle": "5"}
