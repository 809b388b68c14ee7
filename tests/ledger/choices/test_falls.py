"""Tests for lines of other entries in the place of those that count, and for entries without a figure."""

from decimal import Decimal

import pytest
from support.balanced import line
from support.chosen import chosen, ruled, stated
from support.graph import firm, ident, weighing
from support.graph_battery import declared
from support.restated import BEFORE, ENERGY, NARROW, correct, mined, packs, second
from support.rows import inventory, made, used

from schemas.conservative import GoodsPrice
from schemas.entry import Product
from schemas.rulebook import Rulebook


def dear(kg: str = "35") -> Rulebook:
    """The bare rulebook with a price of any goods."""
    return ruled(goods_prices=(GoodsPrice(kg=stated(kg)),))


def test_an_entry_without_a_figure_counts_as_the_dearest_goods() -> None:
    """A batch that is left out uses what no factor values: all 200 kg of the batteries that count are at 35 more."""
    it = second(declared(), "dirty", "1500")
    unknown = inventory(
        made("dirty", "200", batteries=4), inputs=[used("test:of-which-nobody-knows", "1")]
    )
    it.chain.entries[ident("dirty")] = it.chain.entries[ident("dirty")]._replace(inventory=unknown)
    it.chain.change("withdrawn", "dirty", "word")
    (found,) = chosen(it, "history.withdrawn", dear())
    assert found.effect is not None
    assert abs(found.effect - Decimal(35 * 200) / ENERGY) < NARROW


@pytest.mark.parametrize(
    ("of_first", "of_mine", "is_dear"),
    [
        ({"process": "raw_material.mining"}, {}, True),
        ({"process": "raw_material.mining"}, {"process": "raw_material.mining"}, False),
        ({"formula": "NiSO4.6H2O"}, {}, True),
        ({"formula": "NiSO4.6H2O"}, {"formula": "NiSO4.6H2O"}, False),
        ({}, {"formula": "NiSO4.6H2O"}, False),
    ],
)
def test_what_a_version_alone_calls_mined_or_a_hydrate_counts_as_the_dearest_goods(
    of_first: dict[str, str], of_mine: dict[str, str], *, is_dear: bool
) -> None:
    """1,000 kg of ore, of which 300 are used, at 35 more; else the version counts as it stands, at 3 for 2."""
    it = declared()
    for name, lime, words in (("first", "1500", dict(of_first)), ("mine", "1000", dict(of_mine))):
        stated = Product(lines=(line(formula=words.pop("formula", None)),))
        it.chain.enter(name, mined(lime), stated, issuer=firm("mine"), **words)
    it.chain.change("withdrawn", "first", "word")
    (found,) = chosen(it, "history.withdrawn", dear())
    assert found.effect is not None
    kg = 35 * 300 + 300 if is_dear else 300
    assert abs(found.effect - Decimal(kg) / ENERGY) < NARROW


def test_goods_of_no_known_mass_have_no_dearest_goods() -> None:
    """Nor has a rulebook without a price."""
    it = declared()
    it.chain.enter("mine", mined("1000"), weighing(None))
    correct(it, "mine", "mine now", mined("1000", unit="m3"))
    record = it.chain.entries[ident("mine now")]
    it.chain.entries[ident("mine now")] = record._replace(product=weighing(None))
    it.chain.entries[ident("mine")] = it.chain.entries[ident("mine")]._replace(inventory=None)
    (found,) = chosen(it, "history.corrected", dear())
    assert found.effect is None


def test_one_entry_that_was_dated_into_the_period_has_no_other_beside_it() -> None:
    """Of two the dearer counts for both; alone it is itself."""
    it = declared()
    record = it.chain.entries[ident("plant")]
    moved = {"issuer": record.entry.issuer, "model": record.entry.model, "period": BEFORE}
    it.chain.enter("plant before", packs("200", 4, "300"), weighing("1"), **moved)
    again = {"supersedes": {"id": ident("plant before"), "reason": "correction"}}
    own = {"issuer": record.entry.issuer, "model": record.entry.model}
    it.chain.enter("plant", record.inventory, weighing("1"), **own, **again)
    it.chain.change("superseded", "plant before", "plant")
    assert not chosen(it, "history.redated")
