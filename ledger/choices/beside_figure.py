"""The statements that stand beside a figure, by the trade of the firms behind it: leftovers and twins.

The leaf of a figure binds them (`schemas.signed.closure.Beside`), so that a bundle can be seen to have them. Tags show
most of them too, and to somebody who does not trust the operator's list; but goods that are not like any that are drawn
have no tag in common with these, and draws of entries that a bundle does not show would look as if nobody had drawn.
"""

from collections.abc import Mapping
from decimal import Decimal

from ledger.choices.leftovers import goods_of_firms, leftovers
from ledger.choices.reached import Reached
from ledger.choices.trade import Trade
from ledger.choices.twins import twins
from ledger.footprint.graph.numbers import ZERO, format_decimal
from ledger.footprint.graph.resolution import Resolution
from ledger.rules.same_goods import FigureRoots
from schemas.signed.closure import Beside, LeftGoods


def statements_beside(resolution: Resolution, roots: FigureRoots, trade: Trade) -> Beside:
    """The statements beside a figure.

    Args:
        resolution: the graph behind it.
        roots: its start.
        trade: of the firms behind it, up to the leaf of the figure.
    """
    reached = Reached.of_figure(resolution, roots)
    left = _left(reached, resolution, roots, trade)
    others = {other.id for other in twins(reached, trade)}
    return Beside(
        left=tuple(
            LeftGoods(delivery=name, amount=format_decimal(amount))
            for name, amount in sorted(left.items())
        ),
        twins=tuple(sorted(others)),
    )


def _left(
    reached: Reached, resolution: Resolution, roots: FigureRoots, trade: Trade
) -> Mapping[str, Decimal]:
    """The amounts left of goods, and of goods behind these; `reached` grows by what is behind them."""
    behind = resolution.upstream(name for name in roots.entries if name in resolution.nodes)
    cited = {newest for newest, _ in resolution.sources.values()}
    left, grown = dict[str, Decimal](), {it.entry.issuer for it in reached.entries.values()}
    while grown:
        own = [record for record in reached.entries.values() if record.entry.issuer in grown]
        rows, grown = list(leftovers(trade, goods_of_firms(own, trade), behind, cited)), set()
        for row in rows:
            left[row.source.id] = row.amount
            if row.amount > ZERO:
                new = reached.add(trade, row.source, row.firm.periods)
                grown |= {record.entry.issuer for record in new}
    return left
