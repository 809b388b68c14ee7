"""The credits of a figure by what they replace: a recovered material, or the goods of a representative delivery.

As contributions, these explain a figure and are not declared digits.
"""

from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.analysis.contributions import Demand, Line, contributions
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.valuation.figure import Figures
from schemas.signed.rows import Avoided
from schemas.vocabulary import Sign


class Replaced(NamedTuple):
    """What credits replace: its name, and the entry that makes it if the row names a delivery of it."""

    name: str
    entry: str | None


def flow_credits(
    demand: Demand, resolution: Resolution, figures: Figures, closed: Collection[Line] = ()
) -> dict[Replaced, Decimal]:
    """The credits behind a demand, at most zero, in kg CO2e per unit of the target.

    Arguments: as `flows`; credits of closed lines are left out.
    """
    credit_by_replaced: dict[Replaced, Decimal] = {}
    open_demand = {line: amount for line, amount in demand.items() if line not in closed}
    for part in contributions(open_demand, resolution, figures, closed):
        if part.key.sign is Sign.CREDIT:
            replaced = _replaced(part.row, part.label, resolution)
            credit_by_replaced[replaced] = EXPLAIN.add(
                credit_by_replaced.get(replaced, ZERO), part.value
            )
    return credit_by_replaced


def _replaced(row: object, label: str, resolution: Resolution) -> Replaced:
    if not isinstance(row, Avoided):
        return Replaced(label, None)
    if row.delivery is None:
        return Replaced(row.material or label, None)
    newest, entry = resolution.sources[row.delivery]
    return Replaced(row.material or resolution.lines[newest], entry)
