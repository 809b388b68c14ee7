"""A delivery as `io.catenax.pcf` 9.0.0: valid by the model's own schema, exact, and read back as the same figure."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import jsonschema_rs
import pytest
from support.exchanging import PRODUCT, PUBLISHED, with_cells, with_delivery, with_entry
from support.need import need_shared
from support.refusal import refused

from ledger.documents.delivery_contents import DeliveryContents
from ledger.documents.footprint_ids import footprint_id
from ledger.exchange.catena_x.pcf import pcf_of
from ledger.exchange.standing import standing_sentence
from ledger.footprint.external.formats import parse_external
from schemas.signed.delivery import Cell
from schemas.signed.entry import Site
from schemas.vocabulary import Group, Sign, Stage, Unit


def content(contents: DeliveryContents) -> dict[str, Any]:
    """The file of a delivery, its numbers as Decimals."""
    found: dict[str, Any] = json.loads(pcf_of(contents, PUBLISHED), parse_float=Decimal)
    return found


def cell(stage: Stage, group: Group, value: str) -> Cell:
    """A burden."""
    return Cell(stage=stage, group=group, sign=Sign.BURDEN, value=value)


def test_the_files_are_valid_by_the_published_schema(contents: DeliveryContents) -> None:
    """With quality, distribution and a country, and without any of them."""
    folder = need_shared("formats/catena-x")
    schema = json.loads((folder / "Pcf-9.0.0-schema.json").read_bytes())
    validator = jsonschema_rs.validator_for(schema)
    bare = with_cells(replace(contents, quality=None, line=None, active=False))
    for each in (contents, bare, with_entry(contents, site=Site(code="A", country="GLO"))):
        assert [
            str(error) for error in validator.iter_errors(json.loads(pcf_of(each, PUBLISHED)))
        ] == []


def split(contents: DeliveryContents) -> DeliveryContents:
    """The delivery with a figure that its factors split whole."""
    return with_cells(
        contents,
        cell(Stage.RAW_MATERIAL, Group.FOSSIL, "1.3"),
        cell(Stage.RAW_MATERIAL, Group.LAND_USE_CHANGE, "0.3"),
        cell(Stage.MAIN_PRODUCTION, Group.FOSSIL, "0.5"),
        cell(Stage.MAIN_PRODUCTION, Group.BIOGENIC, "0.05"),
        cell(Stage.MAIN_PRODUCTION, Group.UPTAKE, "-0.4"),
        cell(Stage.DISTRIBUTION, Group.FOSSIL, "0.07"),
    )


def test_production_and_distribution(contents: DeliveryContents) -> None:
    """The gate's parts in one, the distribution stage's in the other; packaging is not separate."""
    (stages,) = content(split(contents))["productLifeCycleStagesAndEmissions"]
    assert stages["productionStage"] == [
        {
            "pcfExcludingBiogenicUptake": Decimal("2.15"),
            "pcfIncludingBiogenicUptake": Decimal("1.75"),
            "fossilGhgEmissions": Decimal("1.8"),
            "biogenicNonCO2Emissions": Decimal("0.05"),
            "landUseChangeGhgEmissions": Decimal("0.3"),
            "biogenicCO2Uptake": Decimal("-0.4"),
        }
    ]
    (distribution,) = stages["distributionStage"]
    assert distribution["distributionStageIncluded"] is True
    assert distribution["distributionStageFossilGhgEmissions"] == Decimal("0.07")
    assert stages["packagingStage"] == [{"packagingEmissionsIncluded": False}]
    assert "Not stated" not in content(split(contents))["general"][0]["comment"]


def test_a_stage_that_is_not_split_has_its_totals_alone(contents: DeliveryContents) -> None:
    """0.025 of the production has no group; the distribution is split, and the comment says what is stated."""
    (stages,) = content(contents)["productLifeCycleStagesAndEmissions"]
    assert stages["productionStage"] == [
        {
            "pcfExcludingBiogenicUptake": Decimal("2.175"),
            "pcfIncludingBiogenicUptake": Decimal("1.775"),
            "biogenicCO2Uptake": Decimal("-0.4"),
        }
    ]
    assert "distributionStageFossilGhgEmissions" in stages["distributionStage"][0]
    assert content(contents)["general"][0]["comment"].endswith(
        "Not stated: how much of 0.025 kg CO2e is fossil, biogenic or of land use; its factors do not"
        " split it. So the production stage has its totals alone; stated of it: 1.8 fossil, 0.05"
        " biogenic, 0.3 of land use change."
        " Credits and shared recycling of -0.1 kg CO2e are left out."
    )
    bare = with_cells(contents, cell(Stage.DISTRIBUTION, Group.UNSPECIFIED, "0.5"))
    assert (
        "So the distribution stage has its totals alone." in content(bare)["general"][0]["comment"]
    )


def test_without_a_distribution_stage(contents: DeliveryContents) -> None:
    """It is stated to be outside, and has no number."""
    plain = with_cells(contents, cell(Stage.MAIN_PRODUCTION, Group.FOSSIL, "0.5"))
    (stages,) = content(plain)["productLifeCycleStagesAndEmissions"]
    assert stages["distributionStage"] == [{"distributionStageIncluded": False}]
    assert content(plain)["general"][0]["comment"] == (
        f"{standing_sentence(plain.standing)} Packaging, if any, is within production."
    )


def test_what_is_unknown_is_left_out(contents: DeliveryContents) -> None:
    """A group without a value has no member; a mandatory member that is unknown is named in the comment."""
    plain = with_cells(contents, cell(Stage.MAIN_PRODUCTION, Group.FOSSIL, "0.5"))
    (stages,) = content(plain)["productLifeCycleStagesAndEmissions"]
    assert stages["productionStage"][0].keys() == {
        "pcfExcludingBiogenicUptake",
        "pcfIncludingBiogenicUptake",
        "fossilGhgEmissions",
    }
    comment = content(replace(plain, quality=None))["general"][0]["comment"]
    assert "exemptedEmissionsPercent" in comment


def test_the_product_has_the_name_that_a_person_knows(contents: DeliveryContents) -> None:
    """That of the product section; without one, its id."""
    assert contents.line is not None
    named = replace(contents, line=contents.line.model_copy(update={"name": "Nickel salt"}))
    for each, name in ((named, "Nickel salt"), (contents, PRODUCT)):
        (identity,) = content(each)["companyAndProductInformation"]
        assert identity["productInformation"][0]["productNameCompany"] == name


def test_the_file_comes_back_as_the_same_figure(contents: DeliveryContents) -> None:
    """Parts of both stages added, sums that agree, and names, unit, validity and shares as written."""
    figure = parse_external(pcf_of(split(contents), PUBLISHED))
    assert {row.part.value: row.value for row in figure.values} == {
        "fossil": "1.87",
        "land_use_change": "0.3",
        "biogenic": "0.05",
        "uptake": "-0.4",
    }
    assert all(row.stated == row.summed for row in figure.sums)
    assert (figure.id, figure.products) == (footprint_id(contents.id), (PRODUCT,))
    assert (figure.unit, figure.declared_amount, figure.mass) == (Unit.KG, "1", "1")
    assert (figure.boundary, figure.methods, figure.active) == ("cradle_to_gate", ("AR6",), True)
    assert (figure.valid.start, figure.valid.end) == ("2025-01-01", "2029-01-01")
    assert (figure.primary_share, dict(figure.ratings)["temporalDQR"]) == ("62.5", "3")


def test_what_is_not_split_comes_back_as_that(contents: DeliveryContents) -> None:
    """The production of 2.175 is of no group, the distribution's 0.07 fossil; and no sum is at fault."""
    figure = parse_external(pcf_of(contents, PUBLISHED))
    assert {row.part.value: row.value for row in figure.values} == {
        "fossil": "0.07",
        "unspecified": "2.175",
        "uptake": "-0.4",
    }
    assert all(row.stated == row.summed for row in figure.sums)


