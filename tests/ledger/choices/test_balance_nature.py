"""Tests for the balance of an entry whose material comes from nature, and of a rulebook that states few bounds."""

from dataclasses import replace

from support.balanced import at, line, mine, plant, works
from support.chosen import BARE, choice_context, chosen, modest, ruled
from support.graph import firm, ident
from support.graph_battery import Declared
from support.rows import inventory, made, taken, used

from ledger.choices.balance import Balance
from schemas.signed.conservative import OreLimit
from schemas.signed.entry import Product
from schemas.vocabulary import ProcessCode

ELEMENT, GAP = "mass.element_gap", "mass.gap"
MINE, PLANT = ident("mine"), ident("plant")


def balance(it: Declared, name: str = "plant") -> Balance:
    """The balance of an entry."""
    context = choice_context(it)
    return Balance(
        context, next(row for row in context.entries if row.record.id == ident(name)), {}
    )


def from_nature(it: Declared, name: str = "mine") -> bool:
    """True if an entry takes its goods from nature."""
    return balance(it, name).from_nature


def _limits() -> tuple[OreLimit, ...]:
    assert BARE.conservative is not None
    return BARE.conservative.ore_limits


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


def test_oil_and_what_is_made_of_it_are_not_from_nature() -> None:
    """Lignite and gypsum are; polyethylene holds 14 % of hydrogen that no oxygen binds."""
    assert from_nature(mine(modest(), Product(lines=(line(C="0.6", H="0.06", O="0.24"),))))
    assert from_nature(mine(modest(), Product(lines=(line(Ca="0.23", H="0.07", O="0.55"),))))
    assert not from_nature(mine(modest(), Product(lines=(line(C="0.856", H="0.144"),))))
    without = ruled(ore_limits=tuple(row for row in _limits() if row.element != "H"))
    context = choice_context(mine(modest(), Product(lines=(line(C="0.856", H="0.144"),))), without)
    (entry,) = (row for row in context.entries if row.record.id == MINE)
    assert Balance(context, entry, {}).from_nature


def test_a_mine_that_uses_goods_takes_nothing_from_nature() -> None:
    """Goods with a mass, under a delivery."""
    it = mine(modest(), Product(lines=(line(Ni="0.1", O="0.9"),)))
    it.chain.enter("other", inventory(made("other", "10"), inputs=[used("test:lime", "9")]))
    it.chain.deliver("goods", "other", "mine", "10")
    dug = inventory(made("mine", "1000"), inputs=[taken("goods", "10")])
    record = it.chain.entries[MINE]
    it.chain.entries[MINE] = record._replace(inventory=dug)
    assert not from_nature(it)


def test_batteries_are_not_from_nature() -> None:
    """Whatever process a plant names, and whatever little it states of its packs."""
    it = plant(modest(), product=Product(lines=(line(Si="0.05"),)))
    it.reenter("plant", process=ProcessCode.MINING)
    assert not from_nature(it, "plant")


def test_ore_explains_what_its_assay_states_and_a_concentrate_is_made_of_all_of_it() -> None:
    """Of a kg of ore, 0.6 kg are stated: 200 kg of parts from 300 kg lack 20 kg, and those of a concentrate do too."""
    ore = Product(lines=(line(Ni="0.05", Si="0.15", O="0.4"),))
    parts = Product(lines=(line(),))
    (gap,) = at(works(mine(modest(), ore), "300", parts), "works", GAP)
    assert "0.1 kg come out that no input brings" in gap.choice.detail
    it = mine(modest(), ore)
    it.chain.deliver("dug", "mine", "mill", "350")
    it.chain.enter("mill", inventory(made("mill", "300"), inputs=[taken("dug", "350")]), ore)
    it.chain.deliver("stuff", "mill", "works", "300")
    it.chain.enter("works", inventory(made("works", "200"), inputs=[taken("stuff", "300")]), parts)
    it.chain.deliver("goods", "works", "plant", "200")
    plant(it, taken("goods", "200"))
    assert not at(it, "mill", GAP)
    (gap,) = at(it, "works", GAP)
    assert "0.1 kg come out that no input brings" in gap.choice.detail


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
    it.chain.deliver("again", "other", "mine", "10", recipient=firm("elsewhere"))
    it.chain.change("superseded", "goods", "again")
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
