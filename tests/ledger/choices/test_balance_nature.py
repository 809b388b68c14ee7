"""Tests for the balance of an entry whose material comes from nature, and of a rulebook that states few bounds."""

from dataclasses import replace

from support.balanced import line, mine, plant
from support.chosen import BARE, choice_context, chosen, modest, ruled
from support.graph import firm, ident
from support.graph_battery import Declared
from support.rows import inventory, made, taken, used

from ledger.choices.balance import Balance
from schemas.entry import Product
from schemas.vocabulary import ProcessCode

ELEMENT = "mass.element_gap"
MINE, PLANT = ident("mine"), ident("plant")


def balance(it: Declared, name: str = "plant") -> Balance:
    """The balance of an entry."""
    context = choice_context(it)
    return Balance(
        context, next(row for row in context.entries if row.record.id == ident(name)), {}
    )


def from_nature(it: Declared) -> bool:
    """True if the mine takes its ore from nature."""
    return balance(it, "mine").from_nature


def test_ore_is_from_nature_and_what_is_richer_is_not() -> None:
    """The grades of ore end at 15 % of nickel, and of tin at its oxide."""
    assert from_nature(mine(modest(), Product(lines=(line(Ni="0.15", O="0.4"),))))
    assert from_nature(mine(modest(), Product(lines=(line(Sn="0.7"),))))
    assert not from_nature(mine(modest(), Product(lines=(line(Sn="0.9"),))))
    rich = mine(modest(), Product(lines=(line(Ni="0.2"),)))
    assert not from_nature(rich)
    (found,) = chosen(rich, ELEMENT)
    assert found.choice.subject == MINE


def test_what_may_be_anything_is_not_from_nature() -> None:
    """Goods without an assay, of water's elements alone, or of an element of which no ore is known."""
    assert not from_nature(modest())
    assert not from_nature(mine(modest(), Product(lines=(line(H="0.1", O="0.9"),))))
    assert not from_nature(mine(modest(), Product(lines=(line(Ni="0.1", Au="0.1"),))))


def test_without_limits_of_ore_the_process_decides() -> None:
    """A rulebook may state none, or no alternatives at all."""
    it = mine(modest(), Product(lines=(line(Ni="0.9"),)))
    for rulebook in (ruled(ore_limits=()), BARE.model_copy(update={"conservative": None})):
        context = choice_context(it, rulebook)
        (entry,) = (row for row in context.entries if row.record.id == MINE)
        assert Balance(context, entry, {}).from_nature
    it.reenter("mine", process=ProcessCode.SMELTING)
    assert not from_nature(it)


def received_by_the_mine(product: Product | None) -> Declared:
    """The mine received goods of another firm, and states that it uses none."""
    it = mine(modest(), Product(lines=(line(Ni="0.1"),)))
    it.chain.enter(
        "other", inventory(made("other", "10"), inputs=[used("test:lime", "9")]), product
    )
    it.chain.deliver("goods", "other", "mine", "10")
    return it


def test_a_mine_that_received_goods_of_its_elements_takes_nothing_from_nature() -> None:
    """Goods of other or unstated elements are no ore."""
    it = received_by_the_mine(Product(lines=(line(Ni="0.4"),)))
    assert not from_nature(it)
    (found,) = chosen(it, ELEMENT)
    assert found.choice.subject == MINE
    assert from_nature(received_by_the_mine(Product(lines=(line(Fe="0.4"),))))
    assert from_nature(received_by_the_mine(None))
    it.chain.deliver("goods", "other", "mine", "10", recipient=firm("elsewhere"))
    assert from_nature(it)


def test_without_the_log_nothing_is_known_of_goods_received() -> None:
    """A context of the graph alone."""
    it = received_by_the_mine(Product(lines=(line(Ni="0.4"),)))
    context = replace(choice_context(it), log=None)
    (entry,) = (row for row in context.entries if row.record.id == MINE)
    assert Balance(context, entry, {}).from_nature


def test_a_bare_rulebook_counts_each_gap_and_each_row() -> None:
    """Without a least gap, a ballast and a least row, all rows are goods and all of them price what is missing."""
    it = plant(modest(), taken("ore", "150"), used("test:lime", "0.1"))
    rulebook = ruled(least_gap=None, ballast=None, least_row=None)
    context = choice_context(it, rulebook)
    (entry,) = (row for row in context.entries if row.record.id == PLANT)
    assert len(Balance(context, entry, {}).largest) == 2
    assert len(balance(it).largest) == 1
