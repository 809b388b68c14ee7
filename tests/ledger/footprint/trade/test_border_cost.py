"""A border charges what free allocation and a paid price leave, good by good, and never less than nothing."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ledger.footprint.trade.border_cost import CoveredGoods, border_cost

amounts = st.decimals("0", "1000", places=4)


def test_screws_of_carbon_steel() -> None:
    """1,000 t at 2.006938235294 t/t less 1.601638235294 t/t of free allocation: 30,510.984 EUR at 75.28."""
    see, sefa = Decimal("2.006938235294"), Decimal("1.601638235294")
    goods = CoveredGoods("screws", Decimal(1000), see, sefa)
    assert border_cost([goods], Decimal("75.28")) == Decimal("30510.984")


def test_a_paid_price_is_credited_to_the_same_goods_only() -> None:
    """More credit than cost is zero for these goods, and offsets no others."""
    rich = CoveredGoods("a", Decimal(1), Decimal(1), credit=Decimal(90))
    poor = CoveredGoods("b", Decimal(2), Decimal(1), credit=Decimal(5))
    assert border_cost([rich], Decimal(75)) == Decimal(0)
    assert border_cost([rich, poor], Decimal(75)) == Decimal(140)


def test_without_goods_there_is_no_cost() -> None:
    """As for a battery, which the border does not cover."""
    assert border_cost([], Decimal(75)) == Decimal(0)


@given(amounts, amounts, amounts, amounts, amounts)
def test_a_tonne_is_charged_once(
    see: Decimal, sefa: Decimal, price: Decimal, tonnes: Decimal, credit: Decimal
) -> None:
    """The border and the credited price together are at most the certificate price on all embedded emissions."""
    goods = CoveredGoods("goods", tonnes, see, sefa, credit)
    cost = border_cost([goods], price)
    assert cost >= 0
    if credit <= see * price:
        assert cost + credit * tonnes <= see * price * tonnes
