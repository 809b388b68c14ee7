"""The rules of the Circular Footprint Formula, each broken to get a lower figure."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.graph import STUDY, firm, ident
from support.graph_battery import Declared
from support.graph_circular import (
    DRAFT,
    NICKEL,
    PEF,
    battery,
    following,
    formula_of,
    holding,
    leach,
    read,
    recycled,
)
from support.rows import Row, avoided, inventory, made, taken, used, wasted

from ledger.footprint.graph.resolution import Observation
from ledger.rules.circular import circular_faults
from schemas.signed.entry import Site
from schemas.signed.rulebook import Rulebook

SALT = avoided("20", delivery="salt price", material="Ni")
END = {"stage": "end_of_life"}


def faults(it: Declared, rulebook: Rulebook = DRAFT) -> list[Observation]:
    """The faults under the formula's rules."""
    return list(circular_faults(it.parts(), read(it, rulebook)))


def codes(it: Declared, rulebook: Rulebook = DRAFT) -> list[tuple[str, str]]:
    """Code and subject of those faults."""
    return [(row.code, row.subject) for row in faults(it, rulebook)]


AT_RECYCLER = ident("recycler")


def test_the_chain_s_own_supply_is_no_fault() -> None:
    """Goods that feed the battery, and a flow that it uses as the material, under draft and PEF."""
    it = battery(SALT, avoided("5", "test:ni", material="Ni"))
    assert codes(it) == codes(it, PEF) == []


def test_without_the_formula_nothing_is_broken() -> None:
    """Under full substitution the same lines are findings, not faults."""
    it = battery(avoided("5", "test:dirty"), inputs=(used("test:gone", "1"),))
    assert faults(it, STUDY) == []


NEGATIVE: dict[str, tuple[tuple[Row, ...], dict[str, object], str, Decimal]] = {
    "an activity": ((NICKEL, used("test:gone", "10")), {}, "plant", Decimal(-30)),
    "a treatment of waste at end of life": (
        (NICKEL,),
        {"wastes": [wasted("test:slag", "40", **END)]},
        "recycler",
        Decimal(-80),
    ),
}


@pytest.mark.parametrize("name", NEGATIVE)
def test_a_factor_below_zero_is_refused_with_what_it_takes_off(name: str) -> None:
    """With its place and its kg: a credit that bypasses the formula."""
    inputs, lists, where, effect = NEGATIVE[name]
    (fault,) = faults(battery(inputs=inputs, **lists))
    assert (fault.code, fault.subject) == ("cff.negative_factor", ident(where))
    assert fault.effect == effect
    assert "a reduction is an avoided line at end of life" in fault.detail


def test_a_recycler_s_credit_is_not_taken_in_upstream() -> None:
    """The plant uses the recycler's work, at less than zero, so that more than its mass would be treated."""
    it = battery(SALT, inputs=(NICKEL, taken("used", "1000", purpose="processing")))
    it.chain.enter(
        "other", inventory(made("other", "100"), avoided=[SALT]), process="end_of_life.shredding"
    )
    it.chain.deliver("salt price", "refinery", "other", None, recipient=firm("recycler"))
    it.chain.deliver("used", "other", "plant", "1000")
    assert ("cff.negative_factor", ident("plant")) in codes(it)


def test_a_material_is_one_that_the_rulebook_knows() -> None:
    """Recovered or used: a plastic, or no material at all, has no parameters."""
    for line in (avoided("5", "test:ni", material="PP"), avoided("5", "test:ni")):
        (fault,) = faults(battery(line))
        assert (fault.code, fault.subject) == ("cff.material_unknown", AT_RECYCLER)
        assert "the rulebook knows Al, Cu, Fe, Ni, Co, Li, Mn, C" in fault.detail
        assert fault.effect == Decimal("-0.5") * 5 * 20
    it = battery(inputs=(NICKEL, recycled("leach", material="PP", flow="test:ni")))
    leach(it)
    assert codes(it) == [("cff.material_unknown", ident("plant"))]
    assert faults(it)[0].effect is None


