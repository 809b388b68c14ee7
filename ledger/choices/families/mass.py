"""Choices of mass: kg and elements that no input explains, masses not stated, and goods that leave the balance.

An element that is missing counts at the dearest known source of it, per kg of the element that went in; other mass at
the dearest known goods, and at least at the entry's own dearest row of a hundredth of its mass or more (`sources`).
Never at the mean of what is left: a declarer leaves out what is dear. The transport of what is missing grows with it.
Bought goods that state an element explain it, and count at least at the dearest route to it themselves. Whatever is too
little to be more than rounding is left out: the rulebook's share of the output, far below the tolerance from which the
balance is a finding.

Goods under the purpose `processing` bring no mass. They are shown, and what the balance would have without them is
filled too. The missing mass of a product of no stated composition counts at the rulebook's dearest goods.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property

from ledger.choices.accounts import accounts
from ledger.choices.balance import Balance, Gap, InputRow
from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Option, RowChange
from ledger.choices.families.transport import shortfalls
from ledger.choices.freight import usual_freight
from ledger.choices.hydrates import OF_WATER, elements_of
from ledger.choices.sources import Sources
from ledger.choices.wording import in_words
from ledger.footprint.graph.goods import (
    UNITS_OF_GOODS,
    EntryGoods,
    per_unit,
    product_line,
    unit_of,
    weight,
)
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, explained_sum, format_rounded
from ledger.footprint.plausibility.context import product
from schemas.signed.rows import ActivityInput, DeliveryInput, ExternalInput
from schemas.vocabulary import Purpose, Unit

COUNTED = UNITS_OF_GOODS - {Unit.KG}
"""Units of goods that do not show their mass."""


def mass_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The gaps, unstated masses and left-out goods of the entries that have a balance."""
    sources = Sources(context)
    for it, balance in accounts(context):
        yield from _Account(context, it, balance, sources).choices()
        yield from _unstated(context, it)
        yield from _routes(context, it, sources)


class _Account:
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
        changes = self._missing("mass.gap", missing)
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
        changes = self._missing("mass.purpose", more) if more else []
        cited = [row.row for row in rows]
        return self._context.choice("mass.purpose", it.record, detail, changes, *cited, at="")

    @cached_property
    def _goods(self) -> Sequence[InputRow]:
        """The rows of the goods of the balance: the evidence of what may explain a gap."""
        return [row.row for row in self._balance.goods]

    def _missing(self, key: str, kg: Decimal) -> list[RowChange]:
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


def _routes(context: ChoiceContext, it: EntryGoods, sources: Sources) -> Iterator[Choice]:
    """Bought goods of a stated element that count less than the dearest route to it."""
    for row in it.inventory.inputs:
        if not isinstance(row, ActivityInput):
            continue
        factor = context.graph.table.factor(row.flow, row.unit, "product")
        held = elements_of(row, factor)
        if factor is None or not held:
            continue
        element = max(held, key=lambda name: (name not in OF_WATER, held[name], name))
        if _is_ore(context, element, EXPLAIN.divide(held[element], Decimal(row.amount))):
            continue
        price = max(sources.element_prices(element), default=ZERO)
        contribution = context.contributions[it.record.id].get(id(row), ZERO)
        kg = context.graph.counted(product(held[element], price), it.record.id, row.purpose)
        if kg <= contribution:
            continue
        detail = (
            f"{in_words(row.amount, row.unit)} of {row.flow} bring {element}; by the dearest route"
            f" known it counts {format_rounded(price)} kg CO2e per kg"
        )
        change = RowChange(it.record.id, row, (Option(kg),))
        yield context.choice("factor.route", it.record, detail, [change], row)


def _is_ore(context: ChoiceContext, element: str, fraction: Decimal) -> bool:
    """True if goods are no richer in an element than ore, so that refining it is still to come."""
    limit = None if context.rule is None else context.rule.ore_limit(element)
    return limit is not None and fraction <= limit


def _unstated(context: ChoiceContext, it: EntryGoods) -> Iterator[Choice]:
    """The masses and compositions that the entry leaves open."""
    clauses = [clause for find in _UNSTATED for clause in find(context, it)]
    if clauses:
        yield context.choice("mass.unstated", it.record, "; ".join(clauses), [], at="")


def _weightless(context: ChoiceContext, it: EntryGoods) -> Iterator[str]:
    for output in it.inventory.outputs:
        line = product_line(it.record, output.line)
        drawn = (it.record.id, output.line) in context.lines
        if drawn and output.unit in COUNTED and weight(ONE, output.unit, line) is None:
            yield f"the mass of a {output.unit.value} of {output.name} is not stated"


def _bought(context: ChoiceContext, it: EntryGoods) -> Iterator[str]:
    del context
    for row in it.inventory.inputs:
        is_goods = row.purpose in {Purpose.MATERIAL, Purpose.PACKAGING}
        if is_goods and row.unit is not Unit.KG and not isinstance(row, DeliveryInput):
            name = row.product if isinstance(row, ExternalInput) else row.flow
            yield f"{name} is bought by {row.unit.value}, without a mass"


def _composition(context: ChoiceContext, it: EntryGoods) -> Iterator[str]:
    for output in it.inventory.outputs:
        line = product_line(it.record, output.line)
        drawn = (it.record.id, output.line) in context.lines
        if drawn and output.batteries and (line is None or not line.elements):
            yield f"the composition of {output.name} is not stated"


_UNSTATED: tuple[Callable[[ChoiceContext, EntryGoods], Iterator[str]], ...] = (
    _weightless,
    _bought,
    _composition,
)
