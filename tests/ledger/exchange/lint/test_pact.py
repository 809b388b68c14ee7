"""PACT footprints: the codes of `cradle import` become the linter's, and what it adds."""

import pytest
from support.footprints import Json, Place, mixed_pact_3, pact_3
from support.lint_files import found, only, pact_2, report

from ledger.exchange.lint.finding import CODES


@pytest.mark.parametrize(
    ("content", "place", "value", "expected"),
    [
        (pact_3(), ("pcf", "fossilGhgEmissions"), 2, "lint.type"),
        (pact_3(), ("pcf", "fossilGhgEmissions"), ..., "lint.missing"),
        (pact_3(), ("pcf", "fossilCarbonContent"), "-0.1", "lint.sign"),
        (pact_3(), ("pcf", "technologicalCO2Removals"), "1", "lint.sign"),
        (pact_3(), ("pcf", "biogenicCO2Uptake"), "0.5", "lint.sign"),
        (pact_3(), ("pcf", "primaryDataShare"), "101", "lint.range"),
        (pact_3(), ("pcf", "dqi", "temporalDQR"), "5.5", "lint.range"),
        (pact_3(), ("pcf", "aircraftGhgEmissions"), "3", "lint.part_sum"),
        (pact_3(), ("pcf", "packagingEmissionsIncluded"), "no", "lint.type"),
        (pact_3(), ("pcf", "geographyRegionOrSubregion"), "Narnia", "lint.geography"),
        (pact_3(), ("pcf", "declaredUnitOfMeasurement"), "kg", "lint.type"),
        (pact_3(), ("pcf", "productMassPerDeclaredUnit"), "3", "lint.mass"),
        (pact_3(), ("pcf", "fossilCarbonContent"), "5.5", "lint.carbon"),
        (pact_3(), ("pcf", "referencePeriodEnd"), "2023-01-01T00:00:00Z", "lint.date"),
        (pact_3(), ("companyIds",), ["BPNL1"], "lint.identifier"),
        (pact_3(), ("id",), "1", "lint.identifier"),
        (pact_3(), ("specVersion",), "3.0", "lint.type"),
        (pact_3(), ("created",), "2024-06-01T00:00:00Z", "lint.date"),
        (pact_3(), ("status",), "Deprecated", "lint.deprecated"),
        (pact_3(), ("pcf", "exemptedEmissionsPercent"), "80", "lint.range"),
        (pact_2(), ("pcf", "exemptedEmissionsPercent"), 5.5, "lint.range"),
        (pact_2(), ("pcf", "declaredUnit"), "piece", "lint.unit"),
        (pact_2(), ("pcf", "declaredUnit"), "kg", "lint.unit"),
        (pact_2(), ("pcf", "fossilGhgEmissions"), "much", "lint.type"),
        (pact_2(), ("pcf", "dLucGhgEmissions"), "-0.3", "lint.sign"),
        (pact_2(), ("pcf", "unitaryProductAmount"), 0, "lint.range"),
        (pact_2(), ("pcf", "biogenicCarbonContent"), ..., "lint.missing"),
        (pact_2(), ("pcf", "pCfIncludingBiogenic"), "3.9", "lint.part_sum"),
        (pact_2(), ("pcf", "fossilCarbonContent"), "6", "lint.carbon"),
        (pact_2(), ("specVersion",), "2.x", "lint.type"),
        (pact_2(), ("companyIds",), ["x"], "lint.identifier"),
    ],
)
def test_a_member_that_is_wrong(content: Json, place: Place, value: object, expected: str) -> None:
    """The fault has its code at its place, once, and nothing else is an error but what follows from it."""
    rows = found(content, (place, value))
    at = ".".join(map(str, place))
    assert [code for _, code, where in rows if where == at] == [expected]


def test_a_footprint_that_names_itself_as_its_predecessor() -> None:
    """As the published example 2 does."""
    content = pact_3()
    row = only(content, (("precedingPfIds",), [content["id"]]))
    assert (row.code, row.place, row.stated) == ("lint.identifier", "precedingPfIds", content["id"])


@pytest.mark.parametrize(
    ("gtin", "valid"),
    [
        ("4712345060507", True),
        ("5695872369587", False),
        ("96385074", True),
        ("96385075", False),
        ("471234506050", False),
    ],
)
def test_check_digits_of_gtins(gtin: str, *, valid: bool) -> None:
    """From the right, digits count 1 and 3 in turn; the sum is a multiple of 10."""
    rows = found(pact_3(), (("productIds",), [f"urn:gtin:{gtin}"]))
    assert rows == ([] if valid else [("warning", "lint.identifier", "productIds")])


@pytest.mark.parametrize(
    ("uptake", "carbon", "expected"),
    [
        ("-1.61", "0.44", []),
        ("-19.36", "5.28", []),
        ("-0.37", "0.1", []),
        ("-5", "0.44", ["lint.carbon"]),
        ("-5", None, ["lint.carbon"]),
    ],
)
def test_uptake_is_bounded_by_the_carbon_in_the_product(
    uptake: str, carbon: str | None, expected: list[str]
) -> None:
    """The pairs of three published examples agree; more uptake is a warning, and without the carbon a remark."""
    members = {"biogenicCO2Uptake": uptake, "biogenicCarbonContent": carbon}
    including = str(2 + float(uptake))
    content = pact_3(
        pcfIncludingBiogenicUptake=including, productMassPerDeclaredUnit="4", **members
    )
    content["pcf"] |= {"declaredUnitOfMeasurement": "piece", "productMassPerDeclaredUnit": "9"}
    rows = report(content).findings
    codes = [row.code for row in rows if row.place == "pcf.biogenicCO2Uptake"]
    assert codes == expected
    if expected:
        assert rows[0].severity == ("remark" if carbon is None else "warning")


def test_a_mixed_footprint_is_sound() -> None:
    """All parts and both totals; only its uptake cannot be checked."""
    assert found(mixed_pact_3()) == [("remark", "lint.carbon", "pcf.biogenicCO2Uptake")]


def test_lists_and_answers_are_checked_to_the_end() -> None:
    """Of an answer with one footprint or several, and of a plain list; each place has its footprint."""
    faulty = pact_3(fossilCarbonContent="-1")
    for content, place in (
        ({"data": faulty}, "data"),
        ({"data": [pact_3(), faulty]}, "data[1]"),
        ([pact_3(), pact_3(), faulty], "[2]"),
    ):
        assert found(content) == [("error", "lint.sign", f"{place}.pcf.fossilCarbonContent")]
    assert report({"data": [pact_3(), faulty]}).footprints == 2


def test_a_list_of_several_formats() -> None:
    """A footprint of another format than the first is reported, not passed over."""
    assert found([pact_3(), pact_2()]) == [("error", "lint.format", "[1]")]


def test_every_code_of_the_readers_has_one_of_the_linter() -> None:
    """The table has no code of its own on its left."""
    assert all(code.startswith("lint.") for code in CODES.values())
    assert not any(code.startswith("lint.") for code in CODES)
