"""Rulebooks and factor sets: every source is in the list, every factor has one place."""

from collections.abc import Mapping

import pytest
from support.golden import reading as golden
from support.parsing import broken, changed, parse
from support.refusal import refused

from schemas.signed.rulebook import FactorSet, Rulebook

RULEBOOK = golden.value("rulebook")
FACTORS = golden.value("factor_set")
CYCLES = ("functional_units", 0, "cycles_per_year", 0)


@pytest.mark.parametrize(
    "place",
    [
        ("refused_origins", 0, "source"),
        (*CYCLES, "cycles", "source"),
        (*CYCLES, "km_per_year", "source"),
    ],
)
def test_a_constant_names_a_reference_that_is_there(place: tuple[str | int, ...]) -> None:
    """A value whose source is not in the list of references is refused."""
    assert broken(Rulebook, RULEBOOK, (place, "OTHER")) == ("rulebook.reference", "")


def test_the_characterization_answers_for_its_own_sources() -> None:
    """A reference of the rulebook does not stand for one of the set in it, nor the other way round."""
    other = [{"key": "OTHER", "text": "Another source."}]
    place = ("characterization", "references")
    code = broken(Rulebook, RULEBOOK, (place, other))
    assert code == ("characterization.reference", "characterization")
    assert broken(Rulebook, RULEBOOK, (("references",), other)) == ("rulebook.reference", "")


def test_cycles_stand_where_years_count() -> None:
    """A service life by warranty needs cycles per year, one by declared cycle life has none."""
    unit = ("functional_units", 0)
    place = "functional_units[0]"
    assert broken(Rulebook, RULEBOOK, ((*unit, "cycles_per_year"), [])) == (
        "rulebook.cycles",
        place,
    )
    change = ((*unit, "service_life"), "declared_cycle_life")
    assert broken(Rulebook, RULEBOOK, change) == ("rulebook.cycles", place)


def test_the_circular_formula_has_its_parameters() -> None:
    """Avoided lines go by the formula if and only if its parameters stand there."""
    change = (("avoided",), "circular_footprint")
    assert broken(Rulebook, RULEBOOK, change) == ("rulebook.circular_footprint", "")


def test_a_reference_without_text_is_none() -> None:
    """Taking a reference away leaves its constants without a source."""
    assert broken(Rulebook, RULEBOOK, (("references",), [])) == ("rulebook.reference", "")


def test_factors_stand_in_order_and_once() -> None:
    """A flow, unit and direction has one row, and a group of it one value."""
    rows = FACTORS["rows"]
    for listed in (rows[::-1], [rows[0], rows[0]]):
        assert broken(FactorSet, FACTORS, (("rows",), listed)) == ("factor_set.order", "")
    low, high = ({"group": group, "value": "1"} for group in ("biogenic", "fossil"))
    for values in ([high, low], [low, low]):
        code = broken(FactorSet, FACTORS, (("rows", 0, "values"), values))
        assert code == ("factor.order", "rows[0]")


def test_a_set_and_a_factor_hold_something() -> None:
    """An empty set, and a factor without a value, are refused."""
    assert broken(FactorSet, FACTORS, (("rows",), [])) == ("schema.too_short", "rows")
    empty = (("rows", 0, "values"), [])
    assert broken(FactorSet, FACTORS, empty) == ("schema.too_short", "rows[0].values")


MIX = {"grid": "SE", "mix": "residual", "year": 2024, "boundary": "life_cycle"}


Change = tuple[tuple[str | int, ...], object]


def said(unit: str, members: Mapping[str, object]) -> tuple[list[Change], str]:
    """The changes by which the row of that unit says these members, and its place."""
    place = next(place for place, row in enumerate(FACTORS["rows"]) if row["unit"] == unit)
    return [(("rows", place, name), value) for name, value in members.items()], f"rows[{place}]"


def accept(unit: str, members: Mapping[str, object]) -> None:
    """Hold that the row of that unit may say these members."""
    content = FACTORS
    for change in said(unit, members)[0]:
        content = changed(content, *change)
    parse(FactorSet, content)


def test_a_mix_states_grid_kind_year_and_boundary() -> None:
    """All four or none of them."""
    accept("kWh", MIX)
    for left_out in MIX:
        changes, place = said("kWh", {k: v for k, v in MIX.items() if k != left_out})
        assert broken(FactorSet, FACTORS, *changes) == ("factor.grid", place)


@pytest.mark.parametrize(
    ("unit", "members"),
    [
        ("kg", MIX),
        ("MJ", {**MIX, "carrier": "electricity"}),
        ("kWh", {**MIX, "carrier": "heat"}),
        ("kWh", {**MIX, "direction": "treatment"}),
    ],
)
def test_a_mix_is_electricity_that_is_supplied(unit: str, members: dict[str, object]) -> None:
    """A product in kWh that no carrier calls something else."""
    changes, place = said(unit, members)
    assert broken(FactorSet, FACTORS, *changes) == ("factor.grid", place)


