"""Plants and mines whose balance of mass a test changes."""

from decimal import Decimal

from support.chosen import BARE, BATTERY, chosen, modest
from support.graph import ident, weighing
from support.graph_battery import MODEL, Declared
from support.rows import Row, inventory, made, taken, used

from ledger.choices.conservative import WeighedChoice
from schemas.signed.entry import Element, Product, ProductLine
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import ProcessCode


def line(name: str = "main", formula: str | None = None, **elements: str) -> ProductLine:
    """A product line in kg, with its elements."""
    rows = tuple(Element(element=key, fraction=part) for key, part in sorted(elements.items()))
    return ProductLine(line=name, form="as_is", formula=formula, kg_per_unit="1", elements=rows)


def plant(it: Declared, *inputs: Row, product: Product | None = None, **parts: object) -> Declared:
    """The plant again, with other inputs to its 200 kg of batteries."""
    battery = inventory(made("plant", "200", batteries=4), inputs=inputs, **parts)
    it.chain.enter("plant", battery, product or weighing("1"), model=MODEL)
    return it


def ore_of(kg: str) -> Declared:
    """A plant whose only material is so much ore, at 2 kg CO2e a kg."""
    return plant(modest(), taken("ore", kg))


def mine(it: Declared, product: Product) -> Declared:
    """The mine again, with a product section; its ore comes from nature."""
    stuff = inventory(made("mine", "1000"), inputs=[used("test:lime", "1000")])
    it.chain.enter("mine", stuff, product, process=ProcessCode.MINING)
    return it


def nickel_in(kg: str, fraction: str = "0.2", **more: str) -> Declared:
    """200 kg of batteries that state a fraction of nickel, from so much ore of 10 % nickel, at 20 per kg of it."""
    it = mine(modest(), Product(lines=(line(Ni="0.1", O="0.9"),)))
    return plant(it, taken("ore", kg), product=Product(lines=(line(Ni=fraction, **more),)))


def works(it: Declared, kg: str, product: Product) -> Declared:
    """A works that makes 200 kg of goods for the plant from so much ore."""
    it.chain.deliver("stuff", "mine", "works", kg)
    it.chain.enter("works", inventory(made("works", "200"), inputs=[taken("stuff", kg)]), product)
    it.chain.deliver("goods", "works", "plant", "200")
    return plant(it, taken("goods", "200"))


def at(it: Declared, name: str, code: str, rulebook: Rulebook = BARE) -> list[WeighedChoice]:
    """The choices of a kind in an entry."""
    return [row for row in chosen(it, code, rulebook) if row.choice.subject == ident(name)]


def at_plant(it: Declared, code: str, rulebook: Rulebook = BARE) -> list[WeighedChoice]:
    """The choices of a kind in the plant's entry."""
    return at(it, "plant", code, rulebook)


def kg_of(found: WeighedChoice) -> Decimal:
    """The effect of a choice in kg CO2e over all batteries, to 20 digits after the point."""
    assert found.effect is not None
    return round(found.effect * BATTERY, 20)
