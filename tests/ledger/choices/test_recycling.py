"""Tests for choices of joint processes and recycled feedstock."""

from decimal import Decimal

from support.chosen import chosen, conservative, declared_total
from support.graph import STUDY, ident
from support.graph_circular import DRAFT, NICKEL, battery, leach, recycled
from support.rows import avoided, taken, used

ENERGY = Decimal(4 * 36000)
TINY = Decimal("1e-20")


def test_a_joint_process_counts_with_the_smallest_a() -> None:
    """5 kg each at A = 0.2 and 0.5: 0.65 of 50 kg CO2e per 100 kg; at 0.2 alone 0.8."""
    nickel = avoided("5", "test:ni", material="Ni")
    other = avoided("5", "test:ni", material="PP")
    it = battery(nickel, other, inputs=(NICKEL, used("test:ni", "1", material="PP")))
    (found,) = chosen(it, "recovery.joint_process", DRAFT)
    assert found.effect is not None
    assert "65 % of the joint process count" in found.choice.detail
    assert "0.2, 80 %" in found.choice.detail
    assert abs(found.effect - 2 * 50 * Decimal("0.15") / ENERGY) < TINY


def test_the_goods_that_a_joint_process_uses_count_with_it() -> None:
    """A delivered reagent is drawn in the same ratio, so its conservative value is too."""
    nickel = avoided("5", "test:ni", material="Ni")
    other = avoided("5", "test:ni", material="PP")
    rows = (taken("reagent", "10"), taken("lining", "10", purpose="disposal"))
    it = battery(nickel, other, inputs=(NICKEL, used("test:ni", "1", material="PP")), melted=rows)
    it.chain.deliver("reagent", "mine", "recycler", "10")
    it.chain.deliver("lining", "mine", "recycler", "10")
    (found,) = chosen(it, "recovery.joint_process", DRAFT)
    assert found.effect is not None
    assert abs(found.effect - 2 * (50 + 20) * Decimal("0.15") / ENERGY) < TINY
    assert conservative(it, DRAFT).total > declared_total(it, DRAFT)


def test_one_material_alone_is_no_choice_of_a_share() -> None:
    """Its A is the smallest."""
    it = battery(avoided("5", "test:ni", material="Ni"))
    assert not chosen(it, "recovery.joint_process", DRAFT)


def test_recycled_feedstock_counts_as_the_virgin_goods_that_it_replaces() -> None:
    """10 kg at 1 kg CO2e replace a salt at 8: A = 0.2 counts 0.2 + 0.8 x 8 = 6.6, the alternative 8."""
    it = battery(inputs=(NICKEL, recycled("leach", "10", delivery=ident("salt"))))
    leach(it)
    (found,) = chosen(it, "recovery.feedstock", DRAFT)
    assert found.effect is not None
    assert abs(found.effect - 10 * Decimal("1.4") / ENERGY) < TINY
    assert f"10 kg of feedstock are recycled, in place of {ident('salt')}" in found.choice.detail


def test_the_virgin_material_may_be_a_flow() -> None:
    """Nickel at 20 in place of 0.2 x 1 + 0.8 x 20."""
    it = battery(inputs=(NICKEL, recycled("leach", "10", flow="test:ni")))
    leach(it)
    (found,) = chosen(it, "recovery.feedstock", DRAFT)
    assert found.effect is not None
    assert abs(found.effect - 10 * Decimal("3.8") / ENERGY) < TINY


def test_bought_feedstock_is_a_choice_too() -> None:
    """A flow that is called recycled, in place of nickel at 20."""
    row = used(
        "test:lime", "10", recycled={"material": "Ni", "evidence": "traced", "flow": "test:ni"}
    )
    (found,) = chosen(battery(inputs=(NICKEL, row)), "recovery.feedstock", DRAFT)
    assert found.effect is not None
    assert abs(found.effect - 10 * (20 - (Decimal("0.4") + 16)) / ENERGY) < TINY


def test_statistics_and_closed_loops_are_no_choices() -> None:
    """A market's share counts as virgin already, and a site's own scrap is outside the formula."""
    row = recycled("leach", "10", evidence="market_average", flow="test:ni")
    it = battery(inputs=(NICKEL, row))
    leach(it)
    assert not chosen(it, "recovery.feedstock", DRAFT)
    own = battery(inputs=(NICKEL, recycled("leach", "10", flow="test:ni")))
    leach(own, issuer=own.chain.entries[ident("plant")].entry.issuer)
    assert not chosen(own, "recovery.feedstock", DRAFT)


def test_a_study_without_the_formula_has_neither() -> None:
    """The mark moves nothing there."""
    it = battery(inputs=(NICKEL, recycled("leach", "10", flow="test:ni")))
    leach(it)
    assert not chosen(it, "recovery.feedstock", STUDY)