def test_a_flow_is_what_feeds_the_battery_as_that_material() -> None:
    """Any flow, the chain's flow of another material, and one that the recycler itself uses."""
    dirty = avoided("5", "test:dirty", material="Ni")
    (fault,) = faults(battery(dirty))
    assert (fault.code, fault.subject) == ("cff.free_flow", AT_RECYCLER)
    assert fault.effect == Decimal("-0.8") * 5 * 500
    cobalt = avoided("5", "test:ni", material="Co")
    assert codes(battery(cobalt)) == [("cff.free_flow", AT_RECYCLER)]
    bought = used("test:dirty", "1", material="Ni", **END)
    assert codes(battery(dirty, melted=[bought])) == [("cff.free_flow", AT_RECYCLER)]
    energy = used("test:dirty", "1", material="Ni", purpose="energy")
    assert codes(battery(dirty, inputs=(NICKEL, energy))) == [("cff.free_flow", AT_RECYCLER)]


def test_a_virgin_dataset_of_the_rulebook_is_no_free_flow() -> None:
    """Named by the row or not, it values the material."""
    named = tuple(
        row.model_copy(update={"virgin": "test:dirty"}) if row.material == "Ni" else row
        for row in formula_of(DRAFT).materials
    )
    rulebook = following(materials=named)
    for line in (avoided("5", "test:dirty", material="Ni"), avoided("5", material="Ni")):
        assert codes(battery(line), rulebook) == []


def test_a_virgin_dataset_below_zero_is_refused() -> None:
    """It would make Ev of recycled feedstock a credit."""
    named = tuple(
        row.model_copy(update={"virgin": "test:gone"}) if row.material == "Ni" else row
        for row in formula_of(DRAFT).materials
    )
    it = battery(inputs=(NICKEL, recycled("leach")))
    leach(it)
    assert codes(it, following(materials=named)) == [("cff.negative_factor", ident("plant"))]


def test_goods_are_those_that_feed_the_battery() -> None:
    """A supplier that the recycler alone names, and goods of the right supplier that are another product."""
    it = battery(avoided("5", delivery="foreign", material="Ni"))
    it.chain.enter(
        "foreign",
        inventory(made("foreign", "1"), inputs=[used("test:dirty", "1")]),
        holding("0.25"),
    )
    it.chain.deliver("foreign", "foreign", "recycler", None)
    (fault,) = faults(it)
    assert (fault.code, fault.subject) == ("cff.substitution_point", AT_RECYCLER)
    assert fault.effect == Decimal("-0.8") * 5 * 500
    it.chain.enter(
        "foreign",
        inventory(made("foreign", "1"), inputs=[used("test:dirty", "1")]),
        holding("0.25"),
        issuer=firm("refinery"),
    )
    assert codes(it) == [("cff.substitution_point", AT_RECYCLER)]


def test_the_same_goods_of_another_period_feed_the_battery() -> None:
    """A price of the year before is of what the firm makes at that site, and counts."""
    it = battery(SALT)
    refinery = it.chain.entries[ident("refinery")]
    it.chain.enter(
        "earlier",
        refinery.inventory,
        holding("0.25"),
        issuer=firm("refinery"),
        period={"start": "2024-01-01", "end": "2025-01-01"},
    )
    it.chain.deliver("salt price", "earlier", "recycler", None, issuer=firm("refinery"))
    assert codes(it) == []
    elsewhere = Site(code="P2", country="FI")
    it.chain.enter(
        "earlier", refinery.inventory, holding("0.25"), issuer=firm("refinery"), site=elsewhere
    )
    assert codes(it) == [("cff.substitution_point", AT_RECYCLER)]


def test_goods_hold_the_material() -> None:
    """The salt states nickel; credited as cobalt it is refused. Goods without elements are not judged here."""
    cobalt = avoided("20", delivery="salt price", material="Co")
    assert codes(battery(cobalt)) == [("cff.not_of_material", AT_RECYCLER)]
    it = battery(cobalt)
    refinery = it.chain.entries[ident("refinery")]
    it.chain.enter("refinery", refinery.inventory, None)
    assert codes(it) == []


