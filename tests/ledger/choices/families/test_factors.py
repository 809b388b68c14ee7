"""Tests for choices of factors: datasets that count less than others of the same product."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.chosen import BARE, choice_context, conservative, declared_total
from support.graph import STUDY, factors, grids, ident
from support.graph_battery import Declared
from support.graph_rated import rated_set
from support.mined import (
    NEAR,
    PER_KG,
    details,
    found,
    is_covered,
    mined,
    only,
    recycled,
    recycler_kg,
    unneeded,
)
from support.rows import Row, avoided, used, wasted

from ledger.choices.register import find_choices
from ledger.footprint.graph.numbers import format_decimal
from ledger.rulebooks.catalog import load_factor_set, load_rulebook, starter_set_ids
from schemas.signed.rulebook import FactorSet, Rulebook

PEF = load_rulebook("pef-2021")
SOURCE = {"direction": "product", "unit": "kg", "source": "made up"}


def dataset(flow: str, value: str, name: str = "Nickel sulfate", **members: object) -> Row:
    """A dataset of nickel sulfate, unless another name is given."""
    usual = {"flow": f"test:{flow}", "values": [{"group": "fossil", "value": value}]}
    return {**SOURCE, **usual, "name": name, **members}


def bought(*rows: Row, flow: str = "low", **members: object) -> Declared:
    """The mine with 100 of the first dataset, and these sets of one dataset each."""
    row = used(f"test:{flow}", "100", **members)
    return mined(row, sets=[rated_set(one, name=f"set-{n}") for n, one in enumerate(rows)])


def energy(*rows: Row, flow: str = "low") -> Declared:
    """The same in MJ of heat, where the place of the process counts."""
    heat = [{**row, "unit": "MJ"} for row in rows]
    return bought(*heat, flow=flow, unit="MJ", purpose="energy")


LOW, HIGH = dataset("low", "5"), dataset("high", "12", "nickel  Sulfate")


def test_the_lower_of_two_datasets_of_one_name_is_worth_the_higher() -> None:
    """100 kg at 5 and not at 12: 700 kg, in whichever set they are and however the name is spaced."""
    lie = bought(LOW, HIGH)
    assert found(lie) == [("factor.lower", 700)]
    assert is_covered(lie, bought(LOW, HIGH, flow="high"))
    assert is_covered(lie, bought(LOW, HIGH, flow="high"), PEF)
    row = only(lie)
    assert (row.choice.subject, row.state) == (ident("mine"), "unevidenced")
    assert row.choice.detail == (
        "per kg of main 0.1 kg counted by test:low at 5 kg CO2e per kg; test:high, of the same product, has 12"
    )


def test_starter_factors_are_choices_as_any_dataset_is() -> None:
    """100 kg of aluminium at 7.803 and not at 9.11590131 of the other set; the higher and an only one are none."""
    sets = [load_factor_set(name) for name in starter_set_ids()]

    def of(flow: str) -> list[tuple[str, Decimal | None]]:
        return found(mined(used(flow, "100"), sets=sets))

    assert of("ademe:aluminium_primary.v22") == [("factor.lower", Decimal("131.290131"))]
    assert of("desnz:aluminium_primary.2025") == []
    assert of("ademe:copper_primary.v22") == []


def test_the_highest_and_the_only_dataset_are_no_choice() -> None:
    """The honest rows; neither are two of the same value."""
    assert found(bought(LOW, HIGH, flow="high")) == []
    assert found(bought(LOW)) == []
    assert found(bought(LOW, dataset("same", "5"))) == []


def test_a_dataset_that_leaves_inputs_out_is_a_choice_without_a_worth() -> None:
    """Nobody knows what it lacks; the mark takes no alternative away, of the row or of another one."""
    lacking = {**LOW, "incomplete": True}
    lie = bought(lacking)
    assert found(lie) == [("factor.cut_off", None)]
    assert only(lie).choice.detail.endswith(
        "test:low at 5 kg CO2e per kg, which counts some of its inputs as zero"
    )
    assert found(bought(lacking, HIGH)) == [("factor.lower", 700)]
    assert found(bought(LOW, {**HIGH, "incomplete": True})) == [("factor.lower", 700)]


@pytest.mark.parametrize(
    "other",
    [
        dataset("high", "12", "Nickel"),
        dataset("high", "12", unit="m3"),
        dataset("high", "12", direction="treatment"),
        dataset("high", "12", "Nickel", stands_for="urn:test:other"),
    ],
)
def test_another_product_is_no_choice(other: Row) -> None:
    """Another name, unit, direction, or product that it represents."""
    assert found(bought({**LOW, "stands_for": "urn:test:nickel"}, other)) == []


def test_datasets_of_one_product_need_no_common_name() -> None:
    """Both represent the same product of a supplier."""
    said = {"stands_for": "urn:test:nickel"}
    lie = bought({**LOW, **said}, dataset("high", "12", "Sulphate of nickel", **said))
    assert found(lie) == [("factor.lower", 700)]


def test_a_dataset_of_two_sets_is_an_alternative_though_no_row_may_name_it() -> None:
    """A flow that two sets value is refused where a row names it, and counts as a higher word here."""
    assert found(bought(LOW, HIGH, {**HIGH, "values": LOW["values"]})) == [("factor.lower", 700)]


@pytest.mark.parametrize(
    ("low", "high", "code"),
    [
        ("FI", "FI", "factor.lower"),
        ("NO", "FI", "factor.geography"),
        ("NO-03", "fi-01", "factor.geography"),
        ("GLO", "FI", "factor.geography"),
        (None, "FI", "factor.geography"),
        ("NO", "CN", "factor.lower"),
        ("NO", "EU", "factor.lower"),
        ("EU", "Europe", "factor.lower"),
    ],
)
def test_a_dataset_of_another_place_is_worth_one_of_the_site(
    low: str | None, high: str, code: str
) -> None:
    """For goods and for heat; one of a region is nearer than one of another country."""
    here = {} if low is None else {"geography": low}
    rows = ({**LOW, **here}, {**HIGH, "geography": high})
    for make in (bought, energy):
        assert found(make(*rows)) == [(code, 700)]
        assert is_covered(make(*rows), make(*rows, flow="high"))
    assert f"test:high ({high}), of the same product" in details(bought(*rows))[0]


@pytest.mark.parametrize(
    ("low", "high"), [("FI", "CN"), ("FI", "GLO"), ("GLO", "CN"), ("EU", "CN")]
)
def test_the_nearest_dataset_is_no_choice_at_the_site_and_one_for_goods(
    low: str, high: str
) -> None:
    """Heat is made at the site; goods may come from the country of the dearest dataset."""
    rows = ({**LOW, "geography": low}, {**HIGH, "geography": high})
    assert found(energy(*rows)) == []
    assert found(bought(*rows)) == [("factor.lower", 700)]
    assert is_covered(bought(*rows), bought(*rows, flow="high"))


def test_waste_is_treated_near_the_site() -> None:
    """A treatment in another country is no alternative to one in the site's."""
    rows = [
        {**LOW, "direction": "treatment", "geography": "FI"},
        {**HIGH, "direction": "treatment", "geography": "CN"},
    ]
    sets = [rated_set(*rows)]
    assert found(mined(wastes=[wasted("test:low", "100")], sets=sets)) == []
    rows[1]["geography"] = "FI"
    it = mined(wastes=[wasted("test:low", "100")], sets=[rated_set(*rows)])
    assert found(it) == [("factor.lower", 700)]


