"""Scrap and other residues, which embed nothing: a word that needs an explained balance, or an attestation.

Under the code of scrap, or in the role of a by-product or scrap, goods leave their maker without burden and account for
the mass of what is worked from them. So the main product of a maker is no scrap, but for a recycler that takes no new
goods. A residue weighs no more than the goods beside it, and where these are of the same metal, the metal taken in
accounts for both: billets that a steelworks calls scrap are a co-product. Source: Implementing Regulation (EU)
2025/2547, Annex II (F), on residues; the tests are our own.
"""

from decimal import Decimal

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, ZERO
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.trade.cbam.context import SEE, CbamContext
from ledger.footprint.trade.cbam.goods import kg_per_unit, rule_of, stated_line
from ledger.footprint.trade.cbam.metal import (
    TakenGoods,
    made_goods,
    metal_of,
    metal_taken,
    taken_goods,
)
from schemas.signed.cbam_rulebook import CbamRulebook
from schemas.signed.inventory import BURDEN_FREE, Inventory, Output
from schemas.vocabulary import OutputRole, Stage


def is_scrap(cn: str, rulebook: CbamRulebook) -> bool:
    """True for the code of scrap."""
    return any(cn.startswith(heading) for heading in rulebook.scrap)


def residue_fault(row: TakenGoods, context: CbamContext) -> str | None:
    """The reason why goods are no residue though their code or role says so; None if they are, or need not be."""
    cn = "" if row.good is None else row.good.cn
    by_code, output, inventory = is_scrap(cn, context.rulebook), row.output, row.maker.inventory
    if rule_of(cn, context.rulebook) is not None or _is_attested(row, context):
        return None
    if output is None or inventory is None:
        return "the balance of their maker is not shown" if by_code else None
    if output.role not in BURDEN_FREE:
        return _main_fault(row.maker, context) if by_code else None
    kg = _kg(row.maker, output)
    if kg is None:
        return "their mass is not stated" if by_code or _is_called_scrap(output) else None
    free = exact_sum(_known(row.maker, out) for out in _residues(inventory))
    goods = exact_sum(_known(row.maker, out) for out in inventory.sharing)
    if free > goods:
        return "they weigh more than the goods beside which they arise"
    return _balance_fault(row.maker, cn, free, context)


def _is_attested(row: TakenGoods, context: CbamContext) -> bool:
    return SEE in context.verified.get(row.delivery, frozenset())


def _is_called_scrap(output: Output) -> bool:
    return output.role is OutputRole.SCRAP


def _main_fault(maker: EntryRecord, context: CbamContext) -> str | None:
    """The reason why the main product or a co-product of a maker is no scrap."""
    if maker.entry.process.stage is not Stage.END_OF_LIFE:
        return "they are what their maker makes, whose process is none of the end of life"
    taken = taken_goods(maker, context.resolution)
    if any(row.good and rule_of(row.good.cn, context.rulebook) for row in taken):
        return "their maker takes goods that are no waste"
    return None


def _balance_fault(
    maker: EntryRecord, cn: str, residue: Decimal, context: CbamContext
) -> str | None:
    """The reason why metal that a maker of the same metal calls a residue is none."""
    metal, inventory = metal_of(cn), maker.inventory
    sharing = () if inventory is None else inventory.sharing
    made = [
        row.kg
        for row in made_goods(maker, sharing, context.rulebook)
        if metal and metal_of(row.good.stated.cn) == metal
    ]
    if metal is None or not made:
        return None
    taken = metal_taken(taken_goods(maker, context.resolution)).get(metal, ZERO)
    if taken < EXACT.add(exact_sum(made), residue):
        return f"their maker makes goods of {metal} and takes in too little of it for both"
    return None


def _residues(inventory: Inventory) -> list[Output]:
    return [row for row in inventory.outputs if row.role in BURDEN_FREE]


def _kg(maker: EntryRecord, output: Output) -> Decimal | None:
    each = kg_per_unit(output, stated_line(maker, output.line))
    return None if each is None else EXACT.multiply(Decimal(output.amount), each)


def _known(maker: EntryRecord, output: Output) -> Decimal:
    return _kg(maker, output) or ZERO
