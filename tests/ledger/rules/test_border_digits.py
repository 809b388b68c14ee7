"""The digits of quantities at the border: what a supplier knows of its goods, whatever amount it states."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from support.attesting import attestation
from support.cbam import Border
from support.cbam import year as calendar_year
from support.graph import ident

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.trade.cbam.delivered import CbamSource, delivered_cbam
from ledger.rulebooks.cbam_catalog import load_cbam_rulebook
from ledger.rules.border_quantities import (
    BorderGraph,
    RecomputedGoods,
    StatedGoods,
    Year,
    border_context,
    border_method,
    border_quantities_problem,
    recompute_quantities,
)
from ledger.rules.verified_goods import GoodsAttestation

LINE = (ident("forging"), "main")
WORD = GoodsAttestation(
    ident("word"),
    attestation(
        calculation=None,
        delivery=ident("billet to forging"),
        quantities=("see", "sefa"),
        period=calendar_year(2026),
        accreditation="V-1",
    ),
)


def rolled(billets: str, made: str = "7") -> Border:
    """A forge that works so many tonnes of billets for 3 t; a tonne was emitted for so many of them."""
    border = Border()
    border.make("billet", "72071111", made, "1", country="IN", route="C")
    border.make("forging", "73181542", "3", None, [border.sell("billet", "forging", billets)])
    return border


def recomputed(billets: str, made: str = "7") -> RecomputedGoods:
    """The quantities of a forge that states its own."""
    resolution = rolled(billets, made).resolve("forging")
    graph = BorderGraph(resolution, FactorTable((), load_cbam_rulebook()), {})
    context = border_context(graph, Year(2026), [WORD])
    own = delivered_cbam(LINE, context, CbamSource(*border_method(), (WORD.id,)))
    found = recompute_quantities({"it": StatedGoods(LINE, own)}, graph, {WORD.id: WORD})["it"]
    assert isinstance(found, RecomputedGoods)
    assert found.quantities == own
    return found


@given(st.decimals("6", "1000000", places=3))
def test_no_amount_finds_a_further_digit_of_goods_of_others(billets: Decimal) -> None:
    """Whatever a forge works, its quantity is that of billets at the 0.142857 t that it is told of them."""
    goods = recomputed(format_decimal(billets))
    expected = (billets * Decimal("0.142857") / 3).quantize(Decimal("0.000001"))
    assert Decimal(goods.quantities.see_direct) == expected


def test_older_quantities_are_accepted_from_the_log_alone() -> None:
    """They are rounded from exact ones: 3,000,000 t at a seventh of a tonne, and not at 0.142857."""
    found = recomputed("3000000")
    assert (found.quantities.see_direct, found.older.see_direct) == ("142857", "142857.142857")
    assert border_quantities_problem("it", found.quantities, found, is_new=True) is None
    assert border_quantities_problem("it", found.older, found, is_new=False) is None
    refusal = border_quantities_problem("it", found.older, found, is_new=True)
    assert refusal is not None
    assert refusal.code == "delivery.cbam"


def test_goods_that_emit_next_to_nothing_a_tonne_do_not_count_as_nothing() -> None:
    """A tonne for three million of them, of which the forge works three million: a third a tonne, to 4 digits."""
    goods = recomputed("3000000", "3000000")
    assert goods.older.see_direct == "0.333333"
    assert goods.quantities.see_direct == "0.3333"
