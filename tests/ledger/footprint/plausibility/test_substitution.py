"""Credits that rest on facts that cannot be recomputed, each finding with its reduction."""

from decimal import Decimal

import pytest
from support.graph import STUDY, ident
from support.graph_battery import Declared
from support.graph_circular import DRAFT, NICKEL, battery, following, holding, read
from support.rows import avoided, inventory, made, used

from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.substitution import substitution_faults
from schemas.signed.rulebook import Rulebook

SALT = avoided("20", delivery="salt price", material="Ni")
AT_RECYCLER = ident("recycler")


def found(it: Declared, rulebook: Rulebook = DRAFT) -> list[Observation]:
    """The findings on the recycler's credits."""
    return list(substitution_faults(it.parts(), read(it, rulebook)))


def told(it: Declared, rulebook: Rulebook = DRAFT) -> list[tuple[str, Decimal | None]]:
    """Codes and effects of those findings, all at the recycler."""
    rows = found(it, rulebook)
    assert {row.subject for row in rows} <= {AT_RECYCLER}
    return [(row.code, row.effect) for row in rows]


@pytest.mark.parametrize("rulebook", [STUDY, DRAFT])
def test_credits_by_the_chain_s_own_supply_are_not_remarked(rulebook: Rulebook) -> None:
    """By goods and by a flow, no more than the battery uses of each; without credits there is no finding."""
    assert told(battery(SALT, avoided("10", "test:ni", material="Ni")), rulebook) == []
    assert told(battery(), rulebook) == []


def test_a_free_flow_in_a_study_is_found_with_its_credit() -> None:
    """Without the formula any flow may be named; 5 kg at 500 take off 2500 kg."""
    assert told(battery(avoided("5", "test:dirty")), STUDY) == [("avoided.free_flow", -2500)]
    assert told(battery(avoided("5", "test:ni")), STUDY) == []


def test_goods_from_elsewhere_in_a_study_are_found_with_their_credit() -> None:
    """Goods whose maker does not feed the battery: 5 kg at 500."""
    it = battery(avoided("5", delivery="foreign"))
    dirty = inventory(made("foreign", "1"), inputs=[used("test:dirty", "1")])
    it.chain.enter("foreign", dirty, holding("0.25"))
    it.chain.deliver("foreign", "foreign", "recycler", None)
    assert told(it, STUDY) == [("avoided.outside_battery", -2500)]
    assert told(battery(avoided("1", material="Ni", delivery="salt price")), STUDY) == []


@pytest.mark.parametrize(("rulebook", "share"), [(STUDY, Decimal(1)), (DRAFT, Decimal("0.8"))])
def test_more_credited_than_taken_in_is_found_with_the_excess(
    rulebook: Rulebook, share: Decimal
) -> None:
    """A gram of the dirtiest nickel is used, and the whole recovery, 10 kg, credited as that."""
    gram = used("test:dirty", "0.001", material="Ni")
    it = battery(avoided("5", "test:dirty", material="Ni"), inputs=(NICKEL, gram))
    ((code, effect),) = told(it, rulebook)
    assert code == "cff.above_supply"
    assert effect is not None
    assert abs(effect + share * 2500 * (1 - Decimal("0.0001"))) < Decimal("1e-40")
    (row,) = found(it, rulebook)
    assert row.detail == "10000 times the battery's use of test:dirty is credited"


def test_lines_of_one_supply_count_together() -> None:
    """20 and 15 kg of salt a 100 kg, 70 of the 60 that the battery uses: a seventh of each credit."""
    more = avoided("15", delivery="salt price", material="Ni")
    rows = found(battery(SALT, more))
    assert [row.code for row in rows] == ["cff.above_supply"] * 2
    for row, kg in zip(rows, (20, 15), strict=True):
        assert row.effect is not None
        assert abs(row.effect * 7 + Decimal("0.8") * kg * 8) < Decimal("1e-40")


def test_goods_that_state_no_elements_are_found_with_their_credit() -> None:
    """Their nickel is not shown: 20 kg at 8, of which 0.8 count."""
    it = battery(SALT)
    refinery = it.chain.entries[ident("refinery")]
    it.chain.enter("refinery", refinery.inventory, None)
    assert told(it) == [("cff.content_unstated", -128)]


def test_another_product_is_found_with_its_credit() -> None:
    """Its evidence is with the recycler, and the auditor asks for it."""
    it = battery(avoided("20", delivery="salt price", material="Co", other_product=ident("proof")))
    (row,) = found(it, following("other_product"))
    assert (row.code, row.effect) == ("cff.other_product", -128)
    assert row.detail.endswith(f"ask for the evidence {ident('proof')}")


def test_recovered_energy_is_found_with_its_credit() -> None:
    """The flow that heat replaces is the recycler's choice; B is 0, so all of it counts."""
    it = battery(SALT, avoided("100", "test:heat", unit="MJ", recovery="energy"))
    assert told(it) == told(it, STUDY) == [("avoided.energy_flow", -10)]
