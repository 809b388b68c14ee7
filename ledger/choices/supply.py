"""A supply of a material, and the supplies that are of one substance.

Two supplies are alike if their formulas have the same parts of all elements but water's, or, without two formulas that
count, if one is at least half as rich in the material as the other: what states no formula may be the same.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from ledger.choices.same_goods import are_equal
from ledger.footprint.graph.numbers import EXPLAIN, explained_sum

HALF = Decimal("0.5")
"""The least share of a credited supply's content at which one without a formula may be like it."""


class Supply(NamedTuple):
    """A virgin supply of a material, used or credited.

    Attributes:
        price: kg CO2e per kg of the material.
        rich: the kg of the material per unit of the goods.
        kg: of the material that one unit of the figure uses, or that is credited for it.
        maker: the entry that makes the goods; None for a flow.
        parts: the parts of the elements of its formula, without water's; None without a formula that counts.
    """

    price: Decimal
    rich: Decimal
    kg: Decimal
    maker: str | None
    parts: Mapping[str, Decimal] | None

    def is_like(self, credited: "Supply") -> bool:
        """True for a supply of the credited substance, or of what may be it."""
        if self.parts is not None and credited.parts is not None:
            same = self.parts.keys() == credited.parts.keys()
            return same and are_equal(self.parts, credited.parts)
        return self.rich >= EXPLAIN.multiply(HALF, credited.rich)


def mean_price(supplies: Sequence[Supply]) -> Decimal | None:
    """The price of supplies by their masses; None without any mass."""
    whole = explained_sum(it.kg for it in supplies)
    kg = explained_sum(EXPLAIN.multiply(it.kg, it.price) for it in supplies)
    return EXPLAIN.divide(kg, whole) if whole else None
