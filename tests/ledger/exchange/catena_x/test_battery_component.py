"""A delivery as a battery part's footprint: four stages, valid by the model's own schema, and read back the same."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import jsonschema_rs
from support.exchanging import with_cells, with_delivery, with_entry
from support.need import need_shared
from support.refusal import refused

from ledger.documents.delivery_contents import DeliveryContents
from ledger.exchange.catena_x.battery_component import component_of
from ledger.footprint.external.formats import parse_external
from schemas.signed.delivery import Cell
from schemas.signed.entry import Element, ProductLine, Site
from schemas.signed.participant import Identifier
from schemas.vocabulary import CircularTerm, Group, Sign, Stage, Unit


def content(contents: DeliveryContents) -> dict[str, Any]:
    """The file of a delivery, its numbers as Decimals."""
    found: dict[str, Any] = json.loads(component_of(contents, "C-1"), parse_float=Decimal)
    return found


def test_the_files_are_valid_by_the_published_schema(contents: DeliveryContents) -> None:
    """With quality and elements, and without."""
    folder = need_shared("formats/catena-x")
    schema = json.loads((folder / "PcfForBatteryComponentSupplier-1.0.0-schema.json").read_bytes())
    validator = jsonschema_rs.validator_for(schema)
    for each in (contents, with_cells(replace(contents, quality=None, line=None))):
        assert [
            str(error) for error in validator.iter_errors(json.loads(component_of(each, "")))
        ] == []


def test_the_figure_goes_over_whole_and_comes_back(contents: DeliveryContents) -> None:
    """Net by stage, with credits and uptake; imported again, stages and sum are those of the figure."""
    figure = parse_external(component_of(contents, "C-1"))
    assert {row.stage: row.value for row in figure.values} == {
        Stage.RAW_MATERIAL: "1.175",
        Stage.MAIN_PRODUCTION: "0.5",
        Stage.DISTRIBUTION: "0.07",
    }
    (total,) = figure.sums
    assert (str(total.stated), total.stated) == (contents.figure.total, total.summed)
    assert (figure.unit, figure.boundary) == (Unit.KG, "cradle_to_grave")
    assert (figure.valid.start, figure.valid.end) == ("2025-01-01", "2029-01-01")
    assert figure.products == (contents.delivery.product, "C-1")


def test_the_recycler_shared_term_is_in_it(contents: DeliveryContents) -> None:
    """The model is of the battery rules, whose formula shares recycling: no term is left out."""
    row = {"stage": Stage.RAW_MATERIAL, "group": Group.FOSSIL, "sign": Sign.BURDEN}
    shared = Cell(**row, term=CircularTerm.RECYCLED_CONTENT, value="0.25")
    stage = content(with_cells(contents, shared))["pcfValues"]["sharesPerStage"]
    assert stage["stage1RawMaterialAquisitionPreProcessing"]["stageValue"] == Decimal("0.25")


def test_ratings_are_the_worst_and_their_mean(contents: DeliveryContents) -> None:
    """To two places; a missing rating is 5."""
    names = ("technological", "geographical", "timerelated")
    found = content(contents)
    assert [found[f"{name}Representativeness"] for name in names] == [2, 2, 3]
    assert found["dataQualityRating"] == Decimal("2.33")
    unrated = content(replace(contents, quality=None))
    assert [unrated[f"{name}Representativeness"] for name in names] == [5, 5, 5]
    assert unrated["dataQualityRating"] == 5
    assert "primaryDataShare" not in unrated


def test_goods_and_their_elements(contents: DeliveryContents) -> None:
    """The product section's properties as texts; the recycled share if it is stated."""
    assert content(contents)["contentC02Metals"] == [
        "Material: C, Specific Content: 12 %",
        "Material: Ni, Specific Content: 40 %",
    ]
    element = Element(element="Co", fraction="0.065", recycled="0.16")
    line = ProductLine(
        line="main", form="hydrate", formula="CoSO4", kg_per_unit="2.5", elements=(element,)
    )
    pieces = with_delivery(replace(contents, line=line), unit=Unit.PIECE)
    found = content(pieces)
    assert found["contentC02Metals"] == ["Material: Co, Specific Content: 6.5 %, Recycled: 16 %"]
    assert found["productQualityParameter"] == ["form: hydrate", "formula: CoSO4", "mass: 2.5 kg"]
    assert found["pcfValues"]["sharesPerStage"]["declaredUnit"] == "CO2KG/piece"


def test_partner_numbers(contents: DeliveryContents) -> None:
    """The issuer's from its profile, the site's from its code or else the profile; without one it is refused."""
    found = content(contents)
    assert (found["legalidentifier"], found["siteIdentifier"]) == (
        "BPNL000000000001",
        "BPNS000000000001",
    )
    elsewhere = with_entry(contents, site=Site(code="plant-1", country="FI"))
    with refused("exchange.identifier", "bpns"):
        content(elsewhere)
    rows = (*contents.company.identifiers, Identifier(scheme="bpns", value="BPNS00000000000X"))
    listed = replace(elsewhere, company=contents.company.model_copy(update={"identifiers": rows}))
    assert content(listed)["siteIdentifier"] == "BPNS00000000000X"
    nameless = contents.company.model_copy(update={"identifiers": ()})
    with refused("exchange.identifier", "bpnl"):
        content(replace(contents, company=nameless))


def test_what_the_model_cannot_say_is_refused(contents: DeliveryContents) -> None:
    """A stage below zero, as end of life with its credits is, and units other than kg and piece."""
    credit = Cell(stage=Stage.END_OF_LIFE, group=Group.FOSSIL, sign=Sign.CREDIT, value="-1")
    with refused("exchange.sign"):
        content(with_cells(contents, credit))
    with refused("exchange.unit"):
        content(with_delivery(contents, unit=Unit.M3))