def test_another_product_needs_its_rule_and_its_evidence() -> None:
    """If the rulebook has the sentence, goods without the material may be replaced."""
    cobalt = avoided("20", delivery="salt price", material="Co", other_product=ident("evidence"))
    assert codes(battery(cobalt)) == [("cff.not_of_material", AT_RECYCLER)]
    assert codes(battery(cobalt), following("other_product")) == []


def feedstock(delivery: str | None, **members: object) -> Declared:
    """A battery with 10 kg of recycled nickel, whose virgin counterpart is that delivery's, or a flow."""
    said = {"delivery": ident(delivery)} if delivery else {}
    it = battery(inputs=(NICKEL, recycled("leach", **said, **members)))
    leach(it)
    return it


def test_virgin_feedstock_is_a_supply_of_the_chain() -> None:
    """By a delivery to the plant or by a flow, and by nothing else."""
    it = feedstock("salt for plant")
    it.chain.deliver("salt for plant", "refinery", "plant", None)
    assert codes(it) == []
    assert codes(feedstock(None, flow="test:ni")) == []
    assert codes(feedstock(None, flow="test:melt")) == [("cff.free_flow", ident("plant"))]


def test_feedstock_is_not_its_own_virgin_counterpart() -> None:
    """The recycler's salt in place of virgin nickel would count A and (1-A) of the same."""
    assert codes(feedstock("leach")) == [("cff.substitution_point", ident("plant"))]
    it = feedstock("leach")
    plant = it.chain.entries[ident("plant")]
    assert plant.inventory is not None
    plain = inventory(made("plant", "200"), inputs=[taken("leach", "1")]).inputs
    both = plant.inventory.model_copy(update={"inputs": (*plant.inventory.inputs, *plain)})
    it.chain.entries[plant.id] = plant._replace(inventory=both)
    assert codes(it) == [("cff.not_virgin", ident("plant"))]


def test_what_a_site_takes_back_from_itself_needs_no_virgin_counterpart() -> None:
    """In a closed loop the formula does not apply, so the named production values nothing."""
    it = battery(inputs=(NICKEL, recycled("leach", flow="test:melt")))
    leach(it, issuer=firm("plant"))
    assert codes(it) == []


def test_virgin_supply_without_recycled_content_where_the_rulebook_says_so() -> None:
    """A salt with a stated recycled share, or with recycled feedstock in its figure, is neither Ev nor E*v."""
    it = battery(SALT)
    refinery = it.chain.entries[ident("refinery")]
    it.chain.enter("refinery", refinery.inventory, holding("0.25", "0.3"))
    assert codes(it) == []
    assert codes(it, following("virgin")) == [("cff.not_virgin", AT_RECYCLER)]
    for without in (holding("0.25"), holding("0.25", "0")):
        it.chain.enter("refinery", refinery.inventory, without)
        assert codes(it, following("virgin")) == []
    leach(it)
    it.chain.deliver("leach", "leach", "refinery", "10")
    fed = [used("test:lime", "390"), recycled("leach", flow="test:ni")]
    it.chain.enter("refinery", inventory(made("refinery", "100"), inputs=fed), holding("0.25"))
    assert codes(it) == []
    assert codes(it, following("virgin")) == [("cff.not_virgin", AT_RECYCLER)]


def test_recovered_energy_names_its_flow_and_is_left_to_the_reader() -> None:
    """The flow that heat replaces is no material; it is a finding (`avoided.energy_flow`)."""
    heat = avoided("100", "test:heat", unit="MJ", recovery="energy")
    assert codes(battery(heat)) == []


def test_a_delivery_that_cannot_be_followed_is_no_fault_of_its_own() -> None:
    """The graph's own problem reports it."""
    it = battery(SALT)
    context = read(it)
    it.chain.entries[ident("refinery")] = it.chain.entries[ident("refinery")]._replace(
        inventory=None
    )
    hidden = it.resolve()
    assert list(circular_faults(it.parts(), replace(context, resolution=hidden))) == []
