"""Goods of the border carry all that an entry attributes, whatever else it calls a co-product."""

from decimal import Decimal

import pytest
from support.cbam import Border, context_of
from support.graph import ident
from support.refusal import refused
from support.rows import made

from ledger.footprint.trade.cbam.results import results
from ledger.footprint.trade.cbam.tallies import quantities
from schemas.signed.cbam_good import CbamGood
from schemas.signed.entry import ProductLine


def works(side: str | None, basis: str = "mass", /, **stated: str | None) -> Border:
    """A furnace with 100 t of carbon dioxide, 60 t of iron and 40 t of another line, which state values by a basis.

    Args:
        side: the code of the other line.
        basis: of the allocation.
        stated: `main` and `side` values, `role`, `unit` and `kg` per unit of the other line, `main_cn` of the first.
    """
    border = Border()
    role = stated.get("role", "co_product")
    shared = role == "co_product"
    first, second = stated.get("main", "60000"), stated.get("side", "40000")
    outputs = [
        made("iron", "60000", **({"allocation_value": first} if shared else {})),
        made(
            "iron",
            "40000",
            "side",
            role=role,
            unit=stated.get("unit", "kg"),
            **({"allocation_value": second} if shared else {}),
        ),
    ]
    more = {"allocation": basis} if shared else {}
    main = stated.get("main_cn", "72011011")
    border.make("iron", main, "60", "100", outputs=outputs, **more)
    record = border.entries[ident("iron")]
    assert record.product is not None
    good = None if side is None else CbamGood(cn=side)
    kg = stated.get("kg", "1")
    line = ProductLine(line="side", form="as_is", kg_per_unit=kg, cbam=good)
    product = record.product.model_copy(update={"lines": (*record.product.lines, line)})
    border.entries[ident("iron")] = record._replace(product=product)
    return border


def see(border: Border, line: str) -> str:
    """The direct emissions of a line of the furnace."""
    lines = [(ident("iron"), line)]
    context = context_of(border, "iron", {})
    return results(lines, quantities(context, lines))[0].see_direct


@pytest.mark.parametrize("side", [None, "26190020"])
def test_slag_called_a_co_product_lightens_nothing(side: str | None) -> None:
    """All 100 t are over 60 t of iron, with and without a code that is no good of the border."""
    assert works(side).result("iron").see_direct == "1.666666666666666666666666666666667"


def test_two_goods_share_by_mass_whatever_they_state() -> None:
    """100 t over 100 t of two goods: values of another mass, or a price, move nothing."""
    assert works("72011019").result("iron").see_direct == "1"
    for basis in ("mass", "revenue", "energy"):
        priced = works("72011019", basis, main="1", side="99")
        assert (priced.result("iron").see_direct, see(priced, "side")) == ("1", "1")


def test_goods_of_another_kind_take_nothing() -> None:
    """Clinker or aluminium beside iron: each kind carries all 100 t; coil from nothing adds its default."""
    for other in ("25231000", "76011010"):
        border = works(other)
        assert border.result("iron").see_direct == "1.666666666666666666666666666666667"
    assert Decimal(works("72081000").result("iron").see_direct) > Decimal("1.67")


def test_a_good_called_a_by_product_or_scrap_carries_as_a_co_product() -> None:
    """40 t of iron under another role: 1.67 t each, as the 60 t, which stay as they are."""
    for role in ("by_product", "scrap"):
        border = works("72011019", role=role)
        each = "1.666666666666666666666666666666667"
        assert (border.result("iron").see_direct, see(border, "side")) == (each, each)


def test_goods_of_the_border_that_are_all_burden_free_carry_all() -> None:
    """A main output without a code beside 40 t of iron that is called scrap: the iron carries all 100 t."""
    assert see(works("72011019", role="scrap", main_cn=None), "side") == "2.5"


def test_a_joint_process_by_the_piece_states_masses() -> None:
    """A washer of unstated mass cannot share with screws."""
    border = works("72011019", unit="piece", kg=None)
    with refused("cbam.mass"):
        border.result("iron")
    heavy = works("72011019", unit="piece", kg="0.5")
    assert heavy.result("iron").see_direct == "1.25"


def test_a_boiler_shares_as_it_states() -> None:
    """An entry of the site without a good of the border is not changed: half its gases go with half its heat."""
    border = Border()
    outputs = [
        made("boiler", "50", allocation_value="50"),
        made("boiler", "50", "side", role="co_product", allocation_value="50"),
    ]
    place = {"firm": "works", "site": "P1"}
    border.make("boiler", None, "1", "30", outputs=outputs, allocation="mass", **place)
    row = {**border.sell("boiler", "iron", "0.05"), "purpose": "energy"}
    border.make("iron", "72011011", "100", "150", [row], **place)
    assert border.result("iron").see_direct == "1.65"
