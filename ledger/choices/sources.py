"""Known sources of an element or of goods, the dearest first: the prices of what an entry does not explain.

    element    goods of the chain or the log whose main element it is, per kg of it; a bought flow stated as that
               material; the rulebook's dearest documented route
    goods      rows of the entry itself with a hundredth of its mass or more; such rows of entries that make goods of
               the same main element, whatever their process is called; the rulebook's dearest such goods

A main element is the one with the largest stated mass fraction, water's apart. The price is per kg of the element, and
not per kg of anything: a trace in dear goods prices nothing, also where it is all that a line states. A supplier that
rests on the entry is no source of what the entry lacks, since no honest statement of it could draw there.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Option
from ledger.choices.hydrates import LEAST, OF_WATER
from ledger.footprint.analysis.contributions import Line
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.goods import product_line, weight
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, explained_sum
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.plausibility.context import product
from schemas.signed.entry import ProductLine
from schemas.signed.rows import ActivityInput, Row
from schemas.vocabulary import Unit

MOST = 4
"""The number of lines that are compared as sources of one element: those with the highest figures."""

LOOKED_AT = 64
"""The number of the dearest lines of one element that are looked at: those that rest on the entry are no source."""


class Source(NamedTuple):
    """A line as a source of an element: units of it for one kg, and the kg CO2e of that as declared."""

    price: Decimal
    line: Line
    units: Decimal


def main_element(line: ProductLine | None) -> str | None:
    """The element with the largest stated mass fraction, without water's; None if a line states none."""
    elements = () if line is None else line.elements
    rows = [row for row in elements if row.element not in OF_WATER]
    return max(rows, key=lambda row: (Decimal(row.fraction), row.element)).element if rows else None


def made_of(record: EntryRecord) -> str | None:
    """The main element of an entry's main output; None if it states none."""
    inventory = record.inventory
    return None if inventory is None else main_element(product_line(record, inventory.main.line))


def goods_price(context: ChoiceContext, record: EntryRecord) -> Decimal | None:
    """The rulebook's kg CO2e per kg of the dearest goods that an entry may make its own of; None if it has none.

    That of its main element alone, if what its product states leaves no room for more of another one.
    """
    rule = context.rule
    if rule is None:
        return None
    of_any, of_main = rule.goods_price(None), rule.goods_price(made_of(record))
    if of_main is None or of_any is None or _is_mainly_that(record):
        return of_any if of_main is None else of_main
    return max(of_main, of_any)


def _is_mainly_that(record: EntryRecord) -> bool:
    """True if an entry's main output states more of its main element than it leaves unstated."""
    inventory = record.inventory
    line = None if inventory is None else product_line(record, inventory.main.line)
    elements = () if line is None else line.elements
    parts = {row.element: Decimal(row.fraction) for row in elements}
    rest = EXPLAIN.subtract(ONE, explained_sum(parts.values()))
    return parts.get(main_element(line) or "", ZERO) > rest


