"""Co-products share an element by what they state of it and by mass, and never by price."""

from decimal import Decimal

from support.graph import LINE
from support.graph_origin import MINING, Way, chain, holding
from support.rows import inventory, made, taken

D = Decimal


def test_co_products_share_by_content_and_not_by_price() -> None:
    """Two lines with 0.06 and 0.02 kg of the cobalt take 3/4 and 1/4, whatever value each states."""
    way = Way()
    way.enter("mine", MINING, "CD", Co="0.1")
    way.supply("mine", "plant")
    other = made("plant", "1", "side", role="co_product")
    way.enter(
        "plant",
        outputs=[other],
        product=holding([LINE, "side"], {LINE: {"Co": "0.06"}, "side": {"Co": "0.02"}}),
    )
    assert way.origin("plant") == {"mined CD": D("0.06")}
    assert way.origin("plant", line="side") == {"mined CD": D("0.02")}


def test_a_silent_co_product_holds_the_remainder() -> None:
    """Of 0.2 kg that come in, 0.05 are stated in one line; the silent line takes 0.15, the waste none."""
    way = chain()
    way.supply("salt", "plant")
    others = [
        made("plant", "1", "side", role="co_product"),
        made("plant", "1", "tail", role="scrap"),
    ]
    way.enter(
        "plant",
        outputs=others,
        product=holding([LINE, "side", "tail"], {"side": {"Co": "0.05"}}),
    )
    assert way.origin("plant") == {"mined CD": D("0.15")}
    assert way.origin("plant", line="side") == {"mined CD": D("0.05")}
    assert way.origin("plant", line="tail") == {}


def test_silent_lines_share_by_mass_or_evenly() -> None:
    """Lines that state no content share by their mass; if one states no mass, by number."""
    way = chain()
    way.supply("salt", "plant")
    way.enter("plant", outputs=[made("plant", "3", "side", role="co_product")])
    assert way.origin("plant") == {"mined CD": D("0.05")}
    way = chain()
    way.supply("salt", "plant", "1")
    side = made("plant", "2", "side", role="co_product", unit="m3", allocation_value="1")
    way.graph.enter(
        "plant",
        inventory(
            made("plant", "1", allocation_value="1"),
            side,
            inputs=[taken("salt to plant", "1")],
            allocation="revenue",
        ),
        None,
    )
    assert way.origin("plant") == {"mined CD": D("0.1")}
    assert way.origin("plant", line="side") == {"mined CD": D("0.05")}


def test_a_stated_line_above_the_inflow_leaves_a_silent_one_nothing() -> None:
    """What the stating line claims beyond the inflow is unknown or untraced, and the silent line holds none."""
    for held, origin, untraced in (
        ("0.3", {"mined CD": D("0.2"), "unknown": D("0.1")}, D(0)),
        ("0.205", {"mined CD": D("0.2")}, D("0.005")),
    ):
        way = chain()
        way.supply("salt", "plant")
        way.enter(
            "plant",
            outputs=[made("plant", "1", "side", role="co_product")],
            product=holding([LINE, "side"], {LINE: {"Co": held}}),
        )
        assert way.origin("plant") == origin
        assert way.untraced("plant") == untraced
        assert way.origin("plant", line="side") == {}
