"""The account of an entry's mass and elements: what leaves it, and what its inputs explain of that.

    element out    explained by the element in goods that state it, and by nothing else
    other mass     explained by the other mass of goods, whatever it is

An input explains what is known of it. Unknown mass weighs nothing: hours, trips, power and pieces without a mass
explain no product, and neither does packaging, a fuel by its factor, nor ballast such as water and sand, which counts
below the rulebook's price of any material. Work on goods explains none either; the goods are another row.

Mass is counted without water and oxygen where the product section states a formula: crystal water, the oxygen of a
sulfate and that of air come in by themselves. A formula counts if the elements that the section states bear it out
within the rulebook's margin. Goods used are counted so only if all outputs are: their oxygen may stay in an output
without a formula. What a formula brings in for nothing is carried along: the goods explain that much less where they
are used, and no battery is a hydrate, so no formula of the chain hides a part of one. A line in kg weighs its amount. A
line that states no elements has those of the goods it was made of (`graph.contents`); bought goods have the element
that they state as their material, or those that their dataset states.

Material from nature needs no input and explains what its assay states (`nature`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from ledger.choices.context import ChoiceContext
from ledger.choices.hydrates import OF_WATER, elements_of, solid_part
from ledger.choices.nature import (
    FROM_NATURE,
    WeighedOutput,
    assay,
    is_poor,
    received_elements,
    unstated,
)
from ledger.footprint.analysis.contributions import Line
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.factors import group_values
from ledger.footprint.graph.goods import EntryGoods, product_line, weight
from ledger.footprint.graph.mass_balance import mass_missing
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, explained_sum
from schemas.signed.inventory import Output
from schemas.signed.rows import ActivityInput, DeliveryInput, ExternalInput
from schemas.signed.rulebook import Factor
from schemas.vocabulary import Purpose, Unit

InputRow = DeliveryInput | ActivityInput | ExternalInput


class Goods(NamedTuple):
    """A row of goods.

    Attributes:
        row: of the inventory.
        weight: the mass in kg; zero if it is not known.
        kg: the mass that explains mass of the outputs.
        solid: the part of it that explains outputs counted without water and oxygen.
        line: the supplier's line; None for bought goods.
        elements: the kg of each element, so far as they are stated.
    """

    row: InputRow
    weight: Decimal
    kg: Decimal
    solid: Decimal
    line: Line | None
    elements: Mapping[str, Decimal]


class Gap(NamedTuple):
    """The kg of an element that go into an entry, and that come out."""

    element: str
    taken: Decimal
    made: Decimal

    @property
    def missing(self) -> Decimal:
        """The kg that no input brings."""
        return EXPLAIN.subtract(self.made, self.taken)


class Balance:
    """The balance of one entry that the figure draws on.

    Args:
        context: of the figure.
        it: the entry and its goods.
        carried: the part of a kg of each supplier's line that explains nothing, as its own balance found.
        ores: the lines that are ore, which explain ore whole.
    """

    def __init__(
        self,
        context: ChoiceContext,
        it: EntryGoods,
        carried: Mapping[Line, Decimal],
        ores: AbstractSet[Line] = frozenset(),
    ) -> None:
        self._context, self._it, self._suppliers, self._ores = context, it, carried, ores
        self._floor = context.constant(lambda rule: rule.least_gap)
        self._ballast = context.constant(lambda rule: rule.ballast)
        self._margin = context.constant(lambda rule: rule.margin)

    @cached_property
    def from_nature(self) -> bool:
        """True if the material may come from nature: no supplier's goods, and an assay that is no richer than ore."""
        it, rule = self._it.record.entry, self._context.rule
        if it.process not in FROM_NATURE or not is_poor(self._outputs, rule):
            return False
        if any(row.line is not None and row.weight for row in (*self.goods, *self.others)):
            return False
        if rule is not None and rule.ore_limits and not assay(self._outputs):
            return False
        return not received_elements(self._context, it.issuer, self._outputs)

    @cached_property
    def _is_ore(self) -> bool:
        """True of what is from nature, and of what is made of it without becoming richer."""
        uses = any(row.line in self._ores for row in self.goods)
        return self.from_nature or (uses and self._may_hold_ore)

    @cached_property
    def _may_hold_ore(self) -> bool:
        """True if an assay shows the outputs no richer than ore."""
        return bool(assay(self._outputs)) and is_poor(self._outputs, self._context.rule)

    @cached_property
    def goods(self) -> tuple[Goods, ...]:
        """The rows that count as goods."""
        return tuple(self._goods({Purpose.MATERIAL}))

    @cached_property
    def others(self) -> tuple[Goods, ...]:
        """The rows with a mass that explain none: packaging, work, fuel in kg."""
        rest = set(Purpose) - {Purpose.MATERIAL}
        return tuple(row._replace(kg=ZERO) for row in self._goods(rest) if row.weight)

    @cached_property
    def worked_on(self) -> tuple[Goods, ...]:
        """The goods under deliveries that count as work on other goods, and have a mass."""
        rows = self._goods({Purpose.PROCESSING})
        return tuple(row for row in rows if row.line is not None and row.weight)

    @cached_property
    def made(self) -> Decimal:
        """The kg of all outputs, as the balance counts them; a line without a mass weighs nothing."""
        return explained_sum(EXPLAIN.multiply(kg, solid) for _, kg, solid in self._solids)

    @cached_property
    def ores(self) -> frozenset[Line]:
        """The lines of ore, and of what was made of it without becoming richer."""
        entry = self._it.record.id
        return frozenset((entry, output.line) for output, _, _ in self._outputs if self._is_ore)

    @cached_property
    def carried(self) -> Mapping[Line, Decimal]:
        """The part of a kg of each line that explains nothing: of ore what its assay leaves open, else its water."""
        entry = self._it.record.id
        if self._is_ore:
            return {(entry, output.line): unstated(line) for output, line, _ in self._outputs}
        whole = explained_sum(kg for _, kg, _ in self._solids)
        free = EXPLAIN.subtract(whole, self.made)
        goods_kg = explained_sum(row.kg for row in self.goods)
        if not free or goods_kg >= whole:
            return {}
        share = min(ONE, EXPLAIN.divide(EXPLAIN.subtract(whole, goods_kg), free))
        return {
            (entry, output.line): EXPLAIN.multiply(share, EXPLAIN.subtract(ONE, solid))
            for output, _, solid in self._solids
        }

    @cached_property
    def elements(self) -> tuple[Gap, ...]:
        """The elements that come out above what goes in."""
        if self.from_nature:
            return ()
        gaps = (Gap(name, self._brought(name), kg) for name, kg in self._stated.items())
        return tuple(gap for gap in gaps if gap.missing > EXPLAIN.multiply(self._floor, gap.made))

    def missing(self, brought: Iterable[Goods] = ()) -> Decimal:
        """The kg beside the stated elements that no input brings; zero if it is rounding.

        Args:
            brought: rows that bring mass beside the goods.
        """
        if self.from_nature:
            return ZERO
        others = explained_sum(self._stated.values())
        out = EXPLAIN.subtract(self.made, min(self.made, others))
        rows = (self._rest(row) for row in (*self.goods, *brought))
        input_kg = explained_sum([self._filled, *rows])
        gap = EXPLAIN.subtract(out, input_kg)
        return gap if gap > EXPLAIN.multiply(self._floor, self.made) else ZERO

    @cached_property
    def largest(self) -> tuple[tuple[InputRow, Decimal], ...]:
        """The rows with a hundredth of the mass or more, and their kg: they price what is missing."""
        least = self._context.constant(lambda rule: rule.least_row)
        rows = [*self.goods, *self.others]
        bound = EXPLAIN.multiply(least, explained_sum(row.weight for row in rows))
        return tuple((row.row, row.weight) for row in rows if row.weight and row.weight >= bound)

    def _rest(self, row: Goods) -> Decimal:
        """The mass of goods beside the elements that the outputs state."""
        element_kg = explained_sum(kg for name, kg in row.elements.items() if name in self._stated)
        kg = EXPLAIN.multiply(row.kg, row.solid) if self._dry else row.kg
        return max(ZERO, EXPLAIN.subtract(kg, element_kg))

    @cached_property
    def _filled(self) -> Decimal:
        """The kg that the calculation adds to the entry."""
        graph = self._context.graph
        if graph.filling is None or graph.filling.mass is None:
            return ZERO
        missing = mass_missing(self._it.record, self._it.inventory, graph.resolution)
        return max(ZERO, missing or ZERO)

    @cached_property
    def _stated(self) -> Mapping[str, Decimal]:
        """The kg of each element that the outputs state."""
        kg_by_element: dict[str, Decimal] = {}
        for _, line, kg in self._outputs:
            for row in () if line is None or kg is None else line.elements:
                if row.element not in OF_WATER:
                    more = EXPLAIN.multiply(kg or ZERO, Decimal(row.fraction))
                    kg_by_element[row.element] = EXPLAIN.add(
                        kg_by_element.get(row.element, ZERO), more
                    )
        return dict(sorted(kg_by_element.items()))

    def _brought(self, element: str) -> Decimal:
        """The kg of an element that goods state to bring."""
        return explained_sum(row.elements.get(element, ZERO) for row in self.goods if row.kg)

    @cached_property
    def _outputs(self) -> tuple[WeighedOutput, ...]:
        """The outputs, their product lines, and their kg."""
        rows = []
        for output in self._it.inventory.outputs:
            line = product_line(self._it.record, output.line)
            rows.append((output, line, weight(Decimal(output.amount), output.unit, line)))
        return tuple(rows)

    @cached_property
    def _solids(self) -> tuple[tuple[Output, Decimal, Decimal], ...]:
        """The outputs with a mass, their kg, and the part of it that counts; a battery counts whole."""
        return tuple(
            (output, kg, ONE if output.batteries else solid_part(line, self._margin) or ONE)
            for output, line, kg in self._outputs
            if kg
        )

    @cached_property
    def _dry(self) -> bool:
        """True if every output is counted without water and oxygen."""
        return all(
            solid_part(line, self._margin) is not None and not output.batteries
            for output, line, _ in self._outputs
        )

    def _goods(self, purposes: Collection[Purpose]) -> Iterator[Goods]:
        for row in self._it.inventory.inputs:
            if row.purpose in purposes:
                yield self._delivered(row) if isinstance(row, DeliveryInput) else self._bought(row)

    def _delivered(self, row: DeliveryInput) -> Goods:
        graph = self._context.graph
        newest, maker = graph.resolution.sources[row.delivery]
        name, record = graph.resolution.lines[newest], graph.resolution.record(maker)
        line = product_line(record, name)
        kg = weight(Decimal(row.amount), row.unit, line)
        elements = {
            element: EXPLAIN.multiply(Decimal(row.amount), held.kg)
            for element, held in graph.contents.get((maker, name), {}).items()
        }
        if line is not None and kg is not None:
            for content in line.elements:
                elements[content.element] = EXPLAIN.multiply(kg, Decimal(content.fraction))
        weighs, solid = kg or ZERO, solid_part(line, self._margin) or ONE
        is_whole = self._may_hold_ore and (maker, name) in self._ores
        lost = ZERO if is_whole else self._suppliers.get((maker, name), ZERO)
        explains = EXPLAIN.subtract(ONE, lost)
        return Goods(
            row, weighs, EXPLAIN.multiply(weighs, explains), solid, (maker, name), elements
        )

    def _bought(self, row: ActivityInput | ExternalInput) -> Goods:
        kg = Decimal(row.amount) if row.unit is Unit.KG else ZERO
        factor = None
        if isinstance(row, ActivityInput):
            factor = self._context.graph.table.factor(row.flow, row.unit, "product")
        explains = factor is None or not self._explains_nothing(factor)
        return Goods(row, kg, kg if explains else ZERO, ONE, None, elements_of(row, factor))

    def _explains_nothing(self, factor: Factor) -> bool:
        """True for a carrier of energy, and for what counts below the price of any material."""
        price = exact_sum(group_values(factor).values())
        return factor.carrier is not None or price < self._ballast
