"""The part of a figure that a supplier's choices are worth, as its customer is told: a band, and never a number.

It is told of a figure that is declared, or that an auditor attested, alone. The issuer of a figure chooses its own
rows; with as many signed figures as it likes, each with another amount of its own beside the same supplier's goods, the
bands' borders would weigh the supplier's part to any digit.
"""

from decimal import Decimal
from typing import Final

from schemas.views.plan import Band

_BORDERS: Final[tuple[tuple[Decimal, Band], ...]] = (
    (Decimal("0.01"), "under_1"),
    (Decimal("0.05"), "1_to_5"),
    (Decimal("0.2"), "5_to_20"),
)


def band_of(share: Decimal | None) -> Band:
    """The band of a share of a figure; a share that is not known is no small one."""
    if share is None:
        return "unknown"
    return next((name for border, name in _BORDERS if share < border), "above_20")
