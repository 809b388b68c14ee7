"""The commodities of site balances that a process uses.

Only inputs count, with any purpose: an activity as its flow, a delivery as the delivered product, an imported row as
the product that it names. Wastes, emissions and avoided lines use nothing. No unit is converted, so one flow in kWh and
in MJ is two commodities.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Literal, NamedTuple

from ledger.footprint.graph.numbers import EXACT, ZERO
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, DeliveryInput, ExternalInput
from schemas.signed.site_balance import BalanceRow
from schemas.vocabulary import Unit


class Commodity(NamedTuple):
    """A flow or a product, in one unit."""

    kind: Literal["flow", "product"]
    name: str
    unit: Unit

    def __str__(self) -> str:
        return f"{self.kind} {self.name} in {self.unit.value}"


ProductOf = Callable[[str], str | None]
"""The product of a delivery; None if the delivery is missing."""


def balanced(row: BalanceRow) -> Commodity:
    """The commodity of a balance's row."""
    if row.flow is not None:
        return Commodity("flow", row.flow, row.unit)
    return Commodity("product", str(row.product), row.unit)


def commodity_of(
    row: ActivityInput | DeliveryInput | ExternalInput, product_of: ProductOf
) -> Commodity | None:
    """The commodity of an input; None if its delivery is missing."""
    if isinstance(row, ActivityInput):
        return Commodity("flow", row.flow, row.unit)
    if isinstance(row, ExternalInput):
        return Commodity("product", row.product, row.unit)
    product = product_of(row.delivery)
    return None if product is None else Commodity("product", product, row.unit)


def intake(inventory: Inventory, product_of: ProductOf) -> dict[Commodity, Decimal]:
    """The amounts that a process uses over its period or lot, summed by commodity."""
    sums: dict[Commodity, Decimal] = {}
    for row in inventory.inputs:
        commodity = commodity_of(row, product_of)
        if commodity is not None:
            sums[commodity] = EXACT.add(sums.get(commodity, ZERO), Decimal(row.amount))
    return sums
