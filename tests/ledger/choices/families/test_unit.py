"""Tests for choices in the functional unit."""

from decimal import Decimal

from support.carriers import holding
from support.chosen import (
    BARE,
    NO_TABLES,
    Settled,
    choice_context,
    chosen,
    conservative,
    declared_total,
    modest,
    ruled,
    stated,
)
from support.graph import STUDY, ident
from support.graph_battery import Declared
from support.rows import inventory, made, taken

from ledger.choices.families.unit import unit_choices
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.conservative import CategoryLimit
from schemas.signed.entry import Product, ProductLine

PEF = load_rulebook("pef-2021")
CAPACITY, CYCLES, LIFE = "unit.capacity", "unit.cycle_life", "unit.service_life"
DIGEST = "sha256:" + "ab" * 32


def lasting(years: str, **members: object) -> Declared:
    """Batteries of 15 kWh with a warranty of so many years, 900 kWh a year."""
    it = modest()
    energy = {"numerator": f"{Decimal(years) * 900:f}", "denominator": "1"}
    warranty = {"years": years, "remaining_energy": "0.8", **members}
    it.asserted |= {"warranties": [warranty], "total_energy": energy}
    return it


def test_a_life_above_the_default_is_worth_its_ratio() -> None:
    """Eight years for five: the alternative raises the figure by 60 %."""
    it = lasting("8", evidence=DIGEST)
    (found,) = chosen(it, LIFE)
    assert found.effect is not None
    assert abs(found.effect - declared_total(it) * Decimal("0.6")) < Decimal("1e-24")
    assert found.choice.subject == ident("calculation")
    assert found.choice.by == it.calculation.issuer
    assert (found.state, found.choice.evidence) == ("documented", (DIGEST,))
    assert "a warranty of 8 years: it gives 7200 kWh, the default 4500" in found.choice.detail


def test_a_life_up_to_the_default_is_no_choice() -> None:
    """Five years are the default, three are below it, and none means the default."""
    assert not chosen(lasting("5"), LIFE)
    assert not chosen(lasting("3"), LIFE)
    assert not chosen(modest(), LIFE)


def test_the_conservative_figure_covers_a_longer_warranty() -> None:
    """However long it is stated, the figure is at or above that of the default life."""
    honest = declared_total(modest())
    for years in ("6", "15", "900"):
        assert conservative(lasting(years)).total >= honest - Decimal("1e-24")


def test_a_life_without_a_default_is_listed_without_an_effect() -> None:
    """A rulebook without default years, and a warranty; no warranty states no life."""
    bare = BARE.model_copy(update={"warranty": None})
    (found,) = chosen(lasting("8"), LIFE, bare)
    assert found.effect is None
    assert "the rulebook has no default" in found.choice.detail
    assert not chosen(modest(), LIFE, bare)


# ---- Cycle life


def cycled(cycles: str, it: Declared | None = None) -> Declared:
    """An industrial battery of a declared cycle life."""
    it = it or modest()
    it.asserted |= {"category": "industrial", "vehicle_category": None, "cycle_life": cycles}
    return it


def test_a_cycle_life_is_worth_its_ratio_to_the_least_of_its_carrier() -> None:
    """6,000 cycles of lithium, where the least has 1,000; without a known carrier the least of any is 300."""
    it = cycled("6000", holding("75", Li="6.9"))
    (found,) = chosen(it, CYCLES, PEF)
    assert found.effect is not None
    assert abs(found.effect - declared_total(it, PEF) * 5) < Decimal("1e-24")
    assert found.choice.detail == (
        "a cycle life of 6000 is declared; the least of such batteries is 1000"
    )
    (found,) = chosen(cycled("6000"), CYCLES, PEF)
    assert found.choice.detail.endswith("is 300")


def test_a_cycle_life_at_the_least_is_no_choice() -> None:
    """Nor is one of a battery that declares none."""
    assert not chosen(cycled("1000", holding("75", Li="6.9")), CYCLES, PEF)
    assert chosen(cycled("1001", holding("75", Li="6.9")), CYCLES, PEF)
    assert not chosen(modest(), CYCLES)


