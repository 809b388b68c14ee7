"""Regions: every country is in one region of the list, and a region word in one that certainly contains it."""

from typing import get_args

from ledger.exchange.regions import PLACES_WITHIN, REGION_OF, REGION_WORDS, region_fault
from schemas.exchanged.pact.footprint import Region
from schemas.values import ISO_COUNTRIES, REGIONS


def test_every_country_lies_in_one_region() -> None:
    """All but Antarctica, each once, in a subregion that PACT has a word for."""
    assert ISO_COUNTRIES - REGION_OF.keys() == {"AQ"}
    assert REGION_OF.keys() <= ISO_COUNTRIES
    assert set(REGION_OF.values()) < set(get_args(Region))
    assert len(set(REGION_OF.values())) == 17


def test_some_countries_and_their_regions() -> None:
    """As the list has them."""
    known = {"FI": "Northern Europe", "CN": "Eastern Asia", "CD": "Sub-Saharan Africa"}
    known |= {
        "CL": "Latin America and the Caribbean",
        "CY": "Western Asia",
        "US": "Northern America",
    }
    assert {country: REGION_OF[country] for country in known} == known


def test_region_words_are_of_the_entry() -> None:
    """Words that are in no single region are left out."""
    assert REGIONS - REGION_WORDS.keys() == {"GLO", "RoW", "RME"}


def test_places_within_a_region() -> None:
    """A region has its subregions and their countries; together they have every country once."""
    assert {"Europe", "Western Europe", "DE", "RU"} <= PLACES_WITHIN["Europe"]
    assert PLACES_WITHIN["Northern America"] == {"Northern America", "BM", "CA", "GL", "PM", "US"}
    assert {"MX", "BR", "US"} <= PLACES_WITHIN["Americas"]
    continents = ("Africa", "Americas", "Asia", "Europe", "Oceania")
    every = [place for name in continents for place in PLACES_WITHIN[name] if place in REGION_OF]
    assert sorted(every) == sorted(REGION_OF)
    assert PLACES_WITHIN.keys() == set(get_args(Region))


def test_a_country_outside_a_region() -> None:
    """The sentence names both; a word that is not a region is in no contradiction."""
    assert region_fault("Asia", "DE") == "DE is not in Asia (UN M49)"
    assert region_fault("Asia", "CN") is region_fault("Global", "DE") is None
