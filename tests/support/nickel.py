"""A cell maker and the nickel salts it uses, one of them recycled."""

from support.chains import Chain
from support.rows import Row, inventory, made, used

from schemas.entry import Element, Product, ProductLine


def holding(nickel: str, recycled: str | None = None, kg: str | None = "1") -> Product:
    """A line of so much nickel, with a stated recycled share."""
    element = Element(element="Ni", fraction=nickel, recycled=recycled)
    return Product(
        lines=(ProductLine(line="main", form="as_is", kg_per_unit=kg, elements=(element,)),)
    )


def chain(*rows: Row, product: Product | None = None, recycled: str | None = "0.9") -> Chain:
    """A cell maker that uses a virgin and a recycled salt, each 100 kg of a quarter nickel."""
    it = Chain()
    for name, share in (("virgin", None), ("second", recycled)):
        it.enter(
            name, inventory(made(name, "100"), inputs=[used("test:a", "1")]), holding("0.25", share)
        )
        it.deliver(name, name, "cell", "100")
    it.enter("cell", inventory(made("cell", "50"), inputs=list(rows)), product)
    return it
