"""Tests for choices of electricity: supplies, mixes and carriers that count less than the country's mix."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.chosen import (
    BATTERY,
    choice_context,
    conservative,
    declared_total,
    ruled,
    stated,
)
from support.energy import GRID, HONEST, MIXES, SETS, WIND, power
from support.graph import STUDY, factors, firm, grids, ident
from support.graph_battery import Declared
from support.graph_recycled import add
from support.mined import (
    NEAR,
    PER_KG,
    found,
    is_covered,
    mined,
    only,
    recycled,
    recycler_kg,
    unneeded,
)
from support.rows import avoided, inventory, made, taken, used, wasted

from ledger.choices.conservative import WeighedChoice, conservative_figure
from ledger.choices.context import ChoiceContext
from ledger.choices.families.electricity import electricity_choices
from ledger.footprint.graph.homes import Home
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.entry import Site
from schemas.signed.rulebook import FactorSet, Rulebook

DRAFT, PEF = load_rulebook("eu-ev-draft-2024"), load_rulebook("pef-2021")


@pytest.mark.parametrize("rulebook", [STUDY, DRAFT, PEF])
@pytest.mark.parametrize("supply", ["on_site", "direct_line"])
def test_power_of_its_own_is_worth_the_mix_of_its_country(rulebook: Rulebook, supply: str) -> None:
    """500 kWh at 0.01; the mix adds 500 x 0.2 = 100 kg, and covers what the lie took off."""
    lie = mined(power(supply=supply), sets=SETS)
    assert found(lie, rulebook) == [("electricity.below_mix", 100)]
    assert is_covered(lie, HONEST, rulebook)
    row = only(lie, rulebook)
    assert (row.choice.subject, row.state) == (ident("mine"), "unevidenced")
    assert row.choice.detail == (
        f"per kg of main 0.5 kWh by {supply.replace('_', ' ')} counted by test:wind at 0.01 kg CO2e per kWh,"
        f" not by the average mix of FI for 2025 at 0.21, {GRID}"
    )


@pytest.mark.parametrize("rulebook", [STUDY, DRAFT, PEF])
def test_the_mix_and_a_dirtier_supply_are_no_choice(rulebook: Rulebook) -> None:
    """The honest row, and coal on site, which raises the figure."""
    assert found(HONEST, rulebook) == []
    assert found(mined(power("test:coal"), sets=SETS), rulebook) == []


def test_a_contract_is_a_choice_where_the_method_counts_it() -> None:
    """PEF and a study count it as stated; under the EV draft the row has the mix already."""
    produced = {"start": "2025-01-01", "end": "2026-01-01"}
    held = {"scheme": "GO", "first": 1, "last": 1, "kwh": "400", "produced": produced}
    lie = mined(power(supply="contract", certificates=[held]), sets=SETS)
    for rulebook in (STUDY, PEF):
        assert found(lie, rulebook) == [("electricity.below_mix", 100)]
        assert is_covered(lie, HONEST, rulebook)
    assert "by contract with certificates for 0.4 counted" in only(lie, PEF).choice.detail
    assert found(lie, DRAFT) == []


@pytest.mark.parametrize(
    ("mixes", "flow", "effect"),
    [
        ({"FI": "0.21", "NO": "0.01"}, "grid:NO.average.2025", 100),
        ({"FI": "0.21", "FI-N": "0.01"}, "grid:FI-N.average.2025", 100),
        ({"FI": "0.21", "FI/average/2019": "0.11"}, "grid:FI.average.2019", 50),
        ({"FI": "0.21", "FI/residual": "0.51"}, GRID, 150),
        ({"FI": "0.21", "FI/residual/2024": "0.51"}, GRID, 150),
        ({"FI": "0.21", "FI/residual/2026": "0.51"}, GRID, None),
        ({"FI": "0.21", "FI/production": "0.11"}, GRID, None),
    ],
)
def test_without_a_rule_the_place_kind_and_year_of_a_mix_are_chosen(
    mixes: dict[str, str], flow: str, effect: int | None
) -> None:
    """A study counts any mix; another place, zone, year or kind that is lower is worth the dearest of the country."""
    site = {"site": Site(code="P1", country="FI", zone="FI-N")}
    it = mined(power(flow, "grid"), sets=[grids(mixes)], header=site)
    assert found(it) == ([] if effect is None else [("electricity.below_mix", effect)])


def test_the_dearest_of_the_accepted_kinds_counts() -> None:
    """PEF prefers the residual mix, the EV draft does not accept it."""
    lie = mined(power(), sets=[WIND, grids({"FI": "0.21", "FI/residual": "0.51"})])
    assert found(lie, PEF) == [("electricity.below_mix", 250)]
    assert found(lie, DRAFT) == [("electricity.below_mix", 100)]


@pytest.mark.parametrize("sets", [[WIND], [WIND, MIXES, MIXES]])
def test_without_a_mix_or_a_constant_the_choice_has_no_effect(sets: list[FactorSet]) -> None:
    """No set has the mix of Finland, or two have: the choice is listed, and the figure stays as declared."""
    it, rulebook = mined(power(), sets=sets), ruled(STUDY, unknown_grid=None)
    assert found(it, rulebook) == [("electricity.below_mix", None)]
    assert "not by a mix of FI, of which no named set has one" in only(it, rulebook).choice.detail
    assert abs(conservative(it).total - declared_total(it)) < NEAR


def test_a_mix_of_the_country_after_the_entry_is_no_choice_if_there_is_no_other() -> None:
    """The row names the only mix of its country, of next year."""
    late = grids({"FI/average/2026": "0.05"})
    row = power("grid:FI.average.2026", "grid")
    for rulebook in (STUDY, ruled(STUDY, unknown_grid=None)):
        assert found(mined(row, sets=[late]), rulebook) == []


def powered(kg: str) -> Declared:
    """The mine with 500 kWh of a power plant, which emits 2 x `kg` for 1,000 kWh."""
    it = mined(taken("power", "500", unit="kWh", purpose="energy"), sets=SETS)
    burnt = [used("test:lime", kg)] if kg != "0" else []
    it.chain.enter("station", inventory(made("station", "1000", unit="kWh"), inputs=burnt))
    it.chain.deliver("power", "station", "mine", "500", unit="kWh")
    return it


@pytest.mark.parametrize(("kg", "effect"), [("0", 105), ("50", 55), ("105", None)])
@pytest.mark.parametrize("rulebook", [STUDY, DRAFT])
def test_a_delivery_in_kwh_is_worth_the_mix(
    rulebook: Rulebook, kg: str, effect: int | None
) -> None:
    """A station of 0, 0.1 and 0.21 kg CO2e per kWh."""
    it = powered(kg)
    assert found(it, rulebook) == ([] if effect is None else [("electricity.below_mix", effect)])
    assert effect is None or is_covered(it, HONEST, rulebook)


def test_a_delivery_is_worth_its_conservative_figure_if_that_is_above_the_mix() -> None:
    """A station that shares 300 kg with nine parts of slag: its whole burden is above the mix."""
    it = powered("0")
    main = made("station", "1000", unit="kWh", allocation_value="1")
    slag = made("station", "9", "slag", role="co_product", allocation_value="9")
    burnt = [used("test:lime", "150")]
    it.chain.enter("station", inventory(main, slag, inputs=burnt, allocation="mass"))
    whole = conservative(it)
    effects = {row.choice.kind.code: row.effect for row in whole.choices if row.effect is not None}
    floor = effects.pop("physics.process_floor")  # The mine does not say what its goods consist of.
    assert effects.keys() == {"allocation.co_product", "electricity.below_mix"}
    rise = Decimal(150 - 15) * Decimal("0.3") / BATTERY + floor
    assert abs(whole.total - declared_total(it) - rise) < NEAR


def test_credits_are_left_to_recovery_and_wastes_count() -> None:
    """A study counts waste in kWh as stated; a credit is no row of electricity here."""
    treated = factors({"test:out": "0.01"}, "treatment", "kWh")
    replaced = [avoided("10", flow=flow, unit="kWh") for flow in ("test:coal", "test:wind")]
    lists = {"wastes": [wasted("test:out", "500", unit="kWh")], "avoided": replaced}
    it = mined(used("test:lime", "100"), sets=[*SETS, treated], **lists)
    assert found(it) == [("electricity.below_mix", 100)]


def test_electricity_of_a_line_that_no_battery_needs_is_no_choice() -> None:
    """A mill whose goods are only replaced elsewhere."""
    it = unneeded(inputs=[power()])
    it.chain.factor_sets = (*it.chain.factor_sets, *SETS)
    assert found(it) == []


def test_a_mix_of_another_accepted_set_counts() -> None:
    """The calculation names the set with the lower mix; the reader accepts one with 0.41 too."""
    it = mined(power(GRID, "grid"), sets=SETS)
    assert found(it, accepted=[grids({"FI/residual": "0.41"})]) == [("electricity.below_mix", 100)]
    assert found(it, DRAFT, accepted=[grids({"FI": "0.41"})]) == []


def test_a_recycler_counts_electricity_as_far_as_the_formula_does() -> None:
    """0.8 of 500 kWh at 0.21 less 0.01."""
    assert recycler_kg(recycled(power(), sets=SETS), "electricity.below_mix", PEF) == 80


# ---- Place


def registered(it: Declared, country: str, rulebook: Rulebook = DRAFT) -> ChoiceContext:
    """The choices of a declaration whose mine is registered in a country."""
    homes = {firm("mine"): Home(country)}
    return replace(choice_context(it, rulebook), homes=homes)


def placed(it: Declared, country: str, rulebook: Rulebook = DRAFT) -> list[WeighedChoice]:
    """The choices of place."""
    whole = conservative_figure(registered(it, country, rulebook))
    assert whole is not None
    return [row for row in whole.choices if row.choice.kind.code == "site.country"]


TWO = grids({"FI": "0.21", "CN": "0.71", "NO": "0.01"})


def test_a_site_counts_at_the_dearer_mix_of_its_country_and_of_registration() -> None:
    """500 kWh in Finland at 0.21, where the firm is registered in China: 0.71."""
    (row,) = placed(mined(power(GRID, "grid"), sets=[TWO]), "CN")
    assert row.effect is not None
    assert abs(row.effect - 500 * Decimal("0.5") * PER_KG) < NEAR
    assert row.choice.subject == ident("mine")
    assert "0.5 kWh in FI, where the registration of its firm has CN" in row.choice.detail
    assert "the average mix of CN for 2025 at 0.71, grid:CN.average.2025" in row.choice.detail


def test_a_cleaner_or_the_same_country_of_registration_is_no_choice() -> None:
    """Nor is a row that counts as stated, or a place of no registration."""
    it = mined(power(GRID, "grid"), sets=[TWO])
    for country in ("NO", "FI"):
        assert not placed(it, country)
    own = mined(power(supply="on_site"), sets=[WIND, TWO])
    assert not placed(own, "CN")
    assert not placed(mined(power(GRID, "grid"), sets=[TWO]), "CN", STUDY)
    context = choice_context(it, DRAFT)
    assert "site.country" not in {row.kind.code for row in electricity_choices(context)}


def test_a_country_of_registration_without_a_mix_counts_at_the_dearest_grid() -> None:
    """Nobody has a mix of Sweden: China's, the dearest of the set, or the rulebook's constant, whichever is above."""
    it = mined(power(GRID, "grid"), sets=[TWO])
    for constant, kg in (("0.61", "0.71"), ("0.81", "0.81")):
        (row,) = placed(it, "SE", ruled(DRAFT, unknown_grid=stated(constant)))
        assert row.effect is not None
        assert abs(row.effect - 500 * (Decimal(kg) - Decimal("0.21")) * PER_KG) < NEAR
        assert f"at {kg}" in row.choice.detail
        assert row.choice.detail.endswith("since no set has a mix of SE")


def test_a_site_that_the_registration_confirms_counts_where_it_is() -> None:
    """The same firm of China, whose registration has the site in Finland; another word for the site stays a claim."""
    it = mined(power(GRID, "grid"), sets=[TWO])
    code = it.chain.entries[ident("mine")].entry.site.code
    for confirmed, expected in (("FI", []), ("CN", ["site.country"])):
        homes = {firm("mine"): Home("CN", {code: confirmed})}
        context = replace(choice_context(it, DRAFT), homes=homes)
        found = [row.kind.code for row in electricity_choices(context)]
        assert [code for code in found if code == "site.country"] == expected


def test_a_row_that_counts_as_stated_has_the_dearer_country_too() -> None:
    """Wind of its own, in Finland by the word of a firm that is registered in China."""
    own = registered(mined(power(supply="on_site"), sets=[WIND, TWO]), "CN")
    (row,) = electricity_choices(own)
    assert "not by the average mix of CN for 2025 at 0.71" in row.detail


def test_power_that_a_credit_replaces_has_no_place() -> None:
    """What is avoided is left to the choices of recovery."""
    it = recycled(sets=[TWO])
    credit = avoided("5", GRID, unit="kWh", recovery="energy")
    add(it, "recycler", avoided=credit)
    context = registered(it, "FI")
    context = replace(context, homes={firm("recycler"): Home("CN")})
    assert list(electricity_choices(context)) == []
