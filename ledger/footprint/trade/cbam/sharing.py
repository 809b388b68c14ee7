"""The shares of lines at the carbon border: goods of the border carry all that an entry attributes.

By-products, waste and off-spec goods carry nothing, and neither does any other line of an entry that makes goods of the
border: a maker that calls scrap or gas a co-product does not lighten its steel. Goods of the border share by the values
that the entry states. An entry without such goods, as a boiler on the site, shares as it states. Source: Implementing
Regulation (EU) 2025/2547, Annex II (F). Left out: the deduction of heat and electricity that leave the installation,
which the gases stated are net of.
"""

from collections.abc import Mapping
from decimal import Decimal

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import ONE, ZERO
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.tally.recursion import Ratio, Reading, share
from ledger.footprint.trade.cbam.context import CbamContext
from ledger.footprint.trade.cbam.goods import good_of
from schemas.inventory import Inventory, Output


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
        rulebook = self.context.rulebook
        goods = [row for row in inventory.sharing if good_of(record, row.line, rulebook)]
        if not goods:
            return share(inventory, output)
        if output not in goods:
            return ZERO, ONE
        if len(goods) == 1:
            return ONE, ONE
        values = (Decimal(row.allocation_value or "0") for row in goods)
        return Decimal(output.allocation_value or "0"), exact_sum(values)
