"""The value at which a recovered material is credited, and the most of it that counts.

    the mean of what the chain uses of such goods, each at most as dear as the dearest that is credited
    the rulebook's virgin dataset, where it is lower
    the lowest value credited or supplied, where the chain uses no such goods, and of an entry beside the figure

So a credit cannot name the dirtiest of several suppliers, and one at the mix of the chain is no choice. Such goods are
of the credited substance (`supply`). What any credited goods were made of is no supply like them: an intermediate is
cheaper than what is made of it, and replaces nothing. Not recycled goods, and no imported figures. A credit of which no
factor says what a kg is worth, such as electricity under the name of a material, counts as nothing.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from ledger.choices.context import ChoiceContext
from ledger.choices.hydrates import dry_parts
from ledger.choices.supply import Supply, mean_price
from ledger.footprint.circular.recycling import material_of
from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.plausibility.context import product
from ledger.footprint.plausibility.recovery import by_material, recovered_kg
from ledger.footprint.plausibility.supply import chain_parts, source_of
from schemas.signed.entry import ProductLine
from schemas.signed.rows import ActivityInput, Avoided, ExternalInput, Input
from schemas.vocabulary import Unit


class CreditedValues:
    """The values of the credits of a figure; `has_mix` is false beside one, where nothing of its chain is used."""

    def __init__(self, context: ChoiceContext, *, has_mix: bool) -> None:
        self._context, self._has_mix = context, has_mix
        self._known: dict[object, tuple[Decimal | None, Decimal | None]] = {}

    def part(self, record: EntryRecord, row: Avoided) -> Decimal:
        """The part of a credit's value that counts; none of one whose value is not known."""
        price, material = self.stated(row), row.material or ""
        if not price:
            return ZERO
        own = self._supply(record, row, price)
        parts = None if own.parts is None else tuple(sorted(own.parts.items()))
        key = material, own.rich, parts
        if key not in self._known:
            self._known[key] = self._of_substance(material, own)
        over, most = self._known[key]
        return _capped(over or price, most or price, self._virgin_price(row.material))

    def _of_substance(self, material: str, own: Supply) -> tuple[Decimal | None, Decimal | None]:
        """The mean that is credited for a substance, if it is capped by one, and the most of it that counts."""
        credited = self._credited.get(material, ())
        like = [it for it in self._used.get(material, ()) if it.is_like(own)]
        alike = [it for it in credited if it.is_like(own)]
        if self._has_mix and alike:
            dearest = max(it.price for it in alike)
            mix, stated = mean_price([it for it in like if it.price <= dearest]), mean_price(alike)
            if mix is not None and stated is not None:
                return stated, mix
        return None, min((it.price for it in (*like, *credited)), default=None)

    def stated(self, row: Avoided) -> Decimal | None:
        """E*v as stated: kg CO2e per kg of the material in the goods, flow or dataset that a credit names."""
        graph = self._context.graph
        if row.delivery is not None:
            price, fraction = graph.delivered_price(row.delivery), self._fraction(row)
            return None if price is None else EXPLAIN.divide(price, fraction)
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

    def _virgin_price(self, name: str | None) -> Decimal | None:
        """The kg CO2e per kg of the rulebook's virgin dataset of a material; None if it has none."""
        graph = self._context.graph
        formula = graph.rulebook.circular_footprint
        material = None if formula is None else material_of(name, formula)
        dataset = None if material is None else material.virgin
        return None if dataset is None else graph.price(dataset, Unit.KG)

    def _supply(self, record: EntryRecord, row: Avoided, price: Decimal) -> Supply:
        """A credit as a supply of its material, in the amount that one unit of the figure needs."""
        resolution = self._context.graph.resolution
        part = self._context.reach.parts.get(record.id, ZERO)
        kg = EXPLAIN.multiply(part, recovered_kg([row], row.material or "", resolution))
        source = source_of(row.delivery, resolution)
        maker = None if source is None else source.maker.id
        line = None if source is None else product_line(source.maker, source.line)
        return Supply(price, self._fraction(row), kg, maker, self._parts(line))

    def _parts(self, line: ProductLine | None) -> Mapping[str, Decimal] | None:
        """The parts of the elements of a line's formula, without water's; None without one that counts."""
        margin = self._context.constant(lambda rule: rule.margin)
        return dry_parts(line, margin)

    @cached_property
    def _intermediates(self) -> Mapping[str, frozenset[str]]:
        """The entries that credited goods of each material are made of: they are not those goods."""
        behind = self._context.graph.resolution.upstream
        intermediates = {}
        for material, rows in self._credited.items():
            makers = frozenset(it.maker for it in rows if it.maker is not None)
            intermediates[material] = behind(makers) - makers
        return intermediates

    @cached_property
    def _credited(self) -> dict[str, list[Supply]]:
        """The goods that all recyclers credit, by material."""
        credited: dict[str, list[Supply]] = {}
        for record, _ in self._context.graph.entries:
            if record.id in self._context.needed:
                for material, rows in by_material(record).items():
                    for row in rows:
                        if price := self.stated(row):
                            supply = self._supply(record, row, price)
                            credited.setdefault(material, []).append(supply)
        return credited

    @cached_property
    def _used(self) -> dict[str, list[Supply]]:
        """The virgin supplies of each material that the chain uses, without what credited goods were made of."""
        supplies: dict[str, list[Supply]] = {}
        graph = self._context.graph
        makers = [entry for entry, _ in self._context.products]
        for node in chain_parts(makers, graph.resolution):
            inventory = graph.resolution.record(node).inventory
            part = self._context.reach.parts.get(node, ZERO)
            for row in () if inventory is None else inventory.inputs:
                for material, price, rich in self._of_row(row):
                    source = source_of(getattr(row, "delivery", None), graph.resolution)
                    maker = None if source is None else source.maker.id
                    if price and rich and maker not in self._intermediates.get(material, ()):
                        line = None if source is None else product_line(source.maker, source.line)
                        kg = product(part, Decimal(row.amount), rich)
                        each = EXPLAIN.divide(price, rich)
                        supply = Supply(each, rich, kg, maker, self._parts(line))
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


def _capped(stated: Decimal, *most: Decimal | None) -> Decimal:
    """The part of a value that the lowest of some others allows."""
    least = min(price for price in most if price is not None)
    return min(ONE, EXPLAIN.divide(least, stated))
