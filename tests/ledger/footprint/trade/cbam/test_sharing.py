"""Goods of the border carry all that an entry attributes, whatever else it calls a co-product."""

import pytest
from support.cbam import Border
from support.graph import ident
from support.rows import made

from schemas.cbam_good import CbamGood
from schemas.entry import ProductLine


def works(side: str | None, /, **values: str) -> Border:
    """A furnace with 100 t of carbon dioxide, 60 t of iron and 40 t of another line, which share by mass."""
    border = Border()
    shared = {"main": "60000", "side": "40000", **values}
    outputs = [
        made("iron", "60000", allocation_value=shared["main"]),
        made("iron", "40000", "side", role="co_product", allocation_value=shared["side"]),
    ]
    border.make("iron", "72011011", "60", "100", outputs=outputs, allocation="mass")
    record = border.entries[ident("iron")]
    assert record.product is not None
    good = None if side is None else CbamGood(cn=side)
    line = ProductLine(line="side", form="as_is", kg_per_unit="1", cbam=good)
    product = record.product.model_copy(update={"lines": (*record.product.lines, line)})
    border.entries[ident("iron")] = record._replace(product=product)
    return border


@pytest.mark.parametrize("side", [None, "26190020"])
def test_slag_called_a_co_product_lightens_nothing(side: str | None) -> None:
    """All 100 t are over 60 t of iron, with and without a code that is no good of the border."""
    assert works(side).result("iron").see_direct == "1.666666666666666666666666666666667"


def test_two_goods_share_by_the_values_stated() -> None:
    """100 t over 100 t of two goods, by mass; by other values, as they are stated."""
    assert works("72011019").result("iron").see_direct == "1"
    assert works("72011019", main="30000", side="70000").result("iron").see_direct == "0.5"


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
