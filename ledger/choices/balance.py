"""The balance of an entry's goods: the kg of mass, and of each element, that leave it and that no input explains.

Mass is counted without water and oxygen where the product section states a formula: crystal water, the oxygen of a
sulfate and that of air come in by themselves. A formula counts if the elements that the section states bear it out
within the rulebook's margin, so water cannot be written into it. Goods used are counted so only if all outputs are:
their oxygen may stay in an output without a formula. A line in kg weighs its amount.

Elements come first: the goods that bring an element that is short are scaled up, and what they then weigh is no longer
missing from the mass. A line that states no elements has those of the goods it was made of (`graph.contents`); bought
goods bring the element that they state as their material. An element that no input states is short only if all inputs
state what they consist of. Where the inputs state only traces and others may hold the rest, the mean of all is added:
a little nickel in a casing is not where the cathode's nickel comes from.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from ledger.choices.context import ChoiceContext
from ledger.footprint.analysis.contributions import Line
from ledger.footprint.graph.formulas import mass_fractions, matter
from ledger.footprint.graph.goods import GOODS, EntryGoods, product_line, weight
from ledger.footprint.graph.mass_balance import mass_missing
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, explained_sum
from schemas.entry import ProductLine
from schemas.inventory import Output
from schemas.rows import ActivityInput, DeliveryInput, ExternalInput
from schemas.vocabulary import ProcessCode, Purpose, Unit

FROM_NATURE = frozenset({ProcessCode.MINING, ProcessCode.BRINE, ProcessCode.CONCENTRATION})
"""Processes that take their material from nature, if they use no goods under deliveries."""

OF_WATER = frozenset({"H", "O"})
"""Elements that water and air bring."""

TRACE = Decimal("0.05")
"""The part of an element below which the goods that state it are not the ones that bring it."""

MOST = Decimal(1_000_000)
"""The share that goods grow by at most: whoever states less of an element does not bring it."""

InputRow = DeliveryInput | ActivityInput | ExternalInput


class Goods(NamedTuple):
    """A row of goods.

    Attributes:
        row: of the inventory.
        kg: the mass as the balance counts it; None if it is not stated.
        line: the supplier's line; None for bought goods.
        elements: the kg of each element, so far as they are stated.
        known: true if the composition is stated.
    """

    row: InputRow
    kg: Decimal | None
    line: Line | None
    elements: Mapping[str, Decimal]
    known: bool


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
    """The balance of one entry that the figure draws on."""

    def __init__(self, context: ChoiceContext, it: EntryGoods) -> None:
        self._context, self._it = context, it
        rule = context.rule
        least = None if rule is None else rule.least_gap
        self._floor = ZERO if least is None else Decimal(least.value)
        self._margin = ZERO if rule is None else Decimal(rule.margin.value)

    @property
    def from_nature(self) -> bool:
        """True if the entry's material comes from nature."""
        process = self._it.record.entry.process
        return process in FROM_NATURE and not any(row.line for row in self.goods)

    @cached_property
    def goods(self) -> tuple[Goods, ...]:
        """The rows that count as goods."""
        return tuple(self._goods(GOODS))

    @cached_property
    def worked_on(self) -> tuple[Goods, ...]:
        """The goods under deliveries that count as work on other goods, and have a mass."""
        rows = self._goods({Purpose.PROCESSING})
        return tuple(row for row in rows if row.line is not None and row.kg is not None)

    @cached_property
    def made(self) -> Decimal | None:
        """The kg of all outputs, as the balance counts them; None if one is not stated."""
        return _sum(_counted(kg, self._solid(line)) for _, line, kg in self._outputs)

    @cached_property
    def taken(self) -> Decimal | None:
        """The kg of all goods; None if one is not stated."""
        return _sum(row.kg for row in self.goods)

    @cached_property
    def elements(self) -> tuple[Gap, ...]:
        """The elements that come out above what goes in."""
        if self.from_nature or not self.goods:
            return ()
        stated = {row.element for _, line, _ in self._outputs if line for row in line.elements}
        found = [self._element(element) for element in sorted(stated - OF_WATER)]
        return tuple(gap for gap in found if gap is not None)

    @cached_property
    def scaled(self) -> Mapping[int, Decimal]:
        """The share by which each row of goods must grow to bring the missing elements, by the row's identity."""
        shares: dict[int, Decimal] = {}
        for gap in self.elements:
            for row in self.goods:
                share = self._share(gap, row)
                if share is not None:
                    shares[id(row.row)] = max(share, shares.get(id(row.row), ZERO))
        return shares

    def missing(self, brought: Iterable[Goods] = ()) -> Decimal:
        """The kg that no input brings, elements filled; zero if a mass is unknown, or it is rounding.

        Args:
            brought: rows that bring mass beside the goods.
        """
        if self.made is None or self.taken is None or self.from_nature:
            return ZERO
        filled = (
            EXPLAIN.multiply(row.kg or ZERO, self.scaled.get(id(row.row), ZERO))
            for row in self.goods
        )
        more = [row.kg or ZERO for row in brought]
        known = explained_sum([self.taken, self._filled, *filled, *more])
        gap = EXPLAIN.subtract(self.made, known)
        return gap if gap > EXPLAIN.multiply(self._floor, self.made) else ZERO

    @cached_property
    def _filled(self) -> Decimal:
        """The kg that the calculation adds to the entry."""
        graph = self._context.graph
        if graph.filling is None or graph.filling.mass is None:
            return ZERO
        missing = mass_missing(self._it.record, self._it.inventory, graph.resolution)
        return max(ZERO, missing or ZERO)

    def _element(self, element: str) -> Gap | None:
        """The gap of an element; None if it has none, or too little is known."""
        made = _sum(
            kg if kg is None else EXPLAIN.multiply(kg, fraction)
            for _, line, kg in self._outputs
            if (fraction := _fraction(line, element))
        )
        taken = explained_sum(row.elements.get(element, ZERO) for row in self.goods)
        if made is None or not (taken or all(row.known for row in self.goods)):
            return None
        gap = Gap(element, taken, made)
        return gap if gap.missing > EXPLAIN.multiply(self._floor, made) else None

    def _share(self, gap: Gap, row: Goods) -> Decimal | None:
        """The share by which a row must grow to fill a gap; None if it does not bring the element, or has no mass."""
        if gap.taken and not self._may_be_elsewhere(gap):
            share = min(MOST, EXPLAIN.divide(gap.missing, gap.taken))
            return share if row.elements.get(gap.element) else None
        return EXPLAIN.divide(gap.missing, self.taken) if self.taken else None

    def _may_be_elsewhere(self, gap: Gap) -> bool:
        """True if only traces of an element are stated, and goods of unstated composition could hold the rest."""
        unknown = _sum(row.kg for row in self.goods if not row.known)
        could = unknown is None or unknown >= gap.missing
        return could and gap.taken < EXPLAIN.multiply(TRACE, gap.made)

    @cached_property
    def _outputs(self) -> tuple[tuple[Output, ProductLine | None, Decimal | None], ...]:
        """The outputs, their product lines, and their kg."""
        rows = []
        for output in self._it.inventory.outputs:
            line = product_line(self._it.record, output.line)
            rows.append((output, line, weight(Decimal(output.amount), output.unit, line)))
        return tuple(rows)

    @cached_property
    def _dry(self) -> bool:
        """True if every output is counted without water and oxygen."""
        return all(self._solid(line) is not None for _, line, _ in self._outputs)

    def _goods(self, purposes: Iterable[Purpose]) -> Iterable[Goods]:
        for row in self._it.inventory.inputs:
            if row.purpose in purposes:
                yield self._delivered(row) if isinstance(row, DeliveryInput) else _bought(row)

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
            for stated in line.elements:
                elements[stated.element] = EXPLAIN.multiply(kg, Decimal(stated.fraction))
        counted = _counted(kg, self._solid(line)) if self._dry else kg
        return Goods(row, counted, (maker, name), elements, bool(line and line.elements))

    def _solid(self, line: ProductLine | None) -> Decimal | None:
        """The part of a line that water and air cannot have brought; None if it states no formula that counts."""
        fractions = mass_fractions(line.formula) if line is not None and line.formula else None
        if line is None or fractions is None:
            return None
        stated = [
            (Decimal(row.fraction), fractions[row.element])
            for row in line.elements
            if row.element in fractions and row.element not in OF_WATER
        ]
        agree = all(
            EXPLAIN.subtract(one, other).copy_abs() <= EXPLAIN.multiply(self._margin, other)
            for one, other in stated
        )
        return matter(fractions) if stated and agree else None


def _bought(row: ActivityInput | ExternalInput) -> Goods:
    kg = Decimal(row.amount) if row.unit is Unit.KG else None
    material = row.material if isinstance(row, ActivityInput) else None
    elements = {str(material): kg} if material is not None and kg is not None else {}
    return Goods(row, kg, None, elements, material is not None)


def _counted(kg: Decimal | None, solid: Decimal | None) -> Decimal | None:
    return kg if kg is None else EXPLAIN.multiply(kg, ONE if solid is None else solid)


def _fraction(line: ProductLine | None, element: str) -> Decimal:
    stated = () if line is None else line.elements
    return next((Decimal(row.fraction) for row in stated if row.element == element), ZERO)


def _sum(masses: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of masses; None if one is unknown."""
    known = [*masses]
    return None if None in known else explained_sum(kg for kg in known if kg is not None)
