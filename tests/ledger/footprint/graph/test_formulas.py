"""Tests for chemical formulas: mass fractions, and what water and air bring."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.footprint.graph.formulas import MASSES, free_hydrogen, mass_fractions, matter


@pytest.mark.parametrize(
    ("formula", "element", "fraction"),
    [
        ("NiSO4.6H2O", "Ni", "0.22331"),
        ("NiSO4(H2O)6", "Ni", "0.22331"),
        ("NiSO4", "Ni", "0.37928"),
        ("CoSO4.7H2O", "Co", "0.20966"),
        ("LiOH.H2O", "Li", "0.16539"),
        ("Li2CO3", "Li", "0.18785"),
        ("Al2(SO4)3.18H2O", "Al", "0.08098"),
        ("CaSO4.0.5H2O", "Ca", "0.27613"),
        ("Ni0.8Mn0.1Co0.1(OH)2", "Ni", "0.50841"),
        ("LiPF6", "Li", "0.04569"),
    ],
)
def test_the_fraction_of_an_element(formula: str, element: str, fraction: str) -> None:
    """Salts, hydrates, brackets and decimal counts, by the masses of CIAAW."""
    found = mass_fractions(formula)
    assert found is not None
    assert abs(found[element] - Decimal(fraction)) < Decimal("0.0003")


def test_a_double_salt_holds_both() -> None:
    """A point between two salts joins them."""
    found = mass_fractions("K2SO4.MgSO4.6H2O")
    assert found is not None
    assert set(found) == {"K", "S", "O", "Mg", "H"}


@pytest.mark.parametrize("formula", ["(NiO", "NiO)", "Xx2", "nickel", "Na0", "(.6H2O", "Ni..O"])
def test_a_formula_that_cannot_be_read_has_no_fractions(formula: str) -> None:
    """Open brackets, unknown elements, no atoms."""
    assert mass_fractions(formula) is None


@pytest.mark.parametrize(
    ("formula", "part"),
    [
        ("NiSO4.6H2O", "0.34528"),
        ("Ni(OH)2", "0.63310"),
        ("LiNiO2", "0.67226"),
        ("C3H6", "1"),
        ("H2O", "1"),
        ("H2", "1"),
    ],
)
def test_water_and_oxygen_are_not_matter(formula: str, part: str) -> None:
    """Hydrogen counts beyond the two atoms of water for each oxygen: plastics keep theirs."""
    found = mass_fractions(formula)
    assert found is not None
    assert abs(matter(found) - Decimal(part)) < Decimal("0.0003")


@pytest.mark.parametrize(
    ("formula", "part"),
    [
        ("CO3", "0.20012"),
        ("CO30", "0.9024"),
        ("NaOH.4H2O", "0.2051"),
        ("NaOH.40H2O", "0.8342"),
        ("O2", "1"),
    ],
)
def test_water_and_oxygen_beyond_the_richest_compounds_are_matter(formula: str, part: str) -> None:
    """Three atoms of oxygen and four molecules of water for each other atom, and no more."""
    found = mass_fractions(formula)
    assert found is not None
    assert abs(matter(found) - Decimal(part)) < Decimal("0.0003")


@given(atoms=st.dictionaries(st.sampled_from(sorted(MASSES)), st.integers(1, 10**6), min_size=1))
def test_matter_is_a_part_of_the_whole(atoms: dict[str, int]) -> None:
    """Whatever a formula says: from nothing to all of it."""
    found = mass_fractions("".join(f"{name}{count}" for name, count in atoms.items()))
    assert found is not None
    assert -Decimal("1e-30") <= matter(found) <= 1


def test_hydrogen_that_oxygen_can_bind_is_not_free() -> None:
    """All of methane's, none of gypsum's, and half of methanol's, beyond the water of its oxygen."""
    found = {name: mass_fractions(name) or {} for name in ("CH4", "CaSO4.2H2O", "CH4O", "H2O")}
    free = {
        name: free_hydrogen(held["H"], held.get("O", Decimal(0))) for name, held in found.items()
    }
    assert free["CH4"] == found["CH4"]["H"]
    assert abs(free["CH4O"] - found["CH4O"]["H"] / 2) < Decimal("1e-30")
    assert free["CaSO4.2H2O"] == 0
    assert free["H2O"] < Decimal("1e-30")