def test_all_digits_of_a_figure_come_back(contents: DeliveryContents) -> None:
    """A number of thirty places is not converted to floating point."""
    digits = "0.123456789012345678901234567891"
    exact = with_cells(contents, cell(Stage.RAW_MATERIAL, Group.FOSSIL, digits))
    (row,) = parse_external(pcf_of(exact, PUBLISHED)).values
    assert row.value == digits


@pytest.mark.parametrize(
    ("country", "geography"),
    [
        ("CN", {"geographyRegionOrSubregion": "Eastern Asia", "geographyCountry": "CN"}),
        ("AQ", {"geographyRegionOrSubregion": "Global", "geographyCountry": "AQ"}),
        ("RAS", {"geographyRegionOrSubregion": "Asia"}),
        ("RoW", {"geographyRegionOrSubregion": "Global"}),
    ],
)
def test_a_region_always_stands(
    contents: DeliveryContents, country: str, geography: dict[str, str]
) -> None:
    """That of the country, of the region word, or the globe."""
    placed = content(with_entry(contents, site=Site(code="A", country=country)))
    (assessment,) = placed["pcfAssessmentAndMethodology"]
    assert assessment["pcfAssessmentInformation"][0]["geography"] == [geography]


def test_what_the_model_cannot_say_is_refused(contents: DeliveryContents) -> None:
    """End of life alone, a unit without a word, and too much left out."""
    with refused("exchange.gate"):
        content(with_cells(contents, cell(Stage.END_OF_LIFE, Group.FOSSIL, "1")))
    with refused("exchange.unit"):
        content(with_delivery(contents, unit=Unit.M))
    assert contents.quality is not None
    for coverage, allowed in (("0.9", True), ("0.8999", False)):
        partial = replace(
            contents, quality=contents.quality.model_copy(update={"coverage": coverage})
        )
        if allowed:
            assert content(partial)
        else:
            with refused("exchange.coverage", "quality.coverage"):
                content(partial)
