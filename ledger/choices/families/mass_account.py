"""The account of an entry's mass: what its balance does not explain, and the options for it.

An element that is missing counts at the dearest known source of it, per kg of the element that went in; other mass at
the dearest known goods, and at least at the entry's own dearest row of a hundredth of its mass or more (`sources`).
Never at the mean of what is left: a declarer leaves out what is dear. The transport of what is missing grows with it.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property

from ledger.choices.balance import Balance, Gap, InputRow
from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Option, RowChange
from ledger.choices.families.transport import shortfalls
from ledger.choices.freight import usual_freight
from ledger.choices.sources import Sources
from ledger.footprint.graph.goods import EntryGoods, per_unit, unit_of
from ledger.footprint.graph.numbers import EXPLAIN, ONE, explained_sum
from schemas.vocabulary import Purpose


class Account:
    """The balance of an entry, and the prices of what it does not explain."""

    def __init__(
        self, context: ChoiceContext, it: EntryGoods, balance: Balance, sources: Sources
    ) -> None:
        self._context, self._it = context, it
        self._balance, self._sources = balance, sources

    def choices(self) -> Iterator[Choice]:
        """The choices of the entry."""
        yield from map(self._element, self._balance.elements)
        for find in (self._gap, self._purpose):
            choice = find()
            if choice is not None:
                yield choice

    def _element(self, gap: Gap) -> Choice:
        """An element that comes out and that no input brings."""
        it, options = self._it, self._of_element(gap)
        key = f"mass.element_gap {gap.element}"
        changes = [RowChange(it.record.id, key, options)] if options else []
        detail = (
            f"{unit_of(it.inventory)}, {per_unit(gap.taken, it.inventory)} kg of {gap.element} go in"
            f" and {per_unit(gap.made, it.inventory)} kg come out"
        )
        return self._context.choice(
            "mass.element_gap",
            it.record,
            detail,
            changes,
            *self._goods,
            at=gap.element,
            kg=gap.missing,
        )

    def _of_element(self, gap: Gap) -> tuple[Option, ...]:
        """Options for a missing element, with what the process would have lost of it."""
        kept = self._context.constant(lambda rule: rule.least_yield, ONE)
        kg = EXPLAIN.divide(gap.missing, kept)
        options = self._sources.of_element(gap.element, kg, self._it.record)
        return tuple(self._carried(option, kg) for option in options)

    def _gap(self) -> Choice | None:
        """Other mass that comes out and that no input brings."""
        it, balance = self._it, self._balance
        missing = balance.missing(balance.worked_on)
        if not missing:
            return None
        detail = (
            f"{unit_of(it.inventory)}, {per_unit(missing, it.inventory)} kg come out that no input"
            " brings, beside stated elements, and water and oxygen of stated formulas"
        )
        if not balance.goods:
            process = it.record.entry.process.value
            detail += (
                f"; no goods are stated, and {process} does not show that they come from nature"
            )
        changes = self.missing_goods("mass.gap", missing)
        return self._context.choice(
            "mass.gap", it.record, detail, changes, *self._goods, at="", kg=missing
        )

    def _purpose(self) -> Choice | None:
        """Goods with a mass that count as work on others."""
        it, rows = self._it, self._balance.worked_on
        if not rows:
            return None
        kg = explained_sum(row.weight for row in rows)
        detail = f"{unit_of(it.inventory)}, {per_unit(kg, it.inventory)} kg of goods count as work on others"
        more = EXPLAIN.subtract(self._balance.missing(), self._balance.missing(rows))
        changes = self.missing_goods("mass.purpose", more) if more else []
        cited = [row.row for row in rows]
        return self._context.choice("mass.purpose", it.record, detail, changes, *cited, at="")

    @cached_property
    def _goods(self) -> Sequence[InputRow]:
        """The rows of the goods of the balance: the evidence of what may explain a gap."""
        return [row.row for row in self._balance.goods]

    def missing_goods(self, key: str, kg: Decimal) -> list[RowChange]:
        """The change that adds kg of the dearest goods."""
        options = self._sources.of_goods(kg, self._it.record, self._balance.largest)
        carried = tuple(self._carried(option, kg) for option in options)
        return [RowChange(self._it.record.id, key, carried)] if carried else []

    @cached_property
    def _lacking(self) -> Decimal:
        """The kg CO2e by which the transport of the entry's deliveries is too short."""
        return explained_sum(shortfalls(self._context, self._it).values())

    def _carried(self, option: Option, kg: Decimal) -> Option:
        """Goods that are missing, and their transport: as much per kg as the others have and lack, or the usual way."""
        rows = [*self._balance.goods, *self._balance.others]
        whole = explained_sum(row.weight for row in rows)
        if not whole:
            return option._replace(kg=EXPLAIN.add(option.kg, usual_freight(self._context, kg)))
        share = EXPLAIN.divide(kg, whole)
        inputs = self._it.inventory.inputs
        carrying = ((row, share) for row in inputs if row.purpose is Purpose.TRANSPORT)
        more = EXPLAIN.fma(self._lacking, share, option.kg)
        return option._replace(kg=more, rows=(*option.rows, *carrying))
