"""Plants and mines whose balance of mass a test changes."""

from support.chosen import modest
from support.graph import weighing
from support.graph_battery import MODEL, Declared
from support.rows import Row, inventory, made, taken, used

from schemas.entry import Element, Product, ProductLine


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
    """The mine again, with a product section."""
    stuff = inventory(made("mine", "1000"), inputs=[used("test:lime", "1000")])
    it.chain.enter("mine", stuff, product)
    return it
