"""The mass of metal that an entry takes and makes, by the codes of its goods.

Chapters 72 and 73 of the nomenclature are iron and steel, 76 is aluminium; scrap has codes of these chapters. Ore, clay
and cement are of no metal, so none of them accounts for the mass of screws.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from ledger.footprint.graph.numbers import EXACT, ZERO
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.trade.cbam.goods import Good, good_of, kg_per_unit, stated_line
from schemas.signed.cbam_good import CbamGood
from schemas.signed.cbam_rulebook import CbamRulebook
from schemas.signed.inventory import Output
from schemas.signed.rows import DeliveryInput

_METALS: Final = {"72": "iron", "73": "iron", "76": "aluminium"}


class TakenGoods(NamedTuple):
    """Goods that an entry takes under a delivery: the newest delivery, its maker and line, the code, and the kg.

    `kg` is None if the mass of a unit is not stated, `good` if no code is.
    """

    row: DeliveryInput
    delivery: str
    maker: EntryRecord
    line: str
    output: Output | None
    good: CbamGood | None
    kg: Decimal | None


def taken_goods(record: EntryRecord, resolution: Resolution) -> tuple[TakenGoods, ...]:
    """The goods under deliveries that could be resolved, of every purpose."""
    goods = []
    for row in () if record.inventory is None else record.inventory.delivery_inputs:
        source = resolution.sources.get(row.delivery)
        if source is None:
            continue
        newest, maker = source[0], resolution.record(source[1])
        line = resolution.lines[newest]
        product = stated_line(maker, line)
        output = None if maker.inventory is None else maker.inventory.output(line)
        each = kg_per_unit(output, product)
        kg = None if each is None else EXACT.multiply(Decimal(row.amount), each)
        good = None if product is None else product.cbam
        goods.append(TakenGoods(row, newest, maker, line, output, good, kg))
    return tuple(goods)


def metal_of(cn: str) -> str | None:
    """The metal that goods of a code consist of; None for all others."""
    return _METALS.get(cn[:2])


def metal_taken(taken: Iterable[TakenGoods]) -> Mapping[str, Decimal]:
    """The kg of each metal in goods taken, by their codes."""
    kg_by_metal: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for row in taken:
        metal = None if row.good is None else metal_of(row.good.cn)
        if metal is not None and row.kg is not None:
            kg_by_metal[metal] = EXACT.add(kg_by_metal[metal], row.kg)
    return kg_by_metal


class MadeGoods(NamedTuple):
    """Goods of the border on a line, and their kg."""

    good: Good
    kg: Decimal


def made_goods(
    record: EntryRecord, outputs: Iterable[Output], rulebook: CbamRulebook
) -> tuple[MadeGoods, ...]:
    """The goods of the border among some outputs of an entry, with a mass."""
    goods = []
    for output in outputs:
        good = good_of(record, output.line, rulebook)
        if good is not None and good.kg_per_unit is not None:
            kg = EXACT.multiply(Decimal(output.amount), good.kg_per_unit)
            goods.append(MadeGoods(good, kg))
    return tuple(goods)


class MissingMetal(NamedTuple):
    """The kg of worked goods of a metal that no delivery accounts for, and these goods."""

    kg: Decimal
    goods: tuple[Good, ...]


def missing_metal(
    record: EntryRecord, taken: Iterable[TakenGoods], rulebook: CbamRulebook
) -> tuple[MissingMetal, ...]:
    """The worked goods of each metal, in any role, that weigh more than the metal that deliveries account for."""
    worked: dict[str, list[MadeGoods]] = defaultdict(list)
    outputs = () if record.inventory is None else record.inventory.outputs
    for row in made_goods(record, outputs, rulebook):
        metal = metal_of(row.good.stated.cn)
        if row.good.rule.of_goods and metal is not None:
            worked[metal].append(row)
    available = metal_taken(taken)
    missing_metals = []
    for metal, rows in sorted(worked.items()):
        missing = EXACT.subtract(_sum(rows), available.get(metal, ZERO))
        if missing > ZERO:
            missing_metals.append(MissingMetal(missing, tuple(row.good for row in rows)))
    return tuple(missing_metals)


def _sum(rows: Iterable[MadeGoods]) -> Decimal:
    total = ZERO
    for row in rows:
        total = EXACT.add(total, row.kg)
    return total
