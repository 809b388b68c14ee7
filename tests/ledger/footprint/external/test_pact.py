"""PACT footprints: parts, totals and their sum, validity, and refusals."""

import pytest
from support.footprints import Json, Place, file_of, mixed_pact_3, pact_2, pact_3
from support.refusal import refused

from ledger.footprint.external.figure import ExternalFigure
from ledger.footprint.external.formats import parse_external


def read(content: Json, *changes: tuple[Place, object]) -> ExternalFigure:
    """The figure of a file."""
    return parse_external(file_of(content, *changes))


def parts(figure: ExternalFigure) -> dict[str, str]:
    """The parts as words and strings."""
    return {row.part.value: row.value for row in figure.values}


def test_a_version_3_footprint() -> None:
    """Unit, amount, mass, ids, share and ratings are those of the file."""
    figure = read(pact_3())
    assert (figure.unit, figure.declared_amount, figure.mass) == ("kg", "4", "4")
    assert figure.products == ("urn:gtin:4000000000006", "urn:example:housing:1")
    assert figure.company == "Housings Example AB"
    assert (figure.boundary, figure.methods, figure.active) == ("cradle_to_gate", ("AR6",), True)
    assert figure.primary_share == "40"
    assert figure.ratings == (
        ("technologicalDQR", "1.5"),
        ("geographicalDQR", "2"),
        ("temporalDQR", "2.5"),
    )
    assert parts(figure) == {"fossil": "2"}
    bare = read(pact_3(dqi=None, primaryDataShare=None))
    assert (bare.ratings, bare.primary_share) == ((), None)


def test_all_parts_of_version_3() -> None:
    """Technological storage is one part; the totals are the sums of their parts."""
    figure = read(mixed_pact_3())
    assert parts(figure) == {
        "biogenic": "0.25",
        "capture": "-0.6",
        "fossil": "7",
        "land_management": "0.5",
        "land_removal": "-0.25",
        "land_use_change": "1.5",
        "uptake": "-5",
    }
    assert [row.stated == row.summed for row in figure.sums] == [True, True]


SAMPLES = [
    ("0.384", "0.356", ["0.35", "0", "0.004", "0", "-1.61", "0.002"]),
    ("5.14", "4.804", ["4.78", "0", "0", "0", "-19.36", "0.024"]),
    ("77.0", "77", ["77", "0", "0", "0", "0", "0"]),
    ("0.42", "0.371", ["0.17", "0.2", "0", "0", "-0.37", "0.001"]),
    ("1.85", "1.7", ["1.5", "0", "0.6", "-0.4", "-1.5", "0"]),
]
"""Numbers of footprints that PACT has published: stated total, sum, and parts in the order below."""

NAMES = (
    "fossilGhgEmissions",
    "landUseChangeGhgEmissions",
    "landManagementBiogenicCO2Emissions",
    "landManagementBiogenicCO2Removals",
    "biogenicCO2Uptake",
    "biogenicNonCO2Emissions",
)


@pytest.mark.parametrize(("stated", "summed", "values"), SAMPLES)
def test_published_totals_and_their_parts(stated: str, summed: str, values: list[str]) -> None:
    """The sum rule, on the numbers of published samples, of which one adds up."""
    pcf = dict(zip(NAMES, values, strict=True))
    figure = read(pact_3(**pcf, pcfExcludingBiogenicUptake=stated))
    total = figure.sums[0]
    assert (str(total.stated), f"{total.summed.normalize():f}") == (stated, summed)


@pytest.mark.parametrize(
    ("changes", "valid"),
    [
        ({}, ("2024-01-01", "2028-01-01")),
        ({"validityPeriodEnd": "2025-06-30T12:00:00Z"}, ("2024-01-01", "2025-07-01")),
        ({"validityPeriodEnd": "2040-01-01T00:00:00Z"}, ("2024-01-01", "2028-01-01")),
    ],
)
def test_validity(changes: Json, valid: tuple[str, str]) -> None:
    """From the reference period on, to the end of validity, at most three years after that period."""
    figure = read({**pact_3(), **changes})
    assert (figure.valid.start, figure.valid.end) == valid


