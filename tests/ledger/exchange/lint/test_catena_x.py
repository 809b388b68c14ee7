"""Catena-X footprints of versions 9 and 7: stages, carbon, places, times, shares."""

import pytest
from support.footprints import Json, Place
from support.lint_files import found, pcf_7, pcf_9, report

pytestmark = pytest.mark.traced

ABOUT = ("pcfAssessmentAndMethodology", 0, "pcfAssessmentInformation", 0)
STAGES = ("productLifeCycleStagesAndEmissions", 0)
PRODUCT = ("companyAndProductInformation", 0, "productInformation", 0)


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        ((*STAGES, "productionStage", 0, "pcfExcludingBiogenicUptake"), 2.9, "lint.part_sum"),
        ((*STAGES, "productionStage", 0, "biogenicCO2Uptake"), 1, "lint.sign"),
        ((*STAGES, "productionStage", 0, "fossilGhgEmissions"), -1.5, "lint.sign"),
        ((*STAGES, "productionStage", 0, "fossilGhgEmissions"), "1.5", "lint.type"),
        ((*STAGES, "productionStage", 0, "fossilGhgEmissions"), 1.7e308, "lint.range"),
        ((*STAGES, "packagingStage", 0, "packagingPcfExcludingBiogenicUptake"), 0, "lint.part_sum"),
        ((*STAGES, "distributionStage", 0, "distributionStageFossilGhgEmissions"), 9, "lint.flag"),
        ((*STAGES, "productionStage"), ..., "lint.missing"),
        ((*PRODUCT, "declaredUnitOfMeasurement"), "pieces", "lint.unit"),
        ((*PRODUCT, "declaredUnitAmount"), 0, "lint.range"),
        ((*PRODUCT, "productIds"), ["telnet://192.0.2.16:80/"], "lint.placeholder"),
        (
            ("companyAndProductInformation", 0, "companyInformation", 0, "companyIds"),
            ["urn:x:1"],
            "lint.identifier",
        ),
        ((*ABOUT, "idAndVersion", 0, "id"), "a-1", "lint.identifier"),
        ((*ABOUT, "boundarySpecifications", 0, "exemptedEmissionsPercent"), 11, "lint.range"),
        ((*ABOUT, "geography", 0, "geographyRegionOrSubregion"), "Africa", "lint.geography"),
        ((*ABOUT, "geography", 0, "geographyRegionOrSubregion"), ..., "lint.missing"),
        ((*ABOUT, "time", 0, "validityPeriodStart"), "2024-01-01T00:00:01Z", "lint.date"),
        ((*ABOUT, "time", 0, "created"), "2024-05-22T21:47:32Z", "lint.date"),
        ((*ABOUT, "time", 0, "created"), "yesterday", "lint.type"),
        ((*ABOUT, "time", 0, "referencePeriodEnd"), "2023-01-01T00:00:00Z", "lint.date"),
        (
            ("pcfAssessmentAndMethodology", 0, "dataSourcesAndQuality", 0, "technologicalDQR"),
            6,
            "lint.range",
        ),
        (("carbonContent", 0, "carbonContentTotal"), 0.9, "lint.carbon"),
        (("carbonContent", 0, "carbonContentTotal"), 4.5, "lint.carbon"),
        (("attestationOfConformance",), [{"attestationOfConformanceLink": "www.x y"}], "lint.link"),
    ],
)
def test_a_member_of_version_9_that_is_wrong(place: Place, value: object, expected: str) -> None:
    """The fault has its code at its place."""
    rows = found(pcf_9(), (place, value))
    assert expected in {code for _, code, _ in rows}
    assert any(str(place[-1]) in where for _, _, where in rows)


def test_regions_that_only_catena_x_has() -> None:
    """`Global` and `Several` contain any country."""
    place = (*ABOUT, "geography", 0, "geographyRegionOrSubregion")
    for word in ("Global", "Several"):
        assert found(pcf_9(), (place, word)) == []
        assert found(pcf_7(geographyRegionOrSubregion=word)) == []


def test_more_uptake_than_carbon() -> None:
    """Two kg of CO2 taken up hold more carbon than 0.4 kg."""
    content = pcf_9()
    production = content["productLifeCycleStagesAndEmissions"][0]["productionStage"][0]
    production |= {"biogenicCO2Uptake": -2.5, "pcfIncludingBiogenicUptake": -0.5}
    assert [row[:2] for row in found(content)] == [("warning", "lint.carbon")]


@pytest.mark.parametrize(
    ("member", "value", "severity", "code"),
    [
        ("pcfExcludingBiogenic", 3.5, "error", "lint.part_sum"),
        ("pcfIncludingBiogenic", 1.5, "warning", "lint.part_sum"),
        ("distributionStageFossilGhgEmissions", 1.5, "error", "lint.part_sum"),
        ("biogenicCarbonWithdrawal", 1, "error", "lint.sign"),
        ("dlucGhgEmissions", -1, "error", "lint.sign"),
        ("declaredUnit", "hour", "error", "lint.unit"),
        ("exemptedEmissionsPercent", 6, "error", "lint.range"),
        ("carbonContentTotal", 2.5, "error", "lint.carbon"),
        ("productMassPerDeclaredUnit", 3, "warning", "lint.mass"),
        ("geographyCountry", "CN", "error", "lint.geography"),
        ("dataQualityRating", None, "warning", "lint.missing"),
        ("dataQualityRating", {"temporalDQR": 0}, "error", "lint.range"),
        ("referencePeriodEnd", "2025-06-01T00:00:00Z", "warning", "lint.date"),
        ("referencePeriodEnd", None, "error", "lint.missing"),
    ],
)
def test_a_member_of_version_7_that_is_wrong(
    member: str, value: object, severity: str, code: str
) -> None:
    """A sum that the model states is an error, and one that it leaves open a warning."""
    assert (severity, code) in {row[:2] for row in found(pcf_7(**{member: value}))}


def test_the_sample_of_version_7_in_its_figures() -> None:
    """It states 2.0 beside fossil emissions of 0.5 that the model calls identical, and ids of a generator."""
    content: Json = pcf_7(pcfExcludingBiogenic=2.0, fossilGhgEmissions=0.5)
    content["companyIds"] = ["telnet://192.0.2.16:80/", "ftp://ftp.is.co.za/rfc/rfc1808.txt"]
    rows = {(row.code, row.place) for row in report(content).findings}
    assert rows >= {
        ("lint.part_sum", "pcf.pcfExcludingBiogenic"),
        ("lint.placeholder", "companyIds"),
        ("lint.identifier", "companyIds"),
    }