@pytest.mark.parametrize(
    ("low", "high", "code"),
    [
        ("2018", "2019", "factor.old"),
        ("2010-2018", "2024", "factor.old"),
        ("2010 to 2019", "2024", "factor.lower"),
        ("2018", "2017", "factor.lower"),
        ("2018", None, "factor.old"),
        (None, "2018", None),
        ("2024", "2018", None),
        ("unknown", "2024", "factor.lower"),
    ],
)
def test_an_old_dataset_is_worth_a_newer_one(
    low: str | None, high: str | None, code: str | None
) -> None:
    """The entry ends in 2025, and six years are not old; an old dataset is an alternative to old ones alone."""
    rows = [
        {**row, **({} if years is None else {"years": years})}
        for row, years in ((LOW, low), (HIGH, high))
    ]
    assert found(bought(*rows)) == ([] if code is None else [(code, 700)])
    assert code is None or is_covered(bought(*rows), bought(*rows, flow="high"))


def test_without_the_age_of_data_nothing_is_old() -> None:
    """The rulebook, or its alternatives, may leave it out; without alternatives a choice has no effect."""
    assert STUDY.conservative is not None
    rule = STUDY.conservative.model_copy(update={"oldest_data": None})
    it = bought({**LOW, "years": "2000"}, {**HIGH, "years": "2024"})
    assert found(it, STUDY.model_copy(update={"conservative": rule})) == [("factor.lower", 700)]
    silent = choice_context(it, STUDY.model_copy(update={"conservative": None}))
    (row,) = (row for row in find_choices(silent) if row.kind.code.startswith("factor."))
    assert (row.kind.code, row.changes) == ("factor.lower", ())