@pytest.mark.parametrize("year", ["2024", 24, 2200])
def test_a_mix_is_of_a_year_of_four_digits(year: object) -> None:
    """A number, and no text."""
    changes, place = said("kWh", {**MIX, "year": year})
    assert broken(FactorSet, FACTORS, *changes)[1] == f"{place}.year"


def test_electricity_is_counted_in_kwh_or_megajoules() -> None:
    """Another carrier stands on any unit."""
    changes, place = said("kg", {"carrier": "electricity"})
    assert broken(FactorSet, FACTORS, *changes) == ("factor.carrier", place)
    for unit, carrier in (("kg", "goods"), ("MJ", "electricity"), ("kWh", "fuel")):
        accept(unit, {"carrier": carrier})


def composed(*parts: tuple[str, str]) -> list[dict[str, str]]:
    """Elements of goods."""
    return [{"element": name, "fraction": part} for name, part in parts]


def test_a_dataset_of_goods_in_kg_may_state_their_elements() -> None:
    """Sorted, and no more of them than the goods weigh."""
    accept("kg", {"elements": composed(("Co", "0.4"), ("Ni", "0.6"))})
    rows = composed(("Co", "0.4"), ("Ni", "0.61"))
    changes, place = said("kg", {"elements": rows})
    assert broken(FactorSet, FACTORS, *changes) == ("factor.elements", place)
    changes, place = said("kg", {"elements": composed(("Ni", "0.6"), ("Co", "0.4"))})
    assert broken(FactorSet, FACTORS, *changes) == ("factor.order", place)
    changes, place = said("kg", {"elements": composed(("Ni", "0.3"), ("Ni", "0.3"))})
    assert broken(FactorSet, FACTORS, *changes) == ("factor.order", place)


@pytest.mark.parametrize("unit", ["kWh", "MJ"])
def test_energy_has_no_elements(unit: str) -> None:
    """A kilowatt-hour weighs nothing."""
    changes, place = said(unit, {"elements": composed(("Ni", "0.6"))})
    assert broken(FactorSet, FACTORS, *changes) == ("factor.elements", place)


RULE = {
    "allowed": ["on_site"],
    "mixes": ["average"],
    "oldest_mix": {"value": "3", "source": "EX", "confidence": "inferred"},
    "source": "EX",
    "confidence": "inferred",
}


def test_the_grid_is_no_supply_that_is_taken_as_stated() -> None:
    """A mix values it; a rule may take no supply at all, and lists one mix at least."""
    parse(Rulebook, changed(RULEBOOK, ("electricity",), {**RULE, "allowed": []}))
    grid = (("electricity",), {**RULE, "allowed": ["on_site", "grid"]})
    assert broken(Rulebook, RULEBOOK, grid) == ("rulebook.grid", "electricity")
    none = (("electricity",), {**RULE, "mixes": []})
    assert broken(Rulebook, RULEBOOK, none) == ("schema.too_short", "electricity.mixes")


def test_what_is_declared_of_products_is_computed_with_a_rule_of_electricity() -> None:
    """A rulebook that computes no product declares none, and a study without the rule declares none either."""
    declares = (("declarable",), "product")
    ruled = {**RULEBOOK, "electricity": RULE}
    assert broken(Rulebook, ruled, declares) == ("rulebook.declarable", "")
    computes = {**RULEBOOK, "legal_status": "study", "declared_unit": True}
    assert broken(Rulebook, computes, declares) == ("rulebook.electricity", "")
    parse(Rulebook, changed({**ruled, "declared_unit": True}, *declares))


@pytest.mark.parametrize(
    ("status", "declarable"),
    [("draft", "demo"), ("study", "article_7"), ("in_force", "article_7")],
)
def test_electricity_is_free_in_a_study_alone(status: str, declarable: str) -> None:
    """A rulebook that may be declared has a rule of electricity, unless it is a study for a demo."""
    changes = ((("legal_status",), status), (("declarable",), declarable))
    assert broken(Rulebook, RULEBOOK, *changes) == ("rulebook.electricity", "")
    content = changed(changed(RULEBOOK, *changes[0]), *changes[1])
    parse(Rulebook, changed(content, ("electricity",), RULE))
    parse(Rulebook, changed(content, ("declarable",), "no"))


def test_a_trigger_of_a_new_declaration_names_its_source() -> None:
    """A trigger is a reading of the method like any constant, so its source is in the references."""
    trigger = {"source": "EX", "confidence": "recalled"}
    said = {"redeclaration": {"energy_mix": trigger}}
    assert parse(Rulebook, {**RULEBOOK, **said}).redeclaration is not None
    said = {"redeclaration": {"energy_mix": {**trigger, "source": "OTHER"}}}
    with refused("rulebook.reference"):
        parse(Rulebook, {**RULEBOOK, **said})
