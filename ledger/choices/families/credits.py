"""The credits of recyclers, compared with what the product contains and with what its chain uses.

    credit = (1-A) Qs/Qp x min(stated recovery, rate x contained) x min(stated E*v, mix of like supplies, virgin)

The rate is the rulebook's, and a material without one has no credit. The content is what the product's chain states.
The mix is that of `credited_values`. All recyclers of a material share its content: else what exceeds it could be
said to be what was credited for less. An entry beside the figure recovers for all that its firm treats, at the lowest
value. Energy recovered has no credit.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from ledger.choices.beside import BesideContext
from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Option, RowChange
from ledger.choices.families.credited_values import CreditedValues
from ledger.choices.wording import in_percent, in_words
from ledger.footprint.analysis.contributions import Line, supplied
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, explained_sum, format_rounded
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.plausibility.context import product
from ledger.footprint.plausibility.recovery import by_material, recovered_kg
from schemas.signed.rows import Avoided
from schemas.vocabulary import Stage


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
        self._values = CreditedValues(context, has_mix=self._base is None)
        self._known: dict[str, tuple[Decimal, Mapping[str, Decimal]]] = {}

    def choices(self, record: EntryRecord, row: Avoided) -> Iterator[Choice]:
        """The choice of a credit for a recovered material; none if it credits nothing."""
        graph = self._context.graph
        credit = graph.credit(row)
        if credit >= ZERO:
            return
        share, price = self.share_in(record, row.material), self._values.stated(row)
        value = self._values.part(record, row)
        least = EXPLAIN.multiply(price or ZERO, value)
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


def _energy(context: ChoiceContext, record: EntryRecord, row: Avoided) -> Iterator[Choice]:
    if context.graph.credit(row):
        detail = f"{in_words(row.amount, row.unit)} of energy recovered are credited in place of {row.flow}"
        change = RowChange(record.id, row, (Option(),))
        yield context.choice("recovery.energy", record, detail, [change], row)


def _at(price: Decimal | None) -> str:
    return "" if price is None else f" at {format_rounded(price)} kg CO2e per kg"
