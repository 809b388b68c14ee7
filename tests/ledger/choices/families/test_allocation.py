"""Tests for choices of allocation."""

from decimal import Decimal

from support.chosen import BATTERY, VISITED, chosen, conservative, declared_total, shared_mine
from support.graph import ident

from schemas.signed.entry import Product


def test_the_drawn_line_beside_a_co_product_carries_all_burdens() -> None:
    """A quarter of 2 kg CO2e per kg on 300 kg of ore; the alternative adds the other three quarters."""
    it = shared_mine()
    (found,) = chosen(it, "allocation.co_product")
    assert found.effect is not None
    assert found.choice.subject == ident("mine")
    assert found.state == "unevidenced"
    assert "carries 25 % of the burdens by mass, beside slag at 3" in found.choice.detail
    assert abs(found.effect - Decimal("1.5") * 300 / BATTERY) < Decimal("1e-25")


def test_the_conservative_figure_of_one_choice_is_the_declared_one_and_its_effect() -> None:
    """Nothing interacts where there is one choice."""
    it = shared_mine()
    whole, (found,) = conservative(it), chosen(it, "allocation.co_product")
    assert found.effect is not None
    assert abs(whole.total - declared_total(it) - found.effect) < Decimal("1e-25")
    assert abs(whole.interaction) < Decimal("1e-25")


def test_goods_on_a_line_without_burdens_carry_all_of_them() -> None:
    """The plant draws 300 kg of scrap from the mine, of which there are 3,000 kg."""
    it = shared_mine("scrap")
    it.chain.deliver("ore", "mine", "plant", "300", line="slag", product="urn:test:mine:slag")
    (found,) = chosen(it, "allocation.burden_free")
    assert found.effect is not None
    assert "3000 kg of slag are a scrap and carry no burdens" in found.choice.detail
    assert abs(found.effect - Decimal(2000) / 3000 * 300 / BATTERY) < Decimal("1e-25")


def test_a_line_that_nothing_draws_is_no_choice() -> None:
    """Scrap that leaves the chain carries nothing and moves nothing."""
    assert not chosen(shared_mine("by_product"), "allocation.burden_free")


def test_a_settled_choice_keeps_its_value() -> None:
    """An accepted auditor has visited the site."""
    it = shared_mine()
    found = conservative(it, examined=VISITED)
    assert {row.state for row in found.choices} == {"settled"}
    assert abs(found.total - declared_total(it)) < Decimal("1e-25")


def test_the_formula_of_a_line_is_named() -> None:
    """Water or slag on a mass basis shows by its formula."""
    it = shared_mine()
    line = {"line": "slag", "form": "as_is", "formula": "H2O"}
    product = Product.model_validate({"lines": [line]}, strict=False)
    record = it.chain.entries[ident("mine")]
    it.chain.entries[ident("mine")] = record._replace(product=product)
    (found,) = chosen(it, "allocation.co_product")
    assert "slag (H2O) at 3" in found.choice.detail
