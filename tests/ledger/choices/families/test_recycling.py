"""Tests for choices of joint processes and recycled feedstock."""

from decimal import Decimal

from support.chosen import chosen, conservative, declared_total
from support.graph import STUDY, ident
from support.graph_battery import Declared
from support.graph_circular import DRAFT, NICKEL, battery, following, holding, leach, recycled
from support.graph_recycled import SETS as RECYCLED
from support.rows import Row, avoided, inventory, made, taken, used, wasted

ENERGY = Decimal(4 * 36000)
TINY = Decimal("1e-20")


def rich(*lines: Row, **lists: object) -> Declared:
    """The battery of nine tenths nickel, so that its recycler can recover most of it."""
    it = battery(*lines, **lists)
    record = it.chain.entries[ident("plant")]
    it.chain.entries[ident("plant")] = record._replace(product=holding("0.9"))
    return it


def test_a_joint_process_counts_with_the_smallest_a() -> None:
    """50 kg each at A = 0.2 and 0.5: 0.65 of 50 kg CO2e per 100 kg; at 0.2 alone 0.8."""
    nickel = avoided("50", "test:ni", material="Ni")
    other = avoided("50", "test:ni", material="PP")
    it = rich(nickel, other, inputs=(NICKEL, used("test:ni", "1", material="PP")))
    (found,) = chosen(it, "recovery.joint_process", DRAFT)
    assert found.effect is not None
    assert "65 % of its process count" in found.choice.detail
    assert "0.2, 80 %" in found.choice.detail
    assert abs(found.effect - 2 * 50 * Decimal("0.15") / ENERGY) < TINY


def test_the_goods_that_a_joint_process_uses_count_with_it() -> None:
    """A delivered reagent is drawn in the same ratio, so its conservative value is too."""
    nickel = avoided("50", "test:ni", material="Ni")
    other = avoided("50", "test:ni", material="PP")
    rows = (taken("reagent", "10"), taken("lining", "10", purpose="disposal"))
    it = rich(nickel, other, inputs=(NICKEL, used("test:ni", "1", material="PP")), melted=rows)
    it.chain.deliver("reagent", "mine", "recycler", "10")
    it.chain.deliver("lining", "mine", "recycler", "10")
    (found,) = chosen(it, "recovery.joint_process", DRAFT)
    assert found.effect is not None
    assert abs(found.effect - 2 * (50 + 20) * Decimal("0.15") / ENERGY) < TINY
    assert conservative(it, DRAFT).total > declared_total(it, DRAFT)


def test_one_material_alone_is_no_choice_of_a_share() -> None:
    """Its A is the smallest, and most of the battery is recovered."""
    it = rich(avoided("60", "test:ni", material="Ni"))
    assert not chosen(it, "recovery.joint_process", DRAFT)


def test_a_recycler_that_recovers_little_counts_its_process_whole() -> None:
    """A gram of 100 kg takes a fifth off 50 kg CO2e."""
    (found,) = chosen(
        battery(avoided("0.001", "test:ni", material="Ni")), "recovery.joint_process", DRAFT
    )
    assert found.effect is not None
    assert abs(found.effect - 2 * 50 * Decimal("0.2") / ENERGY) < TINY
    assert "with 0.00001 kg recovered per kg treated, all of it" in found.choice.detail


def test_transport_and_waste_under_the_name_of_the_process_count_whole() -> None:
    """80 tkm at 0.5 and 60 kg of ash at 0.5, of which A takes a fifth; PEF shares collection, and not waste."""
    end = {"stage": "end_of_life"}
    lorry = used("test:lorry", "80", unit="tkm", purpose="material", **end)
    lists = {"melted": [lorry], "wastes": [wasted("test:ash", "60", purpose="material", **end)]}
    it = rich(avoided("60", "test:ni", material="Ni"), **lists)
    it.chain.factor_sets = (*it.chain.factor_sets, *RECYCLED)
    (found,) = chosen(it, "recovery.joint_process", DRAFT)
    assert found.effect is not None
    assert abs(found.effect - 2 * (40 + 30) * Decimal("0.2") / ENERGY) < TINY
    shared = following("collection_shared")
    (found,) = chosen(it, "recovery.joint_process", shared)
    assert found.effect is not None
    assert abs(found.effect - 2 * 30 * Decimal("0.2") / ENERGY) < TINY


def test_the_work_of_another_recycler_has_a_taken_off_once() -> None:
    """A daughter's 40 kg CO2e count 0.8 in its own figure, and whole in this one."""
    it = rich(
        avoided("60", "test:ni", material="Ni"), melted=[taken("work", "100", purpose="processing")]
    )
    line = avoided("0.001", "test:ni", material="Ni")
    work = [used("test:melt", "40", stage="end_of_life")]
    content = inventory(made("daughter", "100"), inputs=work, avoided=[line])
    it.chain.enter("daughter", content, process="end_of_life.shredding")
    it.chain.deliver("work", "daughter", "recycler", "100")
    (found,) = (
        row
        for row in chosen(it, "recovery.joint_process", DRAFT)
        if row.choice.subject == ident("recycler")
    )
    net = (40 - Decimal("0.02")) * Decimal("0.8")
    assert found.effect is not None
    assert abs(found.effect - 2 * net * Decimal("0.2") / ENERGY) < TINY


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
