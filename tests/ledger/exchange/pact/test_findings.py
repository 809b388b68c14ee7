"""Findings on footprints of other issuers: each fault by its code and place."""

import pytest
from support.footprints import Json, Place, file_of, mixed_pact_3, pact_3
from support.refusal import refused

from ledger.exchange.pact.findings import findings_of
from schemas.exchanged.pact.footprint import GEOGRAPHIES


def found(content: Json, *changes: tuple[Place, object]) -> list[tuple[str, str]]:
    """Code and place of each finding."""
    return [(row.code, row.subject) for row in findings_of(file_of(content, *changes))]


def test_sound_footprints_have_no_findings() -> None:
    """Plain and mixed, alone and in an answer, with nulls and unknown members."""
    assert found(pact_3()) == []
    assert found(mixed_pact_3()) == []
    assert found({"data": pact_3()}) == []
    assert found(pact_3(dqi=None, primaryDataShare=None)) == []
    changes = [(("comment",), None), (("pcf", "unheard"), 5), (("extensions",), [{"x": None}])]
    assert found(pact_3(crossSectoralStandards=["ISO99999"]), *changes) == []


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("fossilGhgEmissions", "twelve", "pact.decimal"),
        ("fossilGhgEmissions", 2, "pact.decimal"),
        ("fossilGhgEmissions", "2e", "pact.decimal"),
        ("fossilGhgEmissions", "-2", "pact.sign"),
        ("fossilCarbonContent", "-0.1", "pact.sign"),
        ("outboundLogisticsGhgEmissions", "-1", "pact.sign"),
        ("technologicalCO2Removals", "1", "pact.sign"),
        ("biogenicCO2Uptake", "1", "pact.sign"),
        ("exemptedEmissionsPercent", "101", "pact.range"),
        ("exemptedEmissionsPercent", "-1", "pact.range"),
        ("primaryDataShare", "100.1", "pact.range"),
        ("aircraftGhgEmissions", "2.1", "pact.part"),
        ("landManagementFossilGhgEmissions", "3", "pact.part"),
    ],
)
def test_a_member_that_is_wrong(name: str, value: object, code: str) -> None:
    """One fault is one finding, also if it prevents the import of the figure."""
    assert found(pact_3(**{name: value})) == [(code, f"pcf.{name}")]


@pytest.mark.parametrize("rating", ["0.9", "5.1", "good", None])
def test_ratings_go_from_one_to_five(rating: str | None) -> None:
    """A rating outside the range, one that is not a number, and one that is missing beside the others."""
    assert found(pact_3(), (("pcf", "dqi", "temporalDQR"), rating)) == [
        ("pact.range", "pcf.dqi.temporalDQR")
    ]
    assert found(pact_3(), (("pcf", "dqi"), "good")) == [("external.field", "pcf.dqi")]


def test_members_that_need_a_flag() -> None:
    """Packaging and capture have no values if their flag is false; a flag is true or false."""
    flag, value = "packagingEmissionsIncluded", "packagingGhgEmissions"
    assert found(pact_3(**{flag: True, value: "0.1"})) == []
    assert found(pact_3(**{value: "0.1"})) == []
    assert found(pact_3(**{flag: False, value: "0.1"})) == [("pact.packaging", f"pcf.{value}")]
    assert found(pact_3(**{flag: "yes"})) == [("external.field", f"pcf.{flag}")]
    captured = pact_3(ccsTechnologicalCO2Capture="0", ccsTechnologicalCO2CaptureIncluded=False)
    assert found(captured) == [("pact.capture", "pcf.ccsTechnologicalCO2Capture")]


def test_one_geography() -> None:
    """Two at once are a finding at the second."""
    both = pact_3(geographyCountry="DE", geographyRegionOrSubregion="Europe")
    assert found(both) == [("pact.geography", "pcf.geographyCountry")]