def test_a_cycle_life_without_a_least_is_listed_without_an_effect() -> None:
    """A rulebook without cycles of a carrier, and one without alternatives."""
    (found,) = chosen(cycled("6000"), CYCLES, ruled(PEF, charge_carriers=()))
    assert found.effect is None
    silent = choice_context(cycled("6000"), PEF.model_copy(update={"conservative": None}))
    found = [row for row in unit_choices(silent) if row.kind.code == CYCLES]
    assert [row.changes for row in found] == [()]


def test_a_line_without_batteries_has_no_carrier() -> None:
    """Nothing is known of it, so the least of any counts."""
    it = cycled("6000", holding("75", Li="6.9"))
    record = it.chain.entries[ident("plant")]
    bare = inventory(made("plant", "4", unit="kg"), inputs=[taken("ore", "300")])
    it.chain.entries[ident("plant")] = record._replace(inventory=bare)
    (found,) = chosen(it, CYCLES, PEF)
    assert found.choice.detail.endswith("is 300")


# ---- Capacity


def test_the_capacity_is_always_listed_with_its_evidence() -> None:
    """Every calculation asserts it, also where no battery of its mass or content is known."""
    it = holding("75", None)
    (found,) = chosen(it, CAPACITY, STUDY)
    assert (found.effect, found.state) == (None, "unevidenced")
    it.asserted["capacity_evidence"] = DIGEST
    (found,) = chosen(it, CAPACITY, STUDY)
    assert found.choice.evidence == (DIGEST,)


def test_a_capacity_is_worth_its_ratio_to_the_least_battery_of_its_mass() -> None:
    """15 kWh in 50 kg, where 0.1 kWh per kg are the least."""
    it = modest()
    (found,) = chosen(it, CAPACITY, STUDY)
    assert found.effect is not None
    assert found.choice.detail.endswith("battery of this content and mass has 5")
    assert abs(found.effect - declared_total(it) * 2) < Decimal("1e-24")


def test_the_more_favourable_of_content_and_mass_is_what_a_battery_has_at_least() -> None:
    """6.93 kg of lithium are 60 kWh at 0.1155 kg a kWh, 400 kg are 40, and 750 kg 75."""
    (found,) = chosen(holding("75", Li="6.93"), CAPACITY, STUDY)
    assert found.effect is not None
    assert found.choice.detail.endswith("has 60")
    (found,) = chosen(holding("75", Pb="100"), CAPACITY, STUDY)
    assert found.choice.detail.endswith("has 40")
    (found,) = chosen(holding("75", "750", Li="6.93"), CAPACITY, STUDY)
    assert found.effect is None
    mass_alone = ruled(STUDY, least_specific_energy=None)
    (found,) = chosen(holding("75", "750", Li="6.93"), CAPACITY, mass_alone)
    assert found.choice.detail.endswith("has 60")


def test_without_alternatives_a_capacity_has_none() -> None:
    """A rulebook may state none."""
    silent = choice_context(modest(), BARE.model_copy(update={"conservative": None}))
    assert [row.changes for row in unit_choices(silent) if row.kind.code == CAPACITY] == [()]
    it = modest()
    record = it.chain.entries[ident("plant")]
    it.chain.entries[ident("plant")] = record._replace(
        inventory=inventory(made("plant", "200"), inputs=[taken("ore", "300")])
    )
    (found,) = chosen(it, CAPACITY, STUDY)
    assert found.effect is None


def test_two_bounds_on_a_capacity_do_not_multiply() -> None:
    """75 kWh in 200 kg are above the highest, 60, and the least is 20: the least counts."""
    it = holding("75", "200", ore="800")
    small = (CategoryLimit(vehicle_category="L", kwh=stated("10")),)
    whole = conservative(it, ruled(STUDY, category_limits=small, **NO_TABLES))
    assert abs(whole.total / declared_total(it) - Decimal("3.75")) < Decimal("1e-20")


