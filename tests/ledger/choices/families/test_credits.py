"""Tests for choices of credits.

The battery of `support.graph_circular` holds 0.175 kg of nickel per kg and uses a salt of a quarter nickel, at 8 kg
CO2e per kg of salt (32 per kg of nickel), and pure nickel at 20. Under the draft A is 0.2; 200 kg of battery are
144,000 kWh.
"""

from decimal import Decimal

import pytest
from support.chosen import choice_context, chosen, conservative, declared_total
from support.graph import STUDY, factors, grids, ident
from support.graph_battery import Declared
from support.graph_circular import DRAFT, NICKEL, battery, holding, leach, recycled
from support.rows import avoided, inventory, made, used

from ledger.choices.beside import beside_figure
from ledger.choices.conservative import WeighedChoice
from ledger.choices.families.credits import credit_choices
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.rulebook import Rulebook

ENERGY = Decimal(4 * 36000)
TINY = Decimal("1e-20")


def credit(it: Declared, rulebook: Rulebook = DRAFT) -> WeighedChoice:
    """The one credit that could be lower."""
    (found,) = chosen(it, "recovery.credit", rulebook)
    return found


def test_a_credit_above_the_rulebooks_rate_keeps_the_rate() -> None:
    """17.5 kg of 17.5 are recovered per 100 kg, at 0.8 x 20; the rate of 0.9 leaves a tenth out, on 200 kg."""
    it = battery(avoided("17.5", "test:ni", material="Ni"))
    found = credit(it)
    assert found.effect is not None
    assert abs(found.effect - Decimal("17.5") * 2 * Decimal("0.8") * 20 / 10 / ENERGY) < TINY
    assert "17.5 kg of Ni are credited at 20 kg CO2e per kg" in found.choice.detail
    assert "the rulebook's recovery is 90 % of that at 20 kg CO2e per kg" in found.choice.detail
    assert found.choice.subject == ident("recycler")


def test_a_credit_within_the_rate_at_the_least_value_is_no_choice() -> None:
    """Ten kg at the value of pure nickel, the lowest in the chain."""
    assert not chosen(battery(avoided("10", "test:ni", material="Ni")), "recovery.credit", DRAFT)


def test_a_credit_by_the_dirtier_of_two_supplies_has_the_value_of_their_mix() -> None:
    """20 kg of the salt hold 5 kg of nickel at 32 kg CO2e per kg; of 17.5 kg the chain uses 10 as metal, at 20."""
    it = battery(avoided("20", delivery="salt price", material="Ni"))
    found = credit(it)
    assert found.effect is not None
    less = (32 - 20) * Decimal(10) / Decimal("17.5")
    assert abs(found.effect - 2 * 5 * Decimal("0.8") * less / ENERGY) < TINY


def test_a_line_that_credits_nothing_does_not_lower_the_mean_that_others_credit() -> None:
    """Nickel at zero beside the salt: else the salt alone would be said to lie nearer to the mix of the chain."""
    salt = avoided("20", delivery="salt price", material="Ni")
    it = battery(salt, avoided("1", "test:empty", material="Ni"))
    it.chain.factor_sets = (*it.chain.factor_sets, factors({"test:empty": "0"}))
    assert credit(it).effect == credit(battery(salt)).effect


def test_electricity_under_the_name_of_a_material_has_no_credit() -> None:
    """Without the circular formula the mix of the country values it, and no factor says what a kg is worth."""
    it = battery(avoided("10", "test:none", unit="kWh", material="Ni"))
    it.chain.factor_sets = (*it.chain.factor_sets, grids({"FI": "0.2"}))
    found = credit(it, load_rulebook("iso-14067-partial-2018"))
    assert found.effect is not None
    assert abs(found.effect - 2 * 10 * Decimal("0.2") / ENERGY) < TINY
    assert "of that at 0 kg CO2e per kg" in found.choice.detail


def test_credits_at_the_mix_of_the_chain_are_no_choice() -> None:
    """3 kg of nickel as salt and 4 as metal, as the chain uses 7.5 and 10."""
    salt = avoided("12", delivery="salt price", material="Ni")
    metal = avoided("4", "test:ni", material="Ni")
    assert not chosen(battery(salt, metal), "recovery.credit", DRAFT)
    dirtier = avoided("16", delivery="salt price", material="Ni")
    assert chosen(battery(dirtier, metal), "recovery.credit", DRAFT)


def test_two_recyclers_share_the_content() -> None:
    """Each line alone is within the rate, both together recover twice the content."""
    line = avoided("17.5", "test:ni", material="Ni")
    one, two = (battery(*lines) for lines in ((line,), (line, line)))
    (alone,) = chosen(one, "recovery.credit", DRAFT)
    both = chosen(two, "recovery.credit", DRAFT)
    assert alone.effect is not None
    assert len(both) == 2
    kept = sum(Decimal(row.effect or 0) for row in both)
    assert abs(kept - alone.effect - Decimal("17.5") * 2 * Decimal("0.8") * 20 / ENERGY) < TINY


