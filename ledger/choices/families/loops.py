"""Choices of loops: goods that the process used and no row counts, because their maker uses what it makes.

The import of a case cuts a loop at its cheapest edge and signs what that leaves out. Anybody may sign a cut, and the
ledger cannot tell one from the other, so the stated effect is a claim: the goods count at least as stated, and at least
as the dearest known line of their product, with the loop solved again over what all else counts. If no known maker of
the product rests on the entry, nothing had to be cut, so the goods are not explained: by mass they count also at the
rulebook's price of goods, as energy at the dearest mix, and otherwise as the dearest line in their unit. A cut explains
no mass, no element and no energy of what is made, so calling goods by the name of cheaper ones gains nothing. Nor does
a correction that leaves a cut out: what an earlier version stated still counts, scaled to what is made.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, TypeVar

from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import LoopChange, Option
from ledger.choices.families.power_price import power_price
from ledger.choices.log import Goods, goods_of
from ledger.choices.sources import MOST, goods_price
from ledger.choices.wording import in_words
from ledger.footprint.analysis.contributions import Line
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import EXPLAIN, ONE, format_rounded
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.plausibility.context import product
from ledger.footprint.valuation.grid_mix import MJ_PER_KWH
from schemas.signed.inventory import Inventory, LoopCut, Output
from schemas.vocabulary import Unit

_KWH: Mapping[Unit, Decimal] = {Unit.KWH: ONE, Unit.MJ: EXPLAIN.divide(ONE, MJ_PER_KWH)}
"""The units of energy, each with the kWh in it."""

_K = TypeVar("_K")


class _VersionCut(NamedTuple):
    """A cut that a version of an entry states, and the entry's main output over that of the version."""

    cut: LoopCut
    scale: Decimal
    is_own: bool


def loop_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The cuts that the entries behind the figure, or earlier versions of them, state."""
    makers = _Makers(context)
    for record, inventory in context.graph.entries:
        if record.id in context.needed:
            for versions in _version_cuts(context, record, inventory):
                yield _choice(context, record, versions, makers)


def _version_cuts(
    context: ChoiceContext, record: EntryRecord, inventory: Inventory
) -> Collection[list[_VersionCut]]:
    """The cuts of the versions of an entry of each goods, its own before earlier ones."""
    cuts: dict[Goods, list[_VersionCut]] = defaultdict(list)
    before = () if context.log is None else context.log.before(record.id)
    amount = Decimal(inventory.main.amount)
    for version in (record, *before):
        if version.inventory is None:
            continue
        scale = EXPLAIN.divide(amount, Decimal(version.inventory.main.amount))
        for cut in version.inventory.cuts or ():
            at = goods_of(cut.product, cut.unit)
            cuts[at].append(_VersionCut(cut, scale, version is record))
    return cuts.values()


def _choice(
    context: ChoiceContext, record: EntryRecord, versions: Sequence[_VersionCut], makers: "_Makers"
) -> Choice:
    """What was cut out counts as the version that states most of it."""
    (cut, _, is_own), options, words = versions[0], list[Option](), ""
    for version in versions:
        more, words = makers.options(record, version)
        options += [Option(product(Decimal(version.cut.effect), version.scale)), *more]
    verb = "were cut out of a loop" if is_own else "an earlier version cut out of a loop"
    detail = (
        f"{in_words(cut.amount, cut.unit)} of {cut.product} {verb}, worth"
        f" {format_rounded(Decimal(cut.effect))} kg CO2e as stated; else {words}"
    )
    goods = f"{cut.product} {cut.unit.value}"
    change = LoopChange(record.id, f"loop.cut {goods}", tuple(options))
    return context.choice("loop.cut", record, detail, [change], at=goods)


class _Makers:
    """The lines that could have made what was cut out."""

    def __init__(self, context: ChoiceContext) -> None:
        self._context = context

    def options(
        self, record: EntryRecord, version_cut: _VersionCut
    ) -> tuple[tuple[Option, ...], str]:
        """What the goods of a cut count at least as, and that in words."""
        cut, amount = version_cut.cut, product(Decimal(version_cut.cut.amount), version_cut.scale)
        makers = self._of_product.get(goods_of(cut.product, cut.unit), [])
        options = [Option(draws=((line, amount),)) for line in makers]
        words = [f"as {makers[-1][0]}, with the loop solved"] if makers else []
        if not any(self._context.rests_on(entry, record.id) for entry, _ in makers):
            price = self._price(record, cut.unit)
            lines = [] if price is not None else self._of_unit.get(cut.unit, [])
            options += [] if price is None else [Option(product(amount, price))]
            options += [Option(draws=((line, amount),)) for line in lines]
            words.append(
                "as goods that are not explained, since no known maker of them uses its goods"
            )
        return tuple(options), " or ".join(words)

    def _price(self, record: EntryRecord, unit: Unit) -> Decimal | None:
        """The kg CO2e per unit of goods or energy that are not explained; None if no table has them."""
        if unit is Unit.KG:
            return goods_price(self._context, record)
        price = power_price(self._context, record) if unit in _KWH else None
        return None if price is None else EXPLAIN.multiply(price.kg, _KWH[unit])

    @cached_property
    def _of_product(self) -> Mapping[Goods, list[Line]]:
        return self._dearest(lambda output: goods_of(output.product, output.unit))

    @cached_property
    def _of_unit(self) -> Mapping[Unit, list[Line]]:
        return self._dearest(lambda output: output.unit)

    def _dearest(self, key: Callable[[Output], _K]) -> Mapping[_K, list[Line]]:
        """The live lines with the highest figures by what they make, the dearest last."""
        candidates: dict[_K, list[tuple[Decimal, Line]]] = defaultdict(list)
        for record in self._context.resolution.nodes.values():
            for output in self._outputs(record):
                figure = self._context.figures.line(record.id, output.line)
                if figure is not None:
                    price = total_of(figure.cells)
                    candidates[key(output)].append((price, (record.id, output.line)))
        return {at: [line for _, line in sorted(lines)[-MOST:]] for at, lines in candidates.items()}

    def _outputs(self, record: EntryRecord) -> tuple[Output, ...]:
        """The lines of an entry of the graph, or of a live one that only the log knows."""
        log, own = self._context.log, self._context.graph.resolution.nodes
        is_counted = record.id in own or (log is not None and log.is_live(record.id))
        return record.inventory.outputs if is_counted and record.inventory is not None else ()
