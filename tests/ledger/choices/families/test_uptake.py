"""Tests for choices of carbon: uptake and other values below zero, and the origin of gases."""

import pytest
from support.graph import STUDY, ident
from support.graph_battery import Declared
from support.graph_rated import rated_set
from support.mined import found, is_covered, mined, only, recycled, recycler_kg, unneeded
from support.rows import Row, emitted, used, wasted

from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.rulebook import FactorSet, Rulebook

PEF = load_rulebook("pef-2021")


def wood(direction: str = "product", **groups: str) -> FactorSet:
    """A dataset of these groups."""
    values = [{"group": group, "value": groups[group]} for group in sorted(groups)]
    row: Row = {"flow": "test:wood", "unit": "kg", "direction": direction, "name": "Wood"}
    return rated_set({**row, "values": values, "source": "made up"})


def counting(rulebook: Rulebook = STUDY, value: str = "-1") -> Rulebook:
    """A rulebook that subtracts carbon dioxide taken up by biomass."""
    gases = rulebook.characterization
    rows = [
        row.model_copy(update={"value": value}) if row.origin == "uptake" else row
        for row in gases.rows
    ]
    changed = gases.model_copy(update={"rows": tuple(rows)})
    return rulebook.model_copy(update={"characterization": changed})


def panelled(**groups: str) -> Declared:
    """The mine with 100 kg of wood."""
    return mined(used("test:wood", "100"), sets=[wood(**groups)])


def test_uptake_that_a_dataset_subtracts_is_worth_its_other_groups() -> None:
    """A study counts 0.5 - 1.5; the alternative is 0.5, so 150 kg come back."""
    lie = panelled(fossil="0.5", uptake="-1.5")
    assert found(lie) == [("factor.below_zero", 150)]
    assert is_covered(lie, panelled(fossil="0.5"))
    row = only(lie)
    assert (row.choice.subject, row.state) == (ident("mine"), "unevidenced")
    assert row.choice.detail == (
        "per kg of main 0.1 kg counted by test:wood at -1 kg CO2e per kg, of which -1.5 uptake; without it 0.5"
    )


def test_uptake_that_the_method_leaves_out_or_counts_is_no_choice() -> None:
    """PEF has left it out of the row already; a method that subtracts it as a gas subtracts it here too."""
    it = panelled(fossil="0.5", uptake="-1.5")
    assert found(it, PEF) == []
    assert found(it, counting()) == []


@pytest.mark.parametrize("group", ["fossil", "biogenic", "land_use_change", "unspecified"])
@pytest.mark.parametrize("rulebook", [STUDY, PEF, counting()])
def test_another_group_below_zero_is_a_choice_under_every_method(
    rulebook: Rulebook, group: str
) -> None:
    """Uptake under another name: -0.7 in any group adds 70 kg."""
    lie = panelled(**{"fossil": "0.5", group: "-0.7"})
    honest = panelled(**({"fossil": "0.5"} if group != "fossil" else {"unspecified": "0"}))
    assert found(lie, rulebook) == [("factor.below_zero", 70)]
    assert is_covered(lie, honest, rulebook)


def test_a_treatment_that_subtracts_is_a_choice() -> None:
    """Waste at -0.3 kg CO2e per kg, for the heat that it delivers."""
    it = mined(wastes=[wasted("test:wood", "100")], sets=[wood("treatment", fossil="-0.3")])
    assert found(it) == [("factor.below_zero", 30)]


def test_ordinary_values_are_no_choice() -> None:
    """Biogenic burdens add to the figure, and zero takes nothing off."""
    assert found(panelled(biogenic="0.2", fossil="0.5", uptake="0")) == []


def emitting(*gases: Row) -> Declared:
    """The mine with these emissions."""
    return mined(used("test:lime", "1000"), emissions=list(gases))


FOSSIL = emitting(emitted("co2", "100"))


@pytest.mark.parametrize("rulebook", [STUDY, PEF])
def test_biogenic_carbon_dioxide_is_worth_fossil(rulebook: Rulebook) -> None:
    """100 kg that count zero count 100; what the declarer burns is a word."""
    lie = emitting(emitted("co2", "100", "biogenic"))
    assert found(lie, rulebook) == [("gas.origin", 100)]
    assert is_covered(lie, FOSSIL, rulebook)
    assert only(lie, rulebook).choice.detail == (
        "per kg of main 0.1 kg of co2 of origin biogenic at 0 kg CO2e per kg; of fossil origin 1"
    )


def test_biogenic_methane_is_worth_fossil() -> None:
    """29.8 less 27 for each of 10 kg."""
    lie = emitting(emitted("ch4", "10", "biogenic"))
    assert found(lie) == [("gas.origin", 28)]
    assert is_covered(lie, emitting(emitted("ch4", "10")))


@pytest.mark.parametrize(
    ("gas", "origin"),
    [
        ("co2", "fossil"),
        ("co2", "land_use_change"),
        ("n2o", "biogenic"),
        ("co", "biogenic"),
    ],
)
def test_a_gas_that_counts_as_fossil_or_takes_nothing_off_is_no_choice(
    gas: str, origin: str
) -> None:
    """Nitrous oxide holds no carbon, carbon monoxide counts zero anyway."""
    assert found(emitting(emitted(gas, "10", origin))) == []


@pytest.mark.parametrize(("rulebook", "kg"), [(STUDY, 100), (counting(), 200)])
def test_carbon_that_is_called_taken_up_is_worth_fossil(rulebook: Rulebook, kg: int) -> None:
    """100 kg at zero, or at -1 by a rulebook of its own: given off or taken up is a word."""
    lie = emitting(emitted("co2", "100", "uptake"))
    assert found(lie, rulebook) == [("gas.origin", kg)]
    assert is_covered(lie, FOSSIL, rulebook)


def test_a_gas_without_a_fossil_factor_is_no_choice() -> None:
    """Nothing says what it would count."""
    gases = STUDY.characterization
    rows = [row for row in gases.rows if (row.gas, row.origin) != ("ch4", "fossil")]
    changed = gases.model_copy(update={"rows": tuple(rows)})
    rulebook = STUDY.model_copy(update={"characterization": changed})
    assert found(emitting(emitted("ch4", "10", "biogenic")), rulebook) == []


def test_an_entry_that_is_only_replaced_has_no_choice() -> None:
    """Its goods are no part of the figure."""
    assert found(unneeded(emissions=[emitted("co2", "1", "biogenic")])) == []


def test_a_recycler_counts_a_row_as_far_as_the_formula_does() -> None:
    """0.8 of 40 kg that are not subtracted, and of 50 kg of fossil carbon dioxide."""
    sets = [wood(fossil="0.5", biogenic="-0.4")]
    it = recycled(used("test:wood", "100"), sets=sets, emissions=[emitted("co2", "50", "biogenic")])
    assert recycler_kg(it, "factor.below_zero", PEF) == 32
    assert recycler_kg(it, "gas.origin", PEF) == 40