@pytest.mark.parametrize(("kg", "percent"), [("17.5", "90 %"), ("35", "45 %"), ("10", "100 %")])
def test_an_entry_beside_the_figure_recovers_in_the_place_of_its_firm_s(
    kg: str, percent: str
) -> None:
    """100 kg of batteries hold 17.5 kg, of which 0.9 may be credited, whatever the entry that counts recovers."""
    it = battery(avoided("17.5", "test:ni", material="Ni"))
    now = it.chain.entries[ident("recycler")]
    line = avoided(kg, "test:ni", material="Ni")
    other = avoided("1", "test:ni", material="PP")
    content = inventory(made("again", "100"), avoided=[line, other])
    it.chain.enter("again", content, issuer=now.entry.issuer, process=now.entry.process)
    beside = beside_figure(choice_context(it, DRAFT))
    assert beside is not None
    found = [row for row in credit_choices(beside) if row.subject == ident("again")]
    assert [f"recovery is {percent} of that" in row.detail for row in found] == [True, False]


def test_without_a_rate_there_is_no_credit() -> None:
    """Under a study any material may be named; one that no rate knows counts as nothing."""
    it = battery(avoided("10", "test:dirty", material="PP"))
    found = credit(it, STUDY)
    assert found.effect is not None
    assert abs(found.effect - Decimal(2 * 10 * 500) / ENERGY) < TINY
    assert "0 % of that" in found.choice.detail


def test_a_credit_without_a_material_has_no_rate() -> None:
    """It names a flow alone, as a study allows."""
    it = battery(avoided("10", "test:dirty"))
    assert "10 kg of no named material are credited" in credit(it, STUDY).choice.detail


def test_content_that_no_entry_states_is_none() -> None:
    """Copper is recovered from a battery that states none."""
    it = battery(avoided("1", "test:ni", material="Cu"))
    found = credit(it)
    assert found.effect is not None
    assert abs(found.effect - 2 * Decimal("0.8") * 20 / ENERGY) < TINY


def test_the_rulebooks_virgin_dataset_bounds_a_value() -> None:
    """The rulebook has lime for nickel, at 2 kg CO2e."""
    formula = DRAFT.circular_footprint
    assert formula is not None
    materials = tuple(
        row.model_copy(update={"virgin": "test:lime" if row.material == "Ni" else None})
        for row in formula.materials
    )
    known = formula.model_copy(update={"materials": materials})
    rulebook = DRAFT.model_copy(update={"circular_footprint": known})
    it = battery(avoided("10", "test:ni", material="Ni"))
    found = credit(it, rulebook)
    assert found.effect is not None
    assert abs(found.effect - 2 * 10 * Decimal("0.8") * (20 - 2) / ENERGY) < TINY
    by_dataset = battery(avoided("10", material="Ni"))
    assert not chosen(by_dataset, "recovery.credit", rulebook)


def test_a_credit_does_not_grow_with_what_it_replaces() -> None:
    """The refinery has a by-product; its alternative raises the salt, and not the credit by the salt."""
    line = avoided("20", delivery="salt price", material="Ni", known="estimated")
    it = battery(line)
    assert conservative(it, DRAFT).total >= declared_total(it, DRAFT)


def test_recovered_energy_has_no_credit() -> None:
    """100 MJ of heat at 0.1 per 100 kg of battery, on 200 kg; B is 0."""
    heat = avoided("100", "test:heat", recovery="energy", unit="MJ")
    (found,) = chosen(battery(heat), "recovery.energy", DRAFT)
    assert found.effect is not None
    assert abs(found.effect - Decimal(20) / ENERGY) < TINY


def test_energy_that_credits_nothing_is_no_choice() -> None:
    """The flow is worth zero."""
    it = battery(
        avoided("100", "test:nought", recovery="energy", unit="MJ"),
        avoided("100", "test:empty", material="Ni"),
    )
    nothing = factors({"test:empty": "0"})
    it.chain.factor_sets = (
        *it.chain.factor_sets,
        nothing,
        factors({"test:nought": "0"}, unit="MJ"),
    )
    assert not chosen(it, "recovery.energy", DRAFT)
    assert not chosen(it, "recovery.credit", DRAFT)


def test_recycled_goods_are_no_like_supply() -> None:
    """The chain's recycled salt at 1 kg CO2e does not bound a virgin value."""
    line = avoided("20", delivery="salt price", material="Ni")
    it = battery(line, inputs=(recycled("leach", "10", delivery=ident("salt")),))
    leach(it)
    assert not chosen(it, "recovery.credit", DRAFT)


def test_a_supply_without_a_figure_or_a_mass_is_no_like_supply() -> None:
    """Nickel for nothing, and a salt that does not weigh anything, bound no value."""
    free = used("test:free", "1", material="Ni")
    it = battery(avoided("10", "test:ni", material="Ni"), inputs=(NICKEL, free))
    it.chain.factor_sets = (*it.chain.factor_sets, factors({"test:free": "0"}))
    it.chain.entries[ident("refinery")] = it.chain.entries[ident("refinery")]._replace(
        product=holding("0.25", kg=None)
    )
    assert not chosen(it, "recovery.credit", DRAFT)