def test_the_alternative_subtracts_no_carbon() -> None:
    """A dataset of 12 less 10 taken up is 12 where the method counts no uptake."""
    taken_up = [{"group": "fossil", "value": "12"}, {"group": "uptake", "value": "-10"}]
    lie = bought(LOW, {**HIGH, "values": taken_up})
    assert found(lie) == [("factor.lower", 700)]


@pytest.mark.parametrize("rulebook", [STUDY, PEF])
def test_two_choices_in_one_row_count_at_the_larger(rulebook: Rulebook) -> None:
    """A lower dataset that also subtracts: 100 x 12 cover both, where 5 less 4 was stated."""
    taken_up = [{"group": "fossil", "value": "5"}, {"group": "land_use_change", "value": "-4"}]
    lie = bought({**LOW, "values": taken_up}, HIGH)
    assert sorted(found(lie, rulebook)) == [("factor.below_zero", 400), ("factor.lower", 1100)]
    assert is_covered(lie, bought(HIGH, flow="high"), rulebook)


def test_electricity_has_choices_of_its_own() -> None:
    """A mix of the same name is no dataset for goods."""
    said = {"electricity": {"supply": "on_site"}, "unit": "kWh", "purpose": "energy"}
    sets: list[FactorSet] = [factors({"test:wind": "0.3"}, unit="kWh", name="Power")]
    other = rated_set(dataset("coal", "1", "Power", unit="kWh"))
    assert (
        found(mined(used("test:wind", "1", **said), sets=[*sets, other, grids({"FI": "0.2"})]))
        == []
    )


def test_the_dataset_of_a_credit_is_no_choice_here() -> None:
    """A lower credit takes less off, and an entry that is only replaced is no part of the figure."""
    sets = [rated_set(LOW, HIGH)]
    replaced = [avoided("1", flow="test:low")]
    assert found(mined(used("test:lime", "1"), sets=sets, avoided=replaced)) == []
    it = unneeded(inputs=[used("test:low", "1")])
    it.chain.factor_sets = (*it.chain.factor_sets, *sets)
    assert found(it) == []


def test_a_recycler_counts_a_row_as_far_as_the_formula_does() -> None:
    """0.8 of 100 kg at 12 less 5."""
    it = recycled(used("test:low", "100"), sets=[rated_set(LOW, HIGH)])
    assert recycler_kg(it, "factor.lower", PEF) == 560


def test_a_dataset_of_another_accepted_set_counts() -> None:
    """The calculation names the set that is lower for the same flow; the reader accepts both."""
    higher = rated_set({**LOW, "name": "Another name", "values": HIGH["values"]}, name="higher")
    assert found(bought(LOW)) == []
    assert found(bought(LOW), accepted=[higher]) == [("factor.lower", 700)]
    assert found(bought(LOW), accepted=[rated_set(LOW)]) == []


AMOUNTS = st.integers(-2000, 2000).map(lambda part: format_decimal(Decimal(part).scaleb(-2)))


@given(
    st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=2, max_size=4),
    st.sampled_from(["study-full-substitution-1", "pef-2021"]),
    st.data(),
)
@settings(max_examples=60, deadline=None)
def test_no_dataset_of_a_product_leads_below_another(
    values: list[tuple[str, str]], rulebook_id: str, data: st.DataObject
) -> None:
    """Whichever of them is true, the conservative figure of whichever is stated is at or above it."""
    rows = [
        dataset(
            str(n), "0", values=[{"group": "fossil", "value": a}, {"group": "uptake", "value": b}]
        )
        for n, (a, b) in enumerate(values)
    ]
    pick, rulebook = st.sampled_from(range(len(rows))), load_rulebook(rulebook_id)
    stated, true = (bought(*rows, flow=str(data.draw(pick))) for _ in range(2))
    assert conservative(stated, rulebook).total >= declared_total(true, rulebook) - NEAR


def test_a_dataset_behind_a_set_that_the_reader_does_not_accept_counts_at_its_dearest() -> None:
    """Heat counts by the highest value of its product; goods at least by the dearest goods of any kind."""
    strange = dataset("low", "5", supplied_by=[ident("stranger")])
    for it, rulebook in ((energy(strange, HIGH), STUDY), (bought(strange, HIGH), BARE)):
        assert ("factor.supplied", 700) in found(it, rulebook)
    (row,) = (
        row
        for row in conservative(bought(strange, HIGH), STUDY).choices
        if row.choice.kind.code == "factor.supplied"
    )
    assert row.effect is not None
    assert row.effect > 700 * PER_KG
    assert ident("stranger") in row.choice.detail
