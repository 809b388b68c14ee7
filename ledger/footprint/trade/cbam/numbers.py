"""The digits of a quantity at the carbon border that a firm is told: per tonne, to six decimals.

Six decimals carry a benchmark of three decimals times a factor of three exactly; in a thousand tonnes they are half a
thousandth of a certificate. More digits would let a customer work out a supplier's amounts.
"""

from decimal import Decimal
from typing import Final

from ledger.footprint.graph.numbers import EXPLAIN

_LAST_PLACE: Final = Decimal("0.000001")
"""Of t CO2e, MWh or currency per tonne."""


def round_per_tonne(value: Decimal) -> Decimal:
    """A quantity per tonne as a firm is told it, half-even."""
    return EXPLAIN.quantize(value, _LAST_PLACE)
