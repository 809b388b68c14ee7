"""The shares of lines at the carbon border: goods of the border carry all that an entry attributes, by mass.

By-products, waste and off-spec goods carry nothing, and neither does any other line of an entry that makes goods of the
border: a maker that calls scrap or gas a co-product does not lighten its steel. Goods of the border share a joint
process by mass, whatever values the entry states: a price is the maker's own word. They share only with goods of their
own kind, the same sector, and worked from other goods or not: clinker that is stated beside screws takes nothing off
them, and each kind carries all. A good of the border that is called a by-product or scrap carries as much a tonne as a
co-product, and takes nothing off the others. An entry without such goods, as a boiler on the site, shares as it states.
Source: Implementing Regulation (EU) 2025/2547, Article 4 and Annex II (F); that kinds do not share is our own. Left
out: the deduction of heat and electricity that leave the installation, which the gases stated are net of.
"""

from collections.abc import Mapping
from decimal import Decimal

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, ONE, ZERO
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.tally.recursion import Ratio, Reading, share
from ledger.footprint.trade.cbam.context import CbamContext
from ledger.footprint.trade.cbam.goods import Good, good_of
from schemas.errors import CradleError
from schemas.signed.inventory import Inventory, Output


class BorderSharing(Reading[str]):
    """Shares what an entry attributes among its goods of the border."""

    def __init__(self, context: CbamContext) -> None:
        self.context = context

    def share(
        self,
        record: EntryRecord,
        inventory: Inventory,
        output: Output,
        burdens: Mapping[str, Decimal],
    ) -> Ratio:
        """The part of a line; as stated where no line is a good of the border."""
        del burdens
        goods = {
            row.line: good
            for row in inventory.outputs
            if (good := good_of(record, row.line, self.context.rulebook)) is not None
        }
        if not goods:
            return share(inventory, output)
        good = goods.get(output.line)
        if good is None:
            return ZERO, ONE
        sharing = [row for row in inventory.sharing if _kind(goods.get(row.line)) == _kind(good)]
        if not sharing or sharing == [output]:
            return ONE, ONE
        whole = exact_sum(_kg(record, row, goods[row.line]) for row in sharing)
        return _kg(record, output, good), whole


def _kind(good: Good | None) -> tuple[str, bool] | None:
    """The kind of a good: goods of one kind share a joint process."""
    return None if good is None else (good.rule.sector, good.rule.of_goods)


def _kg(record: EntryRecord, output: Output, good: Good) -> Decimal:
    if good.kg_per_unit is None:
        detail = (
            f"Line {output.line} shares a joint process by mass and states no mass per unit; state `kg_per_unit` in its"
            " product section."
        )
        raise CradleError("cbam.mass", detail, record.id)
    return EXACT.multiply(Decimal(output.amount), good.kg_per_unit)
