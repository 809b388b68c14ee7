"""Graphs of an element's way from mines to a maker, for the tests of its origin: one firm an entry, all lines in kg."""

from collections.abc import Iterable
from decimal import Decimal

from support.graph import LINE, Graph, ident
from support.rows import Row, inventory, made, taken

from ledger.footprint.graph.numbers import ZERO
from ledger.footprint.tally.recursion import GraphValues, run
from ledger.footprint.trade.origin import element_origin
from ledger.footprint.trade.origin_keys import OriginKey, part_of
from ledger.footprint.trade.origin_shares import ByContent, places
from schemas.signed.entry import Element, Product, ProductLine, Site
from schemas.vocabulary import ProcessCode

MINING = ProcessCode.MINING
REFINING = ProcessCode.REFINING

Held = dict[str, dict[str, str]]
"""The mass fractions of elements by line."""


def holding(lines: Iterable[str] = (LINE,), held: Held | None = None, **members: str) -> Product:
    """A product section whose lines weigh 1 kg a unit and hold these fractions."""
    fractions = held or {}
    rows = [
        ProductLine(
            line=line,
            form="as_is",
            kg_per_unit="1",
            elements=tuple(
                Element(element=name, fraction=fraction)
                for name, fraction in sorted(fractions.get(line, {}).items())
            ),
            **members,
        )
        for line in sorted(lines)
    ]
    return Product(lines=tuple(rows))


class Way:
    """A graph of entries that each make 1 kg of their main line unless they say otherwise."""

    def __init__(self) -> None:
        self.graph = Graph()
        self._uses: dict[str, dict[str, Row]] = {}

    def supply(self, maker: str, taker: str, amount: str = "1", **row: object) -> None:
        """A delivery of an amount of a maker's main line, and the row of its taker."""
        line = row.pop("line", LINE)
        number = f"{maker} to {taker}"
        product = f"urn:test:{maker}:{line}"
        self.graph.deliver(number, maker, taker, amount, line=line, product=product)
        self._uses.setdefault(taker, {})[maker] = taken(number, amount, **row)

    def row(self, maker: str, taker: str) -> Row:
        """The row of a taker that uses a maker's goods."""
        return self._uses[taker][maker]

    def enter(
        self,
        name: str,
        process: ProcessCode = REFINING,
        country: str = "CN",
        outputs: Iterable[Row] = (),
        inputs: Iterable[Row] = (),
        product: Product | None = None,
        **fractions: str,
    ) -> None:
        """An entry that takes what was supplied to it; fractions are of its main line.

        One that takes nothing makes 10 kg, so that several can draw on it.
        """
        further = list(inputs)
        lines = [made(name, "1" if name in self._uses or further else "10"), *outputs]
        names = [str(row["line"]) for row in lines]
        rows = [*self._uses.get(name, {}).values(), *further]
        shared = sum(row["role"] in {"main", "co_product"} for row in lines) > 1
        allocation = {"allocation": "mass"} if shared else {}
        if shared:
            lines = [
                {**row, "allocation_value": "1"} if row["role"] in {"main", "co_product"} else row
                for row in lines
            ]
        self.graph.enter(
            name,
            inventory(*sorted(lines, key=lambda row: str(row["line"])), inputs=rows, **allocation),
            product or holding(names, {LINE: fractions}),
            site=Site(code="P1", country=country),
            process=process,
        )

    def values(self, name: str, element: str = "Co") -> GraphValues[OriginKey]:
        """The tally of the graph behind an entry."""
        resolution = self.graph.resolve(name)
        return run(element_origin(element, resolution), resolution, reading=ByContent(element))

    def keys(self, name: str, element: str = "Co", line: str = LINE) -> dict[OriginKey, Decimal]:
        """The kg per unit of a line by key."""
        found = self.values(name, element).line(ident(name), line)
        assert found is not None
        return dict(found.cells)

    def origin(self, name: str, element: str = "Co", line: str = LINE) -> dict[str, Decimal]:
        """The kg of the element per unit of a line, by `class country`."""
        kg = part_of(self.keys(name, element, line), "element", "ore")
        return {f"{origin} {country}".strip(): v for (origin, country), v in places(kg).items()}

    def untraced(self, name: str, element: str = "Co") -> Decimal:
        """The kg of the element that entries state beyond what they took in, within the tolerance."""
        keys = self.keys(name, element)
        return sum((v for key, v in keys.items() if key.of in {"untraced", "assay"}), ZERO)


def chain(grade: str | None = "0.2", ore: str = "1", held: str = "0.2") -> Way:
    """A Congolese mine, and a Chinese refinery whose salt holds 20 % cobalt."""
    way = Way()
    way.enter("mine", MINING, "CD", **({} if grade is None else {"Co": grade}))
    way.supply("mine", "salt", ore)
    way.enter("salt", Co=held)
    return way