# ---- Vehicle category


def test_a_category_goes_by_the_least_capacity() -> None:
    """75 kWh are more than batteries of category L have, and the 20 kWh that the pack may have are not."""
    it = holding("75", "200", ore="800")
    (found,) = chosen(it, "unit.category", STUDY)
    assert "vehicle category M1 has 60 cycles a year, L fewer" in found.choice.detail
    assert not chosen(holding("350", "1000", ore="4000"), "unit.category", STUDY)


def test_a_vehicle_category_is_worth_the_ratio_of_its_cycles() -> None:
    """A car has 60 cycles a year, a motorcycle 20; nothing has fewer than that."""
    it = modest()
    (found,) = chosen(it, "unit.category", STUDY)
    assert found.effect is not None
    assert "vehicle category M1 has 60 cycles a year, L fewer" in found.choice.detail
    assert abs(found.effect - declared_total(it) * 2) < Decimal("1e-24")
    it.asserted["vehicle_category"] = "L"
    assert not chosen(it, "unit.category", STUDY)
    assert not chosen(cycled("6000"), "unit.category", load_rulebook("pef-2021"))


def test_a_category_whose_batteries_are_smaller_is_no_alternative() -> None:
    """No motorcycle has 75 kWh; a rulebook without limits does not know that."""
    it = holding("75")
    assert not chosen(it, "unit.category", STUDY)
    assert chosen(it, "unit.category", ruled(STUDY, category_limits=()))
    context = choice_context(it, STUDY.model_copy(update={"conservative": None}))
    assert "unit.category" in {row.kind.code for row in unit_choices(context)}


def test_batteries_are_listed_where_nothing_counts_them() -> None:
    """A line in kg without kWh per unit; in pieces, or with kWh, the rules count them."""
    (found,) = chosen(modest(), "unit.batteries")
    assert "4 batteries are stated for a line in kg" in found.choice.detail
    assert not chosen(holding("75"), "unit.batteries")
    it = modest()
    record = it.chain.entries[ident("plant")]
    line = ProductLine(line="main", form="as_is", kg_per_unit="1", kwh_per_unit="0.3")
    it.chain.entries[ident("plant")] = record._replace(product=Product(lines=(line,)))
    assert not chosen(it, "unit.batteries")


def test_the_number_of_batteries_is_worth_the_fewest_of_their_mass() -> None:
    """200 kg hold at least 20 kWh, and 4 x 15 are stated: 1.333 of that capacity may be, a third of them."""
    it = modest()
    (found,) = chosen(it, "unit.batteries", STUDY)
    assert found.effect is not None
    assert abs(found.effect - declared_total(it) * 2) < Decimal("1e-24")
    assert found.choice.detail.endswith(
        "of the least favourable ones of this content and mass, 1.333 of the stated capacity"
    )


def test_a_settled_capacity_leaves_the_number_of_batteries_open() -> None:
    """Both have one coordinate: together they count once, and each alone as much."""
    it = modest()
    whole = conservative(it, STUDY)
    ids = {row.choice.kind.code: row.choice.id for row in whole.choices}
    for code in ("unit.batteries", CAPACITY):
        assert conservative(it, STUDY, Settled(frozenset([ids[code]]))).total == whole.total
    both = Settled(frozenset([ids["unit.batteries"], ids[CAPACITY]]))
    assert conservative(it, STUDY, both).total < whole.total


def test_batteries_that_a_line_does_not_state_have_no_price() -> None:
    """Nothing says what one of them weighs or holds."""
    it = modest()
    record = it.chain.entries[ident("plant")]
    silent = inventory(made("plant", "200"), inputs=[taken("ore", "300")])
    it.chain.entries[ident("plant")] = record._replace(inventory=silent, product=None)
    (found,) = chosen(it, "unit.batteries", STUDY)
    assert found.effect is None
