"""The credits of recyclers, compared with what the product contains and with what its chain uses.

    credit = (1-A) Qs/Qp x min(stated recovery, rate x contained) x min(stated E*v, like supply, virgin dataset)

The rate is the rulebook's, and a material without one has no credit. The content is what the product's chain states.
A like supply is another one of the chain, in a form at least half as rich in the material, so a credit cannot name the
dirtiest of several suppliers. What the credited goods were made of is no other supply. All recyclers of a material
share its content, and its lowest credited value: else what exceeds the content could be said to be what was credited
for less. An entry beside the figure recovers for all that its firm treats. Energy recovered has no credit.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from ledger.choices.beside import BesideContext
from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Option, RowChange
from ledger.choices.wording import in_percent, in_words
from ledger.footprint.analysis.contributions import Line, supplied
from ledger.footprint.circular.recycling import material_of
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, explained_sum, format_rounded
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.plausibility.context import product
from ledger.footprint.plausibility.recovery import by_material, recovered_kg
from ledger.footprint.plausibility.supply import chain_parts, source_of
from schemas.signed.rows import ActivityInput, Avoided, ExternalInput, Input
from schemas.vocabulary import Stage, Unit

HALF = Decimal("0.5")
"""The least share of a credited supply's content at which another one is in a like form."""


class _Supply(NamedTuple):
    """A virgin supply of a material: kg CO2e per kg of it, the kg of it per unit, and the entry that makes it."""

    price: Decimal
    rich: Decimal
    maker: str | None