class Sources:
    """The sources known to a context: those of its graph, of the log beside it, and of the rulebook."""

    def __init__(self, context: ChoiceContext) -> None:
        self._context = context

    def of_element(self, element: str, kg: Decimal, record: EntryRecord) -> tuple[Option, ...]:
        """Options for a mass of an element that an entry lacks; none if no source is known.

        The main element of what the entry makes may be missing as such goods themselves.
        """
        prices = [*self.element_prices(element)]
        rule = self._context.rule
        if rule is not None and element == made_of(record):
            prices += [price for price in [rule.goods_price(element)] if price is not None]
        options = [Option(product(kg, price)) for price in prices]
        sources = (
            source
            for source in self._lines.get(element, ())
            if not self._context.rests_on(source.line[0], record.id)
        )
        for source in islice(sources, MOST):
            options.append(Option(product(kg, source.price)))
            options.append(Option(draws=((source.line, product(kg, source.units)),)))
        return tuple(options)

    def of_goods(
        self, kg: Decimal, record: EntryRecord, rows: Iterable[tuple[Row, Decimal]]
    ) -> tuple[Option, ...]:
        """Options for a mass of goods that an entry lacks.

        Args:
            kg: the mass.
            record: the entry.
            rows: its own goods with their kg, those of a hundredth of its mass or more.
        """
        own = [Option(rows=((row, EXPLAIN.divide(kg, weighs)),)) for row, weighs in rows if weighs]
        prices = [self._peers.get(made_of(record) or ""), goods_price(self._context, record)]
        return (*own, *(Option(product(kg, price)) for price in prices if price is not None))

    def element_prices(self, element: str) -> Iterator[Decimal]:
        """The known prices of an element in kg CO2e per kg, as declared and by the rulebook."""
        rule = self._context.rule
        rulebook_price = None if rule is None else rule.element_price(element)
        yield from (
            price for price in (rulebook_price, self._bought.get(element)) if price is not None
        )

    @cached_property
    def _lines(self) -> Mapping[str, list[Source]]:
        """The lines of the graph and the log with the dearest kg of each main element, dearest first."""
        lines_by_element: dict[str, list[Source]] = defaultdict(list)
        for record in self._context.resolution.nodes.values():
            for output in () if record.inventory is None else record.inventory.outputs:
                line = product_line(record, output.line)
                element, kg = main_element(line), weight(ONE, output.unit, line)
                figure = self._context.figures.line(record.id, output.line)
                if line is None or element is None or not kg or figure is None:
                    continue
                fraction = next(
                    Decimal(row.fraction) for row in line.elements if row.element == element
                )
                if fraction < LEAST:
                    continue
                units = EXPLAIN.divide(ONE, EXPLAIN.multiply(kg, fraction))
                price = EXPLAIN.multiply(total_of(figure.cells), units)
                lines_by_element[element].append(Source(price, (record.id, output.line), units))
        return {
            element: sorted(lines, reverse=True)[:LOOKED_AT]
            for element, lines in lines_by_element.items()
        }

    @cached_property
    def _bought(self) -> Mapping[str, Decimal]:
        """The dearest flow that the chain states as each material, per kg."""
        prices: dict[str, Decimal] = {}
        graph = self._context.graph
        for _, inventory in graph.entries:
            for row in inventory.inputs:
                if isinstance(row, ActivityInput) and row.material and row.unit is Unit.KG:
                    price = graph.price(row.flow, row.unit) or ZERO
                    prices[row.material] = max(price, prices.get(row.material, ZERO))
        return prices

    @cached_property
    def _peers(self) -> Mapping[str, Decimal]:
        """The dearest kg that entries use to make goods of each main element, of a hundredth of their mass or more."""
        prices: dict[str, Decimal] = {}
        for record in self._context.resolution.nodes.values():
            main = made_of(record)
            if main is not None:
                for price in self._used(record):
                    prices[main] = max(price, prices.get(main, ZERO))
        return prices

    def _used(self, record: EntryRecord) -> Iterator[Decimal]:
        """The kg CO2e per kg of each row of an entry that has a hundredth of its mass or more."""
        context, inventory = self._context, record.inventory
        priced = [] if inventory is None else [*self._priced(inventory.inputs)]
        whole = explained_sum(kg for kg, _ in priced)
        least = context.constant(lambda rule: rule.least_row)
        for kg, price in priced:
            if kg >= EXPLAIN.multiply(least, whole):
                yield price

    def _priced(self, rows: Iterable[Row]) -> Iterator[tuple[Decimal, Decimal]]:
        """The kg of each row that has a mass, and its kg CO2e per kg."""
        resolution, graph = self._context.resolution, self._context.graph
        for row in rows:
            if isinstance(row, ActivityInput):
                if row.unit is Unit.KG:
                    yield Decimal(row.amount), graph.price(row.flow, row.unit) or ZERO
                continue
            delivery = getattr(row, "delivery", None)
            source = None if delivery is None else resolution.sources.get(delivery)
            if source is None:
                continue
            maker, line = resolution.record(source[1]), resolution.lines[source[0]]
            kg = weight(Decimal(row.amount), row.unit, product_line(maker, line))
            figure = self._context.figures.line(maker.id, line)
            if kg and figure is not None:
                price = EXPLAIN.multiply(total_of(figure.cells), Decimal(row.amount))
                yield kg, EXPLAIN.divide(price, kg)
