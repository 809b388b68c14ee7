"""The strict PACT model: what Cradle may write, and that nothing else is a footprint."""

import json

import pytest
from support.footprints import Json, Place, file_of, mixed_pact_3, pact_3
from support.refusal import refused

from ledger.footprint.external.pact import PARTS
from schemas.exchanged.pact.footprint import SUMMANDS, ProductFootprint

GIVEN = {**mixed_pact_3(), "validityPeriodEnd": "2026-01-01T00:00:00Z"}


def read(*changes: tuple[Place, object], content: Json | None = None) -> ProductFootprint:
    """A footprint, strictly read."""
    return ProductFootprint.parse(file_of(content or GIVEN, *changes))


def test_what_is_read_is_written_again() -> None:
    """A footprint in the strict form has one JSON form."""
    content = json.loads(file_of(GIVEN))
    assert read().to_json() == content


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        (("comment",), None, None),
        (("precedingPfIds",), [], "schema.too_short"),
        (("productIds",), [], "schema.too_short"),
        (("productIds",), ["urn:gtin:1", "urn:gtin:1"], "pact.repeated"),
        (("productIds",), ["gtin:1"], "pact.urn"),
        (("companyIds",), ["urn:x"], "pact.urn"),
        (("id",), "1", "pact.uuid"),
        (("specVersion",), "3.0", "schema.string_pattern_mismatch"),
        (("created",), "2025-02-01T00:00:00", "pact.time"),
        (("created",), "2025-02-01T00:00:00+00:00", "pact.time"),
        (("created",), "2025-02-30T00:00:00Z", "pact.time"),
        (("status",), "active", "schema.literal_error"),
        (("unheard",), "x", "schema.extra_forbidden"),
        (("pcf", "fossilGhgEmissions"), "7e0", "pact.sign"),
        (("pcf", "fossilGhgEmissions"), 7, "schema.string_type"),
        (("pcf", "fossilGhgEmissions"), "-7", "pact.sign"),
        (("pcf", "biogenicCO2Uptake"), "5", "pact.sign"),
        (("pcf", "pcfExcludingBiogenicUptake"), "+8.4", "pact.decimal"),
        (("pcf", "pcfExcludingBiogenicUptake"), "8.41", "pact.sum"),
        (("pcf", "pcfIncludingBiogenicUptake"), "3.40000000000000000000000001", "pact.sum"),
        (("pcf", "primaryDataShare"), "100.5", "pact.range"),
        (("pcf", "exemptedEmissionsPercent"), "-1", "pact.range"),
        (("pcf", "dqi", "temporalDQR"), "5.5", "pact.range"),
        (("pcf", "dqi", "temporalDQR"), "0.5", "pact.range"),
        (("pcf", "declaredUnitAmount"), "0", "pact.sign"),
        (("pcf", "referencePeriodEnd"), "2024-01-01T00:00:00Z", "pact.period"),
        (("pcf", "packagingGhgEmissions"), "1", "pact.packaging"),
        (("pcf", "geographyCountry"), "de", "schema.string_pattern_mismatch"),
        (("pcf", "ipccCharacterizationFactors"), ["EF"], "schema.string_pattern_mismatch"),
        (("validityPeriodStart",), "2024-12-31T00:00:00Z", "pact.validity"),
        (("validityPeriodEnd",), "2025-01-01T00:00:00Z", "pact.validity"),
    ],
)
def test_what_breaks_the_form_is_refused(place: Place, value: object, code: str | None) -> None:
    """Each with its code; a null is read as absent by the model and is never written."""
    if code is None:
        assert place[0] not in read((place, value)).to_json()
        return
    with refused(code):
        read((place, value))


def test_one_geography_at_most() -> None:
    """Country or region, or neither, and not both."""
    country = (("pcf", "geographyCountry"), "DE")
    assert read(country).pcf.geographyCountry == "DE"
    with refused("pact.geography"):
        read(country, (("pcf", "geographyRegionOrSubregion"), "Europe"))


def test_packaging_stands_where_it_is_included() -> None:
    """The flag makes room for the emissions."""
    flag = (("pcf", "packagingEmissionsIncluded"), True)
    emissions = (("pcf", "packagingGhgEmissions"), "0.5")
    assert read(flag, emissions).pcf.packagingGhgEmissions == "0.5"


def test_an_operator_is_named_where_it_is_another() -> None:
    """A name stands if and only if the operator is Other."""
    place = ("pcf", "productOrSectorSpecificRules")
    assert read((place, [{"operator": "PEF", "ruleNames": ["CFB-EV"]}]))
    for rules in (
        {"operator": "Other", "ruleNames": ["x"]},
        {"operator": "PEF", "ruleNames": ["x"], "otherOperatorName": "y"},
    ):
        with refused("pact.operator"):
            read((place, [rules]))


def test_the_sum_rule_is_that_of_the_reader() -> None:
    """A written footprint adds up over the same members as a received one."""
    assert (*SUMMANDS, "biogenicCO2Uptake") == tuple(name for name, _ in PARTS)


def test_a_footprint_of_few_members() -> None:
    """Optional members may all be absent; nothing is written for them."""
    content = pact_3(dqi=..., primaryDataShare=...)
    content["pcf"] = {k: v for k, v in content["pcf"].items() if v is not ...}
    assert read(content=content).to_json() == content