def credit_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The credits that the figure rests on, of material and of energy."""
    material = Credits(context)
    for record, inventory in context.graph.entries:
        if record.id in context.needed:
            for row in inventory.avoided:
                if row.recovery is None:
                    yield from material.choices(record, row)
                else:
                    yield from _energy(context, record, row)


class Credits:
    """The credits of a figure, compared with what its product contains and what its chain uses."""

    def __init__(self, context: ChoiceContext) -> None:
        self._context = context
        self._base = Credits(context.base) if isinstance(context, BesideContext) else None
        self._known: dict[str, tuple[Decimal, Mapping[str, Decimal]]] = {}

    def choices(self, record: EntryRecord, row: Avoided) -> Iterator[Choice]:
        """The choice of a credit for a recovered material; none if it credits nothing."""
        graph = self._context.graph
        credit = graph.credit(row)
        if credit >= ZERO:
            return
        share = self.share_in(record, row.material)
        price, least = self._price(row), self._least(row)
        value = (
            ONE
            if price is None or not price
            else min(ONE, EXPLAIN.divide(price if least is None else least, price))
        )
        kept = product(credit, share, value)
        said = f"{self._in_words(row)} are credited{_at(price)}"
        detail = f"{said}; the rulebook's recovery is {in_percent(share)} % of that{_at(least)}"
        changes = [RowChange(record.id, row, (Option(kept),))]
        yield self._context.choice("recovery.credit", record, detail, changes, row)

    def _in_words(self, row: Avoided) -> str:
        """The mass of the material, and not that of the goods in whose place it is."""
        name, resolution = row.material, self._context.graph.resolution
        kg = row.amount if name is None else str(recovered_kg([row], name, resolution))
        return f"{in_words(kg, row.unit)} of {name or 'no named material'}"

    def share(self, material: str | None) -> Decimal:
        """The part of the recovered amount of a material that the rulebook's rate of its content allows."""
        return self._allowed(material, self._recovered_whole.get(material or "", ZERO))

    def share_in(self, record: EntryRecord, material: str | None) -> Decimal:
        """That part in an entry; of one beside the figure, as if it treated all that its firm does."""
        if self._base is None:
            return self.share(material)
        return self._base.share_with(record, material)

    def share_with(self, other: EntryRecord, material: str | None) -> Decimal:
        """That part if an entry beside the figure treats all that its firm does."""
        return self._allowed(material, self._recovered_with(other, material or ""))

    def _allowed(self, material: str | None, recovered: Decimal) -> Decimal:
        rule = self._context.rule
        rate = None if rule is None or material is None else rule.recovery_rate(material)
        if rate is None or not recovered:
            return ZERO
        allowed = EXPLAIN.multiply(Decimal(rate.value), self._contained(material or ""))
        return min(ONE, EXPLAIN.divide(allowed, recovered))

    def _recovered_with(self, other: EntryRecord, material: str) -> Decimal:
        treated, recovered = self._without(other.entry.issuer)
        whole = ONE if other.inventory is None else Decimal(other.inventory.main.amount)
        kg = recovered_kg(by_material(other).get(material, ()), material, self._context.resolution)
        own = EXPLAIN.multiply(EXPLAIN.divide(treated, whole), kg)
        return EXPLAIN.add(recovered.get(material, ZERO), own)

    def _without(self, issuer: str) -> tuple[Decimal, Mapping[str, Decimal]]:
        """What a firm treats for one kWh, and what all others recover; read once for each firm."""
        if issuer not in self._known:
            treated, parts = ZERO, dict(self._whole)
            for it in self._context.graph.entry_goods:
                entry = it.record.entry
                if entry.issuer == issuer and entry.process.stage is Stage.END_OF_LIFE:
                    part = parts.pop(it.record.id, ZERO)
                    treated = EXPLAIN.fma(part, Decimal(it.inventory.main.amount), treated)
            self._known[issuer] = treated, self._recovered(parts)
        return self._known[issuer]

    def growth(self, material: str) -> Decimal:
        """The content of a material over what all recyclers recover of it; one if they recover more."""
        recovered = self._recovered_as_shared.get(material, ZERO)
        return max(ONE, EXPLAIN.divide(self._contained(material), recovered)) if recovered else ONE

    def per_kwh(self) -> Mapping[str, Decimal]:
        """The kg CO2e, below zero, that each recovered material takes off the figure."""
        kg_by_material: dict[str, Decimal] = {}
        for record, _ in self._context.graph.entries:
            part = self._context.reach.parts.get(record.id, ZERO)
            for material, rows in by_material(record).items():
                kg = product(part, explained_sum(map(self._context.graph.credit, rows)))
                kg_by_material[material] = EXPLAIN.add(kg_by_material.get(material, ZERO), kg)
        return kg_by_material

    @cached_property
    def _whole(self) -> Mapping[str, Decimal]:
        """The part of each entry that one kWh needs if every line carried all of it, as a share may count."""
        graph, parts = self._context.graph, dict[str, Decimal]()
        needed = defaultdict[Line, Decimal](lambda: ZERO, self._context.demand)
        for node in reversed(graph.resolution.order):
            inventory, figure = graph.resolution.record(node).inventory, graph.figures.entries[node]
            parts[node] = explained_sum(
                EXPLAIN.divide(needed[node, row.line], Decimal(row.amount))
                for row in (() if inventory is None else inventory.outputs)
                if (node, row.line) in needed
            )
            for draw in figure.draws:
                line = supplied(draw.row, graph.resolution)
                more = EXPLAIN.multiply(EXPLAIN.divide(draw.amount, figure.divisor), parts[node])
                needed[line] = EXPLAIN.add(needed[line], more)
        return parts

    @cached_property
    def _recovered_whole(self) -> Mapping[str, Decimal]:
        return self._recovered(self._whole)

    @cached_property
    def _recovered_as_shared(self) -> Mapping[str, Decimal]:
        return self._recovered(self._context.reach.parts)

    def _recovered(self, parts: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
        """The kg of each material that all recyclers recover for one kWh, which needs these parts of them."""
        kg_by_material: dict[str, Decimal] = {}
        resolution = self._context.graph.resolution
        for record, _ in self._context.graph.entries:
            part = parts.get(record.id, ZERO)
            for material, rows in by_material(record).items():
                kg = EXPLAIN.multiply(part, recovered_kg(rows, material, resolution))
                kg_by_material[material] = EXPLAIN.add(kg_by_material.get(material, ZERO), kg)
        return kg_by_material

    def _contained(self, material: str) -> Decimal:
        """The kg of a material that the product of one unit of the figure contains, as its chain states."""
        contents = self._context.graph.contents
        return exact_sum(
            product(contents[line][material].kg, self._context.demand.get(line, ZERO))
            for line in self._context.products
            if material in contents.get(line, {})
        )

    def _price(self, row: Avoided) -> Decimal | None:
        """E*v as stated: kg CO2e per kg of the material in the goods, flow or dataset that a credit names."""
        graph = self._context.graph
        if row.delivery is not None:
            price, fraction = graph.delivered_price(row.delivery), self._fraction(row)
            return None if price is None or not fraction else EXPLAIN.divide(price, fraction)
        formula = graph.rulebook.circular_footprint
        material = None if formula is None else material_of(row.material, formula)
        flow = row.flow or (None if material is None else material.virgin)
        return None if flow is None else graph.price(flow, row.unit)

    def _fraction(self, row: Avoided) -> Decimal:
        """The kg of the material in one unit of the goods that a credit names; one of a flow."""
        source = source_of(row.delivery, self._context.graph.resolution)
        if source is None:
            return ONE
        return self._content(source.maker, source.line, row.material or "") or ONE

    def _content(self, maker: EntryRecord, line: str, material: str) -> Decimal | None:
        contents = product_line(maker, line)
        kg = None if contents is None else contents.kg_per_unit
        elements = () if contents is None else contents.elements
        fractions = [row for row in elements if row.element == material]
        if kg is None or not fractions:
            return None
        return product(Decimal(kg), Decimal(fractions[0].fraction))

    def _least(self, row: Avoided) -> Decimal | None:
        """The lowest kg CO2e per kg of a material among like supplies and the rulebook's dataset; None if unknown."""
        richness = EXPLAIN.multiply(HALF, self._fraction(row))
        graph = self._context.graph
        formula = graph.rulebook.circular_footprint
        material = None if formula is None else material_of(row.material, formula)
        dataset = None if material is None or material.virgin is None else material.virgin
        own = self._own_intermediates(row)
        prices = [
            supply.price
            for supply in self._supplies.get(row.material or "", ())
            if supply.rich >= richness and supply.maker not in own
        ]
        if dataset is not None and (price := graph.price(dataset, Unit.KG)) is not None:
            prices.append(price)
        return min([*prices, *self._credited.get(row.material or "", ())], default=None)

    def _own_intermediates(self, row: Avoided) -> frozenset[str]:
        """The entries that the credited goods are made of: they are not those goods."""
        resolution = self._context.graph.resolution
        source = source_of(row.delivery, resolution)
        if source is None:
            return frozenset()
        return resolution.upstream([source.maker.id]) - {source.maker.id}

    @cached_property
    def _credited(self) -> dict[str, list[Decimal]]:
        """The values at which all recyclers credit each material."""
        prices_by_material: dict[str, list[Decimal]] = {}
        for record, _ in self._context.graph.entries:
            if record.id in self._context.needed:
                for material, rows in by_material(record).items():
                    prices = filter(None, map(self._price, rows))
                    prices_by_material.setdefault(material, []).extend(prices)
        return prices_by_material

    @cached_property
    def _supplies(self) -> dict[str, list[_Supply]]:
        """The virgin supplies of each material in the chain."""
        supplies: dict[str, list[_Supply]] = {}
        graph = self._context.graph
        makers = [entry for entry, _ in self._context.products]
        for node in chain_parts(makers, graph.resolution):
            inventory = graph.resolution.record(node).inventory
            for row in () if inventory is None else inventory.inputs:
                for material, price, rich in self._of_row(row):
                    if price and rich:
                        source = source_of(getattr(row, "delivery", None), graph.resolution)
                        maker = None if source is None else source.maker.id
                        supply = _Supply(EXPLAIN.divide(price, rich), rich, maker)
                        supplies.setdefault(material, []).append(supply)
        return supplies

    def _of_row(self, row: Input) -> Iterator[tuple[str, Decimal | None, Decimal]]:
        """The materials that a row brings, each with the row's price per unit and the kg of it per unit."""
        graph = self._context.graph
        if isinstance(row, ExternalInput) or row.recycled is not None:
            return
        if isinstance(row, ActivityInput):
            if row.material is not None:
                yield row.material, graph.price(row.flow, row.unit), ONE
            return
        source = source_of(row.delivery, graph.resolution)
        line = None if source is None else product_line(source.maker, source.line)
        if line is None:
            return
        price, kg = graph.delivered_price(row.delivery), Decimal(line.kg_per_unit or "0")
        for element in line.elements:
            yield element.element, price, product(kg, Decimal(element.fraction))


def _energy(context: ChoiceContext, record: EntryRecord, row: Avoided) -> Iterator[Choice]:
    if context.graph.credit(row):
        detail = f"{in_words(row.amount, row.unit)} of energy recovered are credited in place of {row.flow}"
        change = RowChange(record.id, row, (Option(),))
        yield context.choice("recovery.energy", record, detail, [change], row)


def _at(price: Decimal | None) -> str:
    return "" if price is None else f" at {format_rounded(price)} kg CO2e per kg"