@pytest.mark.parametrize(
    ("places", "wrong"),
    [
        (("Europe", "DE", None), None),
        (("Western Europe", "DE", "DE-BY"), None),
        (("Eastern Asia", "DE", None), "geographyRegionOrSubregion"),
        (("Asia", None, "DE-BY"), "geographyRegionOrSubregion"),
        ((None, "FR", "DE-BY"), "geographyCountrySubdivision"),
        (("Narnia", None, None), "geographyRegionOrSubregion"),
        (("Oceania", None, None), None),
    ],
)
def test_places_that_contradict_each_other(
    places: tuple[str | None, ...], wrong: str | None
) -> None:
    """A region contains the country, and a country its subdivision; a region is one of the list."""
    stated = dict(zip(GEOGRAPHIES, places, strict=True))
    problems = [place for code, place in found(pact_3(**stated)) if code == "pact.region"]
    assert problems == ([] if wrong is None else [f"pcf.{wrong}"])


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        (("companyIds",), ["BPNL1"], "pact.urn"),
        (("productIds", 0), "4712", "pact.urn"),
        (("companyIds",), [], "external.field"),
        (("validityPeriodStart",), "2024-12-31T23:00:00Z", "pact.validity"),
        (("validityPeriodEnd",), "2028-01-01T00:00:01Z", "pact.validity"),
        (("validityPeriodEnd",), "2025-01-01T00:00:00Z", "pact.validity"),
        (("pcf", "referencePeriodEnd"), "2023-01-01T00:00:00Z", "pact.period"),
        (("pcf", "referencePeriodStart"), "2024-01-01T00:00:00", "external.field"),
        (("pcf", "declaredUnitOfMeasurement"), "liter", "external.unit"),
        (("pcf", "declaredUnitAmount"), "0", "external.range"),
        (("pcf", "fossilGhgEmissions"), None, "external.field"),
    ],
)
def test_names_times_and_what_cannot_be_taken(place: Place, value: object, code: str) -> None:
    """A refusal of the reader is a finding too, reported once."""
    codes = [row for row, _ in found(pact_3(), (place, value))]
    assert code in codes
    assert len(codes) == len(set(codes))


def test_a_valid_period_within_three_years_is_sound() -> None:
    """The very end of the three years is within them."""
    assert found(pact_3(), (("validityPeriodEnd",), "2028-01-01T00:00:00Z")) == []


@pytest.mark.parametrize(
    ("stated", "parts", "differs"),
    [
        ("0.384", {"fossilGhgEmissions": "0.35", "biogenicNonCO2Emissions": "0.006"}, True),
        ("77.0", {"fossilGhgEmissions": "77"}, False),
        ("0.36", {"fossilGhgEmissions": "0.35", "biogenicNonCO2Emissions": "0.006"}, False),
        ("0.37", {"fossilGhgEmissions": "0.35", "biogenicNonCO2Emissions": "0.006"}, True),
        ("5", {"fossilGhgEmissions": "5.9"}, True),
        ("5", {"fossilGhgEmissions": "5.5"}, False),
        ("0.0", {"fossilGhgEmissions": "0.1"}, True),
        ("1E2", {"fossilGhgEmissions": "149"}, True),
        ("1E2", {"fossilGhgEmissions": "101"}, False),
    ],
)
def test_a_total_may_differ_by_rounding_alone(
    stated: str, parts: dict[str, str], *, differs: bool
) -> None:
    """Half a unit of the last place of each number, and nothing for a zero; an exponent widens no place."""
    content = pact_3(pcfExcludingBiogenicUptake=stated, pcfIncludingBiogenicUptake=stated, **parts)
    expected = [("pact.sum", "pcf.pcfExcludingBiogenicUptake")] if differs else []
    assert found(content) == expected


def test_the_total_with_uptake_is_held_to_the_one_without() -> None:
    """A fault of the first total is not reported again for the second."""
    content = mixed_pact_3()
    assert found(content, (("pcf", "pcfIncludingBiogenicUptake"), "8.4")) == [
        ("pact.sum", "pcf.pcfIncludingBiogenicUptake")
    ]


def test_what_is_no_footprint_is_refused() -> None:
    """A document without a figure is refused."""
    with refused("external.field", "pcf"):
        found({"id": "1"})
    with refused("json.syntax"):
        findings_of(b"")
