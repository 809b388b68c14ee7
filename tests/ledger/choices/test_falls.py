"""Tests for lines of other entries in the place of those that count, and for entries without a figure."""

from decimal import Decimal

import pytest
from support.balanced import line
from support.chosen import chosen, conservative, ruled, stated
from support.graph import firm, ident, weighing
from support.graph_battery import Declared, declared
from support.restated import BEFORE, ENERGY, NARROW, correct, mined, packs, second
from support.rows import inventory, made, taken, used

from schemas.signed.conservative import GoodsPrice
from schemas.signed.entry import Product
from schemas.signed.rulebook import Rulebook
from schemas.signed.statement import Superseding
from schemas.vocabulary import Reason


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


def with_first(*rows: dict[str, object], amount: str = "200") -> Declared:
    """The plant, which draws 300 kg of ore, corrected an entry with more lime, some of this ore, and other goods."""
    it = declared()
    inputs = [*rows, used("test:lime", "1000")]
    content = inventory(made("plant", amount, batteries=4), inputs=inputs)
    plant = it.chain.entries[ident("plant")]
    it.chain.enter("first", content, plant.product, issuer=firm("plant"), model=plant.entry.model)
    it.reenter("plant", supersedes=Superseding(id=ident("first"), reason=Reason.CORRECTION))
    it.chain.change("superseded", "first", "plant")
    return it


def test_what_a_version_does_not_draw_counts_in_its_place_too() -> None:
    """Of the maker's goods, in whatever delivery: two versions cannot each leave out something else."""
    whole = conservative(with_first(taken("ore", "300"))).total
    assert whole is not None
    for rows in ((), (taken("ore", "100"),)):
        assert conservative(with_first(*rows)).total == whole
    it = with_first(taken("more", "300"))
    it.chain.deliver("more", "mine", "plant", "300")
    user = inventory(made("user", "1"), inputs=[taken("more", "300")])
    it.chain.enter("user", user, issuer=firm("plant"))
    assert conservative(it).total == whole
    dearest = conservative(with_first(taken("gone", "9")), dear()).total
    assert dearest is not None
    assert dearest > whole


def test_a_live_entry_draws_its_own_goods() -> None:
    """A batch beside the one that counts is another one, and needs none of its ore."""
    alone = conservative(second(declared(), "dirty", "1500")).total
    it = second(declared(), "dirty", "1500")
    it.chain.change("withdrawn", "dirty", "word")
    gone = conservative(it).total
    assert alone is not None
    assert gone is not None
    assert gone > alone
