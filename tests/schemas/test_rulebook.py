"""Rulebooks and factor sets: every source is in the list, every factor has one place."""

import pytest
from support import golden
from support.parsing import broken, changed, parse

from schemas.rulebook import FactorSet, Rulebook

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


def test_a_mix_is_of_a_grid_and_electricity() -> None:
    """A grid stands on a product in kWh only, and a mix on a grid only."""
    rows = FACTORS["rows"]
    power = next(place for place, row in enumerate(rows) if row["unit"] == "kWh")
    other = next(place for place, row in enumerate(rows) if row["unit"] == "kg")
    on_other = (("rows", other, "grid"), "SE")
    assert broken(FactorSet, FACTORS, on_other) == ("factor.grid", f"rows[{other}]")
    mix_alone = (("rows", power, "mix"), "residual")
    assert broken(FactorSet, FACTORS, mix_alone) == ("factor.grid", f"rows[{power}]")
    parse(FactorSet, changed(changed(FACTORS, *mix_alone), ("rows", power, "grid"), "SE"))