def test_three_years_after_a_leap_day() -> None:
    """A reference period that ends on 29 February ends its validity on 1 March."""
    figure = read(pact_3(referencePeriodEnd="2024-02-29T00:00:00Z"))
    assert figure.valid.end == "2027-03-01"


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        (("pcf", "fossilGhgEmissions"), "-1", "external.range"),
        (("pcf", "fossilGhgEmissions"), 2, "external.field"),
        (("pcf", "fossilGhgEmissions"), None, "external.field"),
        (("pcf", "biogenicCO2Uptake"), "1", "external.range"),
        (("pcf", "landManagementBiogenicCO2Removals"), "0.1", "external.range"),
        (("pcf", "ccsTechnologicalCO2Capture"), "1", "external.range"),
        (("pcf", "declaredUnitAmount"), "0", "external.range"),
        (("pcf", "declaredUnitAmount"), "-4", "external.range"),
        (("pcf", "productMassPerDeclaredUnit"), "-4", "external.range"),
        (("pcf", "primaryDataShare"), "101", "external.range"),
        (("pcf", "declaredUnitOfMeasurement"), "liter", "external.unit"),
        (("pcf", "declaredUnitOfMeasurement"), "megabit second", "external.unit"),
        (("pcf", "referencePeriodEnd"), "2025-01-01T00:00:00", "external.field"),
        (("pcf", "referencePeriodStart"), "2029-01-01T00:00:00Z", "period.empty"),
        (("pcf", "ipccCharacterizationFactors"), [], "external.field"),
        (("productIds",), [], "external.field"),
        (("status",), "Draft", "external.field"),
        (("pcf",), ..., "external.field"),
    ],
)
def test_what_is_refused_of_version_3(place: Place, value: object, code: str) -> None:
    """Signs, forms and words outside the data model prevent a figure."""
    with refused(code):
        read(pact_3(), (place, value))


def test_a_version_2_footprint() -> None:
    """The total without biogenic emissions is fossil as far as named, the rest unspecified."""
    figure = read(pact_2())
    assert parts(figure) == {
        "biogenic": "0.2",
        "fossil": "2",
        "land_management": "0.1",
        "land_use_change": "0.3",
        "unspecified": "0.5",
        "uptake": "-1",
    }
    assert [(row.name, row.stated == row.summed) for row in figure.sums] == [
        ("pCfExcludingBiogenic", True),
        ("pCfIncludingBiogenic", True),
    ]
    assert (figure.declared_amount, figure.mass, figure.methods) == ("4", None, ("AR5",))
    assert figure.ratings == ()


def test_what_version_2_leaves_open() -> None:
    """A withdrawal of either sign is uptake, a negative net of the land is a removal."""
    figure = read(
        pact_2(
            biogenicCarbonWithdrawal="1",
            landManagementGhgEmissions="-0.1",
            pCfIncludingBiogenic=None,
            pCfExcludingBiogenic="1.5",
            productMassPerDeclaredUnit=4,
            ipccCharacterizationFactorsSources=["AR5", "AR6"],
            dqi={"completenessDQR": 1.5},
        )
    )
    assert parts(figure) == {
        "biogenic": "0.2",
        "fossil": "2",
        "land_removal": "-0.1",
        "land_use_change": "0.3",
        "uptake": "-1",
    }
    (total,) = figure.sums
    assert (str(total.stated), str(total.summed)) == ("1.5", "2.0")
    assert (figure.mass, figure.methods) == ("4", ("AR5", "AR6"))
    assert figure.ratings == (("completenessDQR", "1.5"),)
    names = ("biogenicCarbonWithdrawal", "landManagementGhgEmissions", "dLucGhgEmissions")
    bare = read(pact_2(), *((("pcf", name), ...) for name in names))
    assert parts(bare) == {"biogenic": "0.2", "fossil": "2", "unspecified": "0.5"}


def test_a_deprecated_footprint_says_so() -> None:
    """Its issuer has deprecated it."""
    assert not read({**pact_3(), "status": "Deprecated"}).active
