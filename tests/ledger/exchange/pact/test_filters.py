"""The criteria of a list: each alone, together, and how their values are read."""

import pytest
from support.footprints import Json, file_of, pact_3
from support.pact_matching import matches
from support.refusal import refused

from ledger.exchange.pact.filters import (
    MOST,
    Criteria,
    FootprintKey,
    key_of,
    parse_criteria,
    parse_limit,
    parse_time,
)
from schemas.exchanged.pact.footprint import ProductFootprint


def key(content: Json | None = None, **top: object) -> FootprintKey:
    """The key of the example, members replaced; it is valid from 2025 to 2028."""
    made = {**(content or pact_3(geographyCountry="DE")), **top}
    return key_of(ProductFootprint.parse(file_of(made)))


def asked(*query: tuple[str, str], of: FootprintKey | None = None) -> bool:
    """Return whether the example matches a query."""
    return matches(of or key(productClassifications=["urn:un:4"]), parse_criteria(query))


@pytest.mark.parametrize(
    ("name", "value", "other"),
    [
        ("productId", "urn:gtin:4000000000006", "urn:gtin:4"),
        ("productId", "URN:EXAMPLE:Housing:1", "housing"),
        ("companyId", "urn:example:company:1", "urn:example:company:2"),
        ("geography", "de", "fr"),
        ("geography", "Western Europe", "Northern Europe"),
        ("geography", "EUROPE", "Asia"),
        ("classification", "urn:UN:4", "urn:un:5"),
        ("status", "ACTIVE", "Deprecated"),
        ("status", "Active", "withdrawn"),
        ("validOn", "2026-01-01T00:00:00Z", "2024-12-31T23:59:59Z"),
        ("validAfter", "2024-12-31T23:59:59Z", "2025-01-01T00:00:00Z"),
        ("validBefore", "2028-01-01T00:00:01Z", "2028-01-01T00:00:00Z"),
        ("PRODUCTID", "urn:gtin:4000000000006", "urn:gtin:4"),
        ("validon", "2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z"),
    ],
)
def test_each_criterion(name: str, value: str, other: str) -> None:
    """It matches the named value only, and ignores the case of name and value."""
    assert asked((name, value))
    assert not asked((name, other))
    assert asked((name, other), (name, value)), "values of one criterion are alternatives"
    second = "productId" if name == "companyId" else "companyId"
    assert not asked((name, value), (second, "urn:nobody")), "criteria hold together"


@pytest.mark.parametrize(
    "name", ["productId", "companyId", "geography", "classification", "status", "validOn"]
)
def test_an_empty_value_asks_for_nothing(name: str) -> None:
    """An empty value does not filter."""
    bare = key(pact_3())
    assert asked((name, ""), of=bare)
    assert asked((name, "  "), of=bare)
    assert parse_criteria([(name, "")]) == Criteria()


def test_what_a_footprint_does_not_state_matches_no_value() -> None:
    """Without geography and classification, a value of either finds nothing."""
    bare = key(pact_3())
    assert not asked(("geography", "DE"), of=bare)
    assert not asked(("classification", "urn:un:4"), of=bare)


def test_criteria_that_are_not_known_are_passed_by() -> None:
    """A vendor's own, and paging."""
    assert parse_criteria([("x-other-site", "1"), ("limit", "1"), ("cursor", "z")]) == Criteria()
    assert matches(key(), Criteria())


@pytest.mark.parametrize("moment", ["2025-01-01T00:00:00Z", "2028-01-01T00:00:00Z"])
def test_valid_on_takes_both_ends_in(moment: str) -> None:
    """Start and end of validity are included."""
    assert asked(("validOn", moment))


def test_the_validity_that_is_stated_counts() -> None:
    """The stated validity and any geography are used, not the defaults."""
    stated = {
        "validityPeriodStart": "2025-06-01T00:00:00Z",
        "validityPeriodEnd": "2025-07-01T00:00:00Z",
    }
    found = key(pact_3(geographyRegionOrSubregion="Western Europe"), **stated)
    assert (found.valid_from, found.valid_to) == tuple(stated.values())
    assert asked(("geography", "western europe"), of=found)


def test_a_region_contains_its_subregions_and_not_the_reverse() -> None:
    """A footprint of a subregion is within its region; one of a region is in no certain country."""
    western = key(pact_3(geographyRegionOrSubregion="Western Europe"))
    assert asked(("geography", "Europe"), of=western)
    assert not asked(("geography", "DE"), of=western)
    assert not asked(
        ("geography", "Western Europe"), of=key(pact_3(geographyRegionOrSubregion="Europe"))
    )


@pytest.mark.parametrize("name", ["$filter", "$FILTER"])
def test_the_filter_of_version_2_is_refused(name: str) -> None:
    """Whoever sends it expects a selection, and would get all footprints."""
    with refused("pact.filter", name):
        parse_criteria([(name, "created ge '2025-01-01T00:00:00Z'")])
    with refused("pact.filter", name):
        parse_criteria([(name, "")])


def test_three_years_after_a_leap_day() -> None:
    """29 February and three years are 1 March."""
    found = key(pact_3(referencePeriodEnd="2024-02-29T00:00:00Z"))
    assert (found.valid_from, found.valid_to) == ("2024-02-29T00:00:00Z", "2027-03-01T00:00:00Z")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-01-01T00:00:00Z", "2025-01-01T00:00:00Z"),
        ("2025-01-01t00:00:00z", "2025-01-01T00:00:00Z"),
        ("2025-01-01T00:00:00.250Z", "2025-01-01T00:00:00Z"),
        ("2025-01-01T02:00:00+02:00", "2025-01-01T00:00:00Z"),
        ("2025-01-01T02:00:00 02:00", "2025-01-01T00:00:00Z"),
        ("2025-01-01T00:00Z", "2025-01-01T00:00:00Z"),
        ("2025-01-01T02:00 02:00", "2025-01-01T00:00:00Z"),
        ("2024-12-31T19:00:00-0500", "2025-01-01T00:00:00Z"),
        (" 2025-01-01T00:00:00Z ", "2025-01-01T00:00:00Z"),
    ],
)
def test_forms_of_a_time(text: str, moment: str) -> None:
    """With Z, an offset, milliseconds, without seconds, or with the space that a plus becomes in a query."""
    assert parse_time(text, "validOn") == moment


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-01",
        "2025-01-01T00:00:00",
        "2025-02-30T00:00:00Z",
        "2025-01-01T25:00:00Z",
        "2025-01-01T00Z",
        "2025-01-01T00:00.5Z",
        "2025-01-01T00:00:00+99:00",
        "0001-01-01T00:00:00+10:00",
        "now",
        "1735689600",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    """The refusal names the parameter."""
    with refused("pact.time", "validOn"):
        parse_criteria([("validOn", text)])


@pytest.mark.parametrize(
    ("text", "limit"), [(None, MOST), ("", MOST), ("0", 0), ("1", 1), ("999999999", MOST)]
)
def test_limits(text: str | None, limit: int) -> None:
    """A page has the requested length, up to the maximum; zero asks for none."""
    assert parse_limit(text) == limit
    assert parse_limit("7", most=5) == 5


@pytest.mark.parametrize("text", ["-1", "1.5", "x", "1e3", "٣", "9" * 30])
def test_what_is_no_limit_is_refused(text: str) -> None:
    """Negative, text, a fraction."""
    with refused("pact.limit", "limit"):
        parse_limit(text)
