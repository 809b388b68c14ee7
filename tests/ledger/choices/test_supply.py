"""Supplies of one substance, and their mean price."""

from decimal import Decimal

import pytest

from ledger.choices.hydrates import dry_parts
from ledger.choices.supply import Supply, mean_price
from schemas.signed.entry import Element, ProductLine

MARGIN = Decimal("0.05")


def supply(formula: str | None, rich: str, element: str = "Li", kg: str = "1") -> Supply:
    """A supply at 10 kg CO2e per kg of the element."""
    stated = (Element(element=element, fraction=rich),)
    line = ProductLine(line="main", form="as_is", formula=formula, elements=stated)
    return Supply(Decimal(10), Decimal(rich), Decimal(kg), None, dry_parts(line, MARGIN))


HYDROXIDE = supply("LiOH.H2O", "0.165388")


@pytest.mark.parametrize(
    ("other", "is_like"),
    [
        (supply("LiOH", "0.2898"), True),
        (supply("Li2CO3", "0.187852"), False),
        (supply(None, "0.187852"), True),
        (supply("Li2CO3", "0.1"), True),
        (supply(None, "0.0279"), False),
    ],
    ids=["dry", "carbonate", "unsaid", "a formula that is not borne out", "ore"],
)
def test_like_is_the_same_but_for_water_or_what_may_be_it(other: Supply, *, is_like: bool) -> None:
    """Two formulas decide; without them goods half as rich may be the same."""
    assert other.is_like(HYDROXIDE) is is_like


def test_the_mean_price_is_by_mass() -> None:
    """Nothing has no price."""
    dear = supply(None, "0.2", kg="3")._replace(price=Decimal(50))
    assert mean_price([HYDROXIDE, dear]) == 40
    assert mean_price([]) is None
    assert mean_price([supply(None, "0.2", kg="0")]) is None
