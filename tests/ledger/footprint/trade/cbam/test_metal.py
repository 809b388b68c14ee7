"""The metal that accounts for worked goods: of the same metal, and never ore, clay or cement."""

from decimal import Decimal

import pytest
from support.cbam import BOTH, Border
from support.refusal import refused
from support.rows import Row, made

from schemas.views.cbam_result import CbamResult


@pytest.mark.parametrize(
    ("cn", "accounts"),
    [
        ("72071111", True),
        ("72061000", True),
        ("76011010", False),
        ("26011200", False),
        ("25070080", False),
        ("25231000", False),
    ],
)
def test_goods_of_the_same_metal_account_for_screws(cn: str, *, accounts: bool) -> None:
    """Steel does; aluminium, pellets, clay and clinker do not, so the screws take their own default beside them."""
    border = Border()
    border.make("goods", cn, "1000", "1", country="IN")
    rows = [border.sell("goods", "screws", "120")]
    border.make("screws", "73181542", "100", "10", rows)
    found = border.result("screws", {"goods to screws": BOTH})
    assert (Decimal(found.default_share) == 0) is accounts


def two(first: str, second: str, *rows: Row) -> Border:
    """A works of 50 t each of two worked goods, of what was taken."""
    border = Border()
    outputs = [
        made("works", "50000", allocation_value="1"),
        made("works", "50000", "side", role="co_product", allocation_value="1"),
    ]
    border.make("works", first, "50", "1", list(rows), outputs=outputs, allocation="revenue")
    border.code("works", "side", second)
    return border


def test_the_dearest_default_stands_for_what_is_missing() -> None:
    """Screws of China have 7.013 and coil 3.1: whichever line comes last, both from nothing are the dearest."""
    one, other = two("73181542", "72081000"), two("72081000", "73181542")
    assert one.result("works").see_direct == other.result("works").see_direct == "7.023"


def test_each_metal_is_accounted_for_apart() -> None:
    """Steel screws and aluminium profiles from nothing: two remarks, and steel beside them answers for steel alone."""
    border = two("73181542", "76042100")
    assert from_nothing(border.result("works")) == 2
    row = Border().sell("billet", "works", "500")
    border = two("73181542", "76042100", row)
    border.make("billet", "72071111", "1000", "1", country="IN")
    border.sell("billet", "works", "500")
    assert from_nothing(border.result("works", {"billet to works": BOTH})) == 1


def from_nothing(found: CbamResult) -> int:
    """The number of remarks on goods that are worked from nothing."""
    return len([row for row in found.remarks if "are worked from nothing" in row])


def test_a_metal_without_a_default_is_refused() -> None:
    """No table lists the code, so what is missing cannot be priced."""
    border = Border()
    border.make("tube", "73069999", "100", "10")
    with refused("cbam.no_default"):
        border.result("tube")
