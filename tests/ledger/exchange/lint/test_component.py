"""The footprint of a battery part: sum, shares, ratings, partner numbers."""

import pytest
from support.footprints import Place
from support.lint_files import component, found, only

SHARES = ("pcfValues", "sharesPerStage")
DOTTED = "pcfValues.sharesPerStage"


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        (("legalidentifier",), "BPNS000000000001", ("error", "lint.identifier", "legalidentifier")),
        (("siteIdentifier",), "BPNS1", ("error", "lint.identifier", "siteIdentifier")),
        (("primaryDataShare",), 100.5, ("error", "lint.range", "primaryDataShare")),
        (
            ("technologicalRepresentativeness",),
            ...,
            ("error", "lint.missing", "technologicalRepresentativeness"),
        ),
        (("dataQualityRating",), 1.5, ("warning", "lint.rating", "dataQualityRating")),
        (("dataQualityRating",), 6, ("error", "lint.range", "dataQualityRating")),
        (("contentC02Metals",), ..., ("error", "lint.missing", "contentC02Metals")),
        ((*SHARES, "declaredUnit"), "kg CO2e/kg", ("error", "lint.unit", f"{DOTTED}.declaredUnit")),
        (
            ("validityPeriod", "validTo"),
            "2024-01-01T00:00:00Z",
            ("error", "lint.date", "validityPeriod.validTo"),
        ),
        (("validityPeriod", "validTo"), "soon", ("error", "lint.type", "validityPeriod.validTo")),
        (
            ("pcfValues", "pcfPerformanceClass"),
            "B+",
            ("warning", "lint.class", "pcfValues.pcfPerformanceClass"),
        ),
        (
            ("pcfValues", "webLinkToCarbonFootPrintStudy"),
            "https://www.example.com/study.pdf",
            ("warning", "lint.placeholder", "pcfValues.webLinkToCarbonFootPrintStudy"),
        ),
        (
            (*SHARES, "stage3Distribution", "stageValue"),
            "1",
            ("error", "lint.type", f"{DOTTED}.stage3Distribution.stageValue"),
        ),
    ],
)
def test_a_member_that_is_wrong(
    place: Place, value: object, expected: tuple[str, str, str]
) -> None:
    """One fault has its finding at its place."""
    rows = found(component(), (place, value))
    assert expected in rows
    assert len(rows) <= 2  # A rating out of bounds is not the mean either.


def test_a_stage_below_zero() -> None:
    """The model allows none, and the sum is not judged with it."""
    assert found(component((4, 2, 1, -0.5), 6.5)) == [
        ("error", "lint.sign", f"{DOTTED}.stage4EndOfLifeRecycling.stageValue")
    ]


def test_the_published_sample_in_its_figures() -> None:
    """Four stages of 3.14 beside an absolute value of 3.14."""
    row = only(component((3.14, 3.14, 3.14, 3.14), 3.14))
    assert (row.code, row.stated, row.recomputed) == ("lint.stage_sum", "3.14", "12.56")


def test_a_mean_that_is_rounded() -> None:
    """7/3 is 2.33, or 2.3; 2.4 is not."""
    ratings = (("technologicalRepresentativeness",), 2), (("geographicalRepresentativeness",), 2)
    for overall, sound in ((2.33, True), (2.3, True), (2.4, False), (3, False)):
        rows = found(component(), *ratings, (("dataQualityRating",), overall))
        assert (rows == []) == sound, overall


def test_more_than_any_part_of_a_battery() -> None:
    """Above the ceiling of circuit boards per kg; a piece may weigh anything."""
    assert only(component((300.5, 0, 0, 0), 300.5)).code == "lint.range"
    unit = (*SHARES, "declaredUnit"), "CO2KG/piece"
    assert found(component((300.5, 0, 0, 0), 300.5), unit) == []
