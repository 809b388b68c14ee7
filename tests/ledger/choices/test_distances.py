"""Tests for the least distance of goods."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from support.chosen import stated
from support.graph import STUDY

from ledger.choices.distances import CERTAIN, INSIDE, least_km
from schemas.signed.conservative import LeastDistance, Place, Places

assert STUDY.conservative is not None
RULE = STUDY.conservative
assert RULE.places is not None
COUNTRIES = st.sampled_from([row.country for row in RULE.places.rows])
EARTH = 12_742


def placed(*rows: tuple[str, int, int]) -> object:
    """Alternatives whose places lie on a line: the country, its km along it, and its radius."""
    found = tuple(
        Place(country=name, x=str(at), y="0", z="0", radius=str(radius))
        for name, at, radius in rows
    )
    places = Places(source="OWN", confidence="inferred", rows=found)
    listed = (LeastDistance(country="DE", other="US", km=stated("5337")),)
    return RULE.model_copy(update={"places": places, "least_distances": listed})


HERE = placed(("DE", 0, 300), ("FR", 1000, 400), ("LU", 100, 50), ("US", 7000, 1000))


def test_a_pair_that_is_listed_has_its_own_distance() -> None:
    """Whichever is named first."""
    assert least_km(HERE, "US", "DE") == least_km(HERE, "DE", "US") == 5337


def test_another_pair_has_the_certain_part_of_what_lies_between() -> None:
    """1,000 km between the centres, less 300 and 400 of the radii."""
    assert least_km(HERE, "DE", "FR") == CERTAIN * 300


def test_areas_that_meet_have_no_distance() -> None:
    """A plant may stand at either side of the border."""
    assert least_km(HERE, "DE", "LU") == 0


def test_inside_a_country_it_is_a_part_of_its_radius() -> None:
    """Two sites are two places."""
    assert least_km(HERE, "FR", "FR") == INSIDE * 400


def test_a_place_that_is_not_known_has_no_distance() -> None:
    """A region word is none, and a rulebook may have no places."""
    assert least_km(HERE, "DE", "RER") is None
    assert least_km(HERE, "GLO", "DE") is None
    bare = RULE.model_copy(update={"places": None})
    assert least_km(bare, "DE", "FR") is None
    assert least_km(bare, "DE", "US") == 5337


@given(one=COUNTRIES, other=COUNTRIES)
def test_the_least_distance_is_symmetric_and_on_this_earth(one: str, other: str) -> None:
    """For all places of the rulebook."""
    found = least_km(RULE, one, other)
    assert found is not None
    assert found == least_km(RULE, other, one)
    assert 0 <= found <= Decimal(3 * EARTH)


def test_no_derived_distance_is_above_the_listed_pair() -> None:
    """Where both are known, what is derived from places claims less."""
    derived = RULE.model_copy(update={"least_distances": ()})
    assert RULE.least_distances
    for row in RULE.least_distances:
        found = least_km(derived, row.country, row.other)
        assert found is not None
        assert found <= Decimal(row.km.value), (row.country, row.other)
