"""The digits of a quantity at the carbon border that a firm is told: per tonne, to six decimals.

Six decimals carry a benchmark of three decimals times a factor of three exactly; in a thousand tonnes they are half a
thousandth of a certificate. More digits would let a customer work out a supplier's amounts. Goods that emit less than a
thousandth a tonne are counted in others by 4 digits, for many tonnes of next to nothing are not nothing.
"""

from decimal import Decimal
from typing import Final

from ledger.footprint.graph.numbers import EXPLAIN, round_delivered

_LAST_PLACE: Final = Decimal("0.000001")
"""Of t CO2e, MWh or currency per tonne."""

_THOUSANDTH: Final = Decimal("0.001")
"""From here on six decimals are 4 digits or more."""


def round_per_tonne(value: Decimal) -> Decimal:
    """A quantity per tonne as a firm is told it, half-even."""
    return EXPLAIN.quantize(value, _LAST_PLACE)


def round_counted(value: Decimal) -> Decimal:
    """A quantity per tonne as it counts in the goods of another firm: to six decimals, and to 4 digits at least."""
    return round_per_tonne(value) if abs(value) >= _THOUSANDTH else round_delivered(value)
