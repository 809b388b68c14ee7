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

from ledger.exchange.catena_x.pcf import pcf_of
from ledger.exchange.naming import footprint_id
from ledger.footprint.external.formats import parse_external
from ledger.service.answers.delivery_contents import DeliveryContents
from schemas.delivery import Cell
from schemas.entry import Site
from schemas.vocabulary import Group, Sign, Stage, Unit


def content(told: DeliveryContents) -> dict[str, Any]:
    """The file of a delivery, its numbers as Decimals."""
    found: dict[str, Any] = json.loads(pcf_of(told, PUBLISHED), parse_float=Decimal)
    return found


def cell(stage: Stage, group: Group, value: str) -> Cell:
    """A burden."""
    return Cell(stage=stage, group=group, sign=Sign.BURDEN, value=value)


def test_the_files_are_valid_by_the_published_schema(told: DeliveryContents) -> None:
    """With quality, distribution and a country, and without any of them."""
    folder = need_shared("formats/catena-x")
    schema = json.loads((folder / "Pcf-9.0.0-schema.json").read_bytes())
    validator = jsonschema_rs.validator_for(schema)
    bare = with_cells(replace(told, quality=None, line=None, active=False))
    for each in (told, bare, with_entry(told, site=Site(code="A", country="GLO"))):
        assert [
            str(error) for error in validator.iter_errors(json.loads(pcf_of(each, PUBLISHED)))
        ] == []


def test_production_and_distribution(told: DeliveryContents) -> None:
    """The gate's parts in one, the distribution stage's in the other; packaging is not told apart."""
    (stages,) = content(told)["productLifeCycleStagesAndEmissions"]
    assert stages["productionStage"] == [
        {
            "pcfExcludingBiogenicUptake": Decimal("2.175"),
            "pcfIncludingBiogenicUptake": Decimal("1.775"),
            "fossilGhgEmissions": Decimal("1.825"),
            "biogenicNonCO2Emissions": Decimal("0.05"),
            "landUseChangeGhgEmissions": Decimal("0.3"),
            "biogenicCO2Uptake": Decimal("-0.4"),
        }
    ]
    (distribution,) = stages["distributionStage"]
    assert distribution["distributionStageIncluded"] is True
    assert distribution["distributionStageFossilGhgEmissions"] == Decimal("0.07")
    assert stages["packagingStage"] == [{"packagingEmissionsIncluded": False}]


def test_without_a_distribution_stage(told: DeliveryContents) -> None:
    """It is said to be outside, and no number stands for it."""
    plain = with_cells(told, cell(Stage.MAIN_PRODUCTION, Group.FOSSIL, "0.5"))
    (stages,) = content(plain)["productLifeCycleStagesAndEmissions"]
    assert stages["distributionStage"] == [{"distributionStageIncluded": False}]
    assert content(plain)["general"][0]["comment"] == (
        "Packaging, where there is any, is within production."
    )


def test_the_file_comes_back_as_the_same_figure(told: DeliveryContents) -> None:
    """Parts of both stages added, sums that agree, and names, unit, validity and shares as told."""
    figure = parse_external(pcf_of(told, PUBLISHED))
    assert {row.part.value: row.value for row in figure.values} == {
        "fossil": "1.895",
        "land_use_change": "0.3",
        "biogenic": "0.05",
        "uptake": "-0.4",
    }
    assert all(row.stated == row.summed for row in figure.sums)
    assert (figure.id, figure.products) == (footprint_id(told.id), (PRODUCT,))
    assert (figure.unit, figure.declared_amount, figure.mass) == (Unit.KG, "1", "1")
    assert (figure.boundary, figure.methods, figure.active) == ("cradle_to_gate", ("AR6",), True)
    assert (figure.valid.start, figure.valid.end) == ("2025-01-01", "2029-01-01")
    assert (figure.primary_share, dict(figure.ratings)["temporalDQR"]) == ("62.5", "3")


def test_all_digits_of_a_figure_come_back(told: DeliveryContents) -> None:
    """A number of thirty places is not made a floating-point number on its way."""
    digits = "0.123456789012345678901234567891"
    exact = with_cells(told, cell(Stage.RAW_MATERIAL, Group.FOSSIL, digits))
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
    told: DeliveryContents, country: str, geography: dict[str, str]
) -> None:
    """That of the country, of the region word, or the globe."""
    placed = content(with_entry(told, site=Site(code="A", country=country)))
    (assessment,) = placed["pcfAssessmentAndMethodology"]
    assert assessment["pcfAssessmentInformation"][0]["geography"] == [geography]


def test_what_the_model_cannot_say_is_refused(told: DeliveryContents) -> None:
    """End of life alone, a unit without a word, and too much left out."""
    with refused("exchange.gate"):
        content(with_cells(told, cell(Stage.END_OF_LIFE, Group.FOSSIL, "1")))
    with refused("exchange.unit"):
        content(with_delivery(told, unit=Unit.M))
    assert told.quality is not None
    for coverage, allowed in (("0.9", True), ("0.8999", False)):
        partial = replace(told, quality=told.quality.model_copy(update={"coverage": coverage}))
        if allowed:
            assert content(partial)
        else:
            with refused("exchange.coverage", "quality.coverage"):
                content(partial)
