"""The usual way of goods of which nothing but the mass is known."""

from decimal import Decimal

from support.chosen import BARE, BATTERY, choice_context, chosen, modest, ruled, stated
from support.graph import factors
from support.rows import inventory, made, used

from ledger.choices.freight import usual_freight
from schemas.signed.conservative import Freight, FreightLeg, GoodsPrice

CLOSE = Decimal("1e-24")


def test_what_a_gap_brings_takes_the_usual_way_where_no_goods_have_a_mass() -> None:
    """1,000 kg come out of nothing: the rulebook's dearest goods, and the usual way of 1 t."""
    it = modest()
    work = used("test:lime", "1", unit="piece", purpose="processing")
    it.chain.factor_sets = (*it.chain.factor_sets, factors({"test:lime": "2"}, unit="piece"))
    it.chain.enter("mine", inventory(made("mine", "1000"), inputs=[work]))
    usual = (FreightLeg(mode="lorry", km=stated("1000"), per_tkm=stated("0.1")),)
    goods = (GoodsPrice(kg=stated("35")),)
    (bare,) = chosen(it, "mass.gap", ruled(goods_prices=goods))
    way = Freight(in_europe=usual, other=usual)
    (found,) = chosen(it, "mass.gap", ruled(goods_prices=goods, freight=way))
    assert bare.effect is not None
    assert found.effect is not None
    assert abs((found.effect - bare.effect) - 100 * Decimal("0.3") / BATTERY) < CLOSE


def test_a_rulebook_without_a_usual_way_has_no_price_for_it() -> None:
    """Nor has one without alternatives."""
    bare = BARE.model_copy(update={"conservative": None})
    for rulebook in (ruled(freight=None), bare):
        assert usual_freight(choice_context(modest(), rulebook), Decimal(1)) == 0
