"""Tests for choices of electricity: energy of another kind that counts less than the country's mix."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.chosen import VISITED, choice_context, conservative, declared_total, ruled
from support.energy import HONEST, MIXES, SETS, heat, power
from support.footprints import file_of, pact_3
from support.graph import STUDY, factors, ident
from support.graph_rated import rated_set
from support.mined import (
    NEAR,
    details,
    found,
    is_covered,
    mined,
    only,
    recycled,
    recycler_kg,
)
from support.rows import Row, emitted, imported, inventory, made, taken, used

from ledger.choices.register import find_choices
from ledger.footprint.graph.numbers import format_decimal
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.rulebook import FactorSet, Rulebook

DRAFT, PEF = load_rulebook("eu-ev-draft-2024"), load_rulebook("pef-2021")


BIOGAS = factors({"test:biogas": "0.01"}, unit="MJ")
STEAM = factors({"test:steam/fossil": "0.01"}, unit="kWh", carrier="heat")
LIGHT = factors({"test:stream": "0.01"}, unit="MJ", carrier="fuel")


@pytest.mark.parametrize(
    ("sets", "row", "effect", "words"),
    [
        (BIOGAS, heat("test:biogas"), 87, "of no stated kind counted by test:biogas at 0.036"),
        (LIGHT, heat("test:stream"), 87, "as fuel counted by test:stream"),
        (LIGHT, heat("test:stream", purpose="processing"), 87, "as fuel"),
        (STEAM, {**power("test:steam")}, 100, "as heat counted by test:steam at 0.01"),
    ],
)
@pytest.mark.parametrize("rulebook", [STUDY, DRAFT])
def test_energy_below_the_mix_and_below_a_burnt_fuel_may_be_electricity(
    rulebook: Rulebook, sets: FactorSet, row: Row, effect: int, words: str
) -> None:
    """500 kWh at 0.036 or 0.01; at 0.21 they add 500 x 0.174 = 87 or 100 kg."""
    lie = mined(row, sets=[*SETS, sets])
    assert found(lie, rulebook) == [("electricity.carrier", effect)]
    assert words in only(lie, rulebook).choice.detail
    assert is_covered(lie, HONEST, rulebook)


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"test:gas/fossil": "0.056"}, []),
        ({"test:gas": "0.05018"}, []),
        ({"test:gas/fossil": "0.0494"}, []),
        ({"test:gas/fossil": "0.0493"}, ["electricity.carrier"]),
        ({"test:gas/biogenic": "0.056"}, ["electricity.carrier"]),
        ({"test:gas/biogenic": "0.06"}, []),
    ],
)
def test_heat_of_a_burnt_fuel_is_ordinary(values: dict[str, str], codes: list[str]) -> None:
    """A gas boiler has at least 0.0494 kg of fossil carbon dioxide per MJ; biomass is compared with 0.21 / 3.6."""
    it = mined(heat("test:gas"), sets=[*SETS, factors(values, unit="MJ")])
    assert [code for code, _ in found(it)] == codes


def test_uptake_does_not_make_a_fuel_ordinary() -> None:
    """Fossil 0.06 less 0.06 taken up is zero per MJ: the mix is worth 105 kg, and without uptake there are 108."""
    values = [{"group": "fossil", "value": "0.06"}, {"group": "uptake", "value": "-0.06"}]
    row = {"flow": "test:gas", "unit": "MJ", "direction": "product", "name": "Gas"}
    lie = mined(heat("test:gas"), sets=[*SETS, rated_set({**row, "values": values, "source": "-"})])
    assert found(lie) == [("factor.below_zero", 108), ("electricity.carrier", 105)]
    assert is_covered(lie, HONEST)


@pytest.mark.parametrize(
    ("kg", "origin", "carrier", "codes"),
    [
        ("70.92", "fossil", "fuel", []),
        ("70.91", "fossil", "fuel", ["electricity.carrier"]),
        ("100", "biogenic", "fuel", ["electricity.carrier", "gas.origin"]),
        ("100", "fossil", "heat", ["electricity.carrier"]),
    ],
)
def test_fuel_that_the_entry_burns_itself_is_ordinary(
    kg: str, origin: str, carrier: str, codes: list[str]
) -> None:
    """1,800 MJ of gas with a supply of 0.01 are 0.0394 x 1,800 = 70.92 kg short of a burnt fuel."""
    supply = factors({"test:gas": "0.01"}, unit="MJ", carrier=carrier)
    burnt = [emitted("co2", kg, origin)]
    it = mined(heat("test:gas"), sets=[*SETS, supply], emissions=burnt)
    assert sorted(code for code, _ in found(it)) == codes


def test_the_carbon_of_an_entry_is_counted_once_for_all_its_fuels() -> None:
    """Emissions for one of two rows of fuel explain neither."""
    supply = factors({"test:gas": "0.01"}, unit="MJ", carrier="fuel")
    rows = [heat("test:gas"), heat("test:gas")]
    it = mined(*rows, sets=[*SETS, supply], emissions=[emitted("co2", "100")])
    assert [code for code, _ in found(it)] == ["electricity.carrier"] * 2


def test_a_rulebook_without_the_heat_of_fuels_lists_all_that_is_cheaper_than_the_mix() -> None:
    """A boiler and a heat pump look alike."""
    assert STUDY.conservative is not None
    rule = STUDY.conservative.model_copy(update={"fossil_heat": None})
    rulebook = STUDY.model_copy(update={"conservative": rule})
    it = mined(heat("test:gas"), sets=[*SETS, factors({"test:gas": "0.05"}, unit="MJ")])
    assert found(it, rulebook) == [("electricity.carrier", 15)]
    without = STUDY.model_copy(update={"conservative": None})
    listed = {row.kind.code: row.changes for row in find_choices(choice_context(it, without))}
    assert listed["electricity.carrier"] == ()


def test_low_carbon_heat_without_a_mix_counts_at_the_constant_and_else_has_no_effect() -> None:
    """What it is compared with is the dearest known grid; without that constant it is unknown."""
    it = mined(heat("test:biogas"), sets=[BIOGAS])
    ((code, effect),) = found(it)
    assert (code, effect is not None and effect > 0) == ("electricity.carrier", True)
    assert found(it, ruled(STUDY, unknown_grid=None)) == [("electricity.carrier", None)]


def test_a_delivery_in_mj_may_be_electricity() -> None:
    """A station that sells 1,800 MJ of steam at zero; the mix adds 105 kg. A boiler behind it is ordinary."""
    it = mined(taken("steam", "1800", unit="MJ", purpose="energy"), sets=SETS)
    it.chain.enter("station", inventory(made("station", "1800", unit="MJ"), inputs=[]))
    it.chain.deliver("steam", "station", "mine", "1800", unit="MJ")
    assert found(it) == [("electricity.carrier", 105)]
    assert f"of no stated kind by delivery {ident('steam')}" in details(it)[0]
    assert is_covered(it, HONEST)
    boiler = [used("test:lime", "45")]
    it.chain.enter("station", inventory(made("station", "1800", unit="MJ"), inputs=boiler))
    assert found(it) == []


def test_a_settled_choice_of_carrier_needs_a_visit() -> None:
    """The documents of a heat supplier show no cable."""
    it = mined(heat("test:biogas"), sets=[*SETS, BIOGAS])
    assert conservative(it, examined=VISITED).choices[0].state == "settled"
    assert only(it).choice.kind.depth == "site_visit"


def test_energy_of_an_imported_figure_may_be_electricity() -> None:
    """A file states 0.04 kg of fossil CO2e for 4 MJ: 0.036 per kWh; at 0.2 for 4 MJ it is a boiler."""
    row = {"amount": "1800", "unit": "MJ", "purpose": "energy"}
    light, boiler = (
        file_of(
            pact_3(
                fossilGhgEmissions=kg, pcfExcludingBiogenicUptake=kg, pcfIncludingBiogenicUptake=kg
            )
        )
        for kg in ("0.04", "0.2")
    )
    lie = mined(imported(light, **row), sets=SETS)
    assert found(lie) == [("electricity.carrier", 87)]
    assert "of no stated kind by the file sha256:" in only(lie).choice.detail
    assert is_covered(lie, HONEST)
    assert found(mined(imported(boiler, **row), sets=SETS)) == []


def test_a_recycler_counts_energy_as_far_as_the_formula_does() -> None:
    """0.8 of 500 kWh at 0.21 less 0.036."""
    it = recycled(heat("test:biogas"), sets=[*SETS, BIOGAS])
    assert recycler_kg(it, "electricity.carrier", PEF) == Decimal("69.6")


IDS = ("study-full-substitution-1", "eu-ev-draft-2024", "pef-2021")
KWH = st.integers(0, 210).map(lambda grams: format_decimal(Decimal(grams).scaleb(-3)))
"""A value that is not above the mix of Finland, kg CO2e per kWh."""


@given(KWH, KWH, st.sampled_from(["on_site", "contract"]), st.sampled_from(IDS))
@settings(max_examples=60, deadline=None)
def test_no_word_for_electricity_leads_below_another(
    stated: str, true: str, supply: str, rulebook_id: str
) -> None:
    """Stated as power of its own or as heat, the conservative figure is at or above any supply up to the mix."""
    rulebook = load_rulebook(rulebook_id)
    sets = [
        MIXES,
        factors({"test:stated": stated, "test:true": true}, unit="kWh"),
        factors({"test:heat": format_decimal(Decimal(stated) / 10)}, unit="MJ"),
    ]
    truth = declared_total(mined(power("test:true"), sets=sets), rulebook)
    for row in (power("test:stated", supply), heat("test:heat")):
        assert conservative(mined(row, sets=sets), rulebook).total >= truth - NEAR
