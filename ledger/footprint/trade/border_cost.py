"""The cost of a carbon border on covered goods, which is charged beside the prices inside countries.

    cost of a good = max(0, (SEE - SEFA) x certificate price - credit) x mass

A negative good is zero and offsets no other. The credit is the price paid for the same emissions of the same goods, net
of free allocation and rebates, so that each tonne is charged once. This module states no embedded emissions: SEE and
SEFA are the caller's, as the border's own rules compute them.

Source: Regulation (EU) 2025/2083, Article 9; the Commission's questions and answers of 27 May 2026, 3.7.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, ZERO


class CoveredGoods(NamedTuple):
    """Goods that a carbon border covers, for one battery.

    Attributes:
        name: of the goods.
        tonnes: of them.
        see: specific embedded emissions, t CO2e per tonne.
        sefa: the free allocation that is deducted, t CO2e per tonne.
        credit: the carbon price paid, in the certificate's currency per tonne of goods.
    """

    name: str
    tonnes: Decimal
    see: Decimal
    sefa: Decimal = ZERO
    credit: Decimal = ZERO


def border_cost(goods: Iterable[CoveredGoods], price: Decimal) -> Decimal:
    """The cost of all goods at a certificate price, exact, in its currency."""
    return exact_sum(_cost(good, price) for good in goods)


def _cost(goods: CoveredGoods, price: Decimal) -> Decimal:
    net = EXACT.subtract(EXACT.multiply(EXACT.subtract(goods.see, goods.sefa), price), goods.credit)
    return EXACT.multiply(max(ZERO, net), goods.tonnes)
