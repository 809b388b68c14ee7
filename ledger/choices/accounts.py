"""The accounts of a figure's goods: of every entry that the product rests on, and of every other before end of life.

What is treated at the end is no input, but goods from waste are goods.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from decimal import Decimal

from ledger.choices.balance import Balance
from ledger.choices.context import ChoiceContext
from ledger.footprint.analysis.contributions import Line
from ledger.footprint.graph.goods import EntryGoods
from ledger.footprint.graph.resolution import EntryRecord
from schemas.vocabulary import Stage


def behind_product(context: ChoiceContext) -> frozenset[str]:
    """The entries that the product rests on, itself among them: what they make is goods, whatever their stage."""
    return context.resolution.upstream(entry for entry, _ in context.products)


def makes_goods(record: EntryRecord, behind: AbstractSet[str]) -> bool:
    """False for an entry at the end of life, unless it is behind the product."""
    return record.entry.process.stage is not Stage.END_OF_LIFE or record.id in behind


def accounts(context: ChoiceContext) -> Iterator[tuple[EntryGoods, Balance]]:
    """The needed entries that have a balance, suppliers first, and the balance."""
    behind = behind_product(context)
    carried: dict[Line, Decimal] = {}
    ores: set[Line] = set()
    for it in context.entries:
        if makes_goods(it.record, behind):
            balance = Balance(context, it, carried, ores)
            carried |= balance.carried
            ores |= balance.ores
            yield it, balance
