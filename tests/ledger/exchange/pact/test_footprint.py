"""A delivery as a PACT footprint: numbers, names, places, times, and comments."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from support.exchanging import (
    PRODUCT,
    PUBLISHED,
    Exchange,
    with_cells,
    with_delivery,
    with_entry,
)
from support.refusal import refused

from ledger.documents.delivery_contents import DeliveryContents
from ledger.documents.footprint_ids import footprint_id
from ledger.exchange.pact.footprint import deprecate_document, footprint_of, format_footprint
from ledger.exchange.standing import standing_sentence
from ledger.footprint.external.formats import parse_external
from schemas.exchanged.pact.extension import DATA_SCHEMA, PactExtension
from schemas.exchanged.pact.footprint import ProductFootprint
from schemas.signed.delivery import Cell
from schemas.signed.entry import Site
from schemas.vocabulary import Group, Sign, Stage, Unit


def cell(stage: Stage, group: Group, value: str, sign: Sign = Sign.BURDEN) -> Cell:
    """A cell."""
    return Cell(stage=stage, group=group, sign=sign, value=value)


def extension(footprint: ProductFootprint) -> PactExtension:
    """The evidence of a footprint."""
    (row,) = footprint.extensions or ()
    assert row.dataSchema == DATA_SCHEMA
    return PactExtension.parse(json.dumps(row.data).encode())


def test_the_numbers_of_a_footprint(contents: DeliveryContents) -> None:
    """Groups map to members; unspecified emissions are added to fossil ones; totals are the sums."""
    pcf = footprint_of(contents, PUBLISHED).pcf
    assert (pcf.declaredUnitOfMeasurement, pcf.declaredUnitAmount) == ("kilogram", "1")
    assert pcf.fossilGhgEmissions == "1.825"
    assert pcf.landUseChangeGhgEmissions == "0.3"
    assert pcf.biogenicNonCO2Emissions == "0.05"
    assert pcf.biogenicCO2Uptake == "-0.4"
    assert (pcf.pcfExcludingBiogenicUptake, pcf.pcfIncludingBiogenicUptake) == ("2.175", "1.775")
    assert (pcf.fossilCarbonContent, pcf.productMassPerDeclaredUnit) == ("0.12", "1")


def test_what_the_numbers_leave_out_is_reported(contents: DeliveryContents) -> None:
    """A sentence states it for people, and the extension for programs."""
    footprint = footprint_of(contents, PUBLISHED)
    assert footprint.comment == (
        f"{standing_sentence(contents.standing)}"
        " Not stated: how much of 0.025 kg CO2e is fossil, biogenic or of land use; its factors do not"
        " split it."
        " PACT demands fossilGhgEmissions, which includes it; the members of biogenic emissions and of"
        " land use have the stated part alone."
        " Credits and shared recycling of -0.1 kg CO2e are left out."
        " 0.07 kg CO2e past the gate are not counted."
    )
    evidence = extension(footprint)
    assert (evidence.unspecified, evidence.credits, evidence.beyond_gate) == (
        "0.025",
        "-0.1",
        "0.07",
    )
    assert [row.value for row in evidence.stages] == ["1.175", "0.5", "0.07", "0"]
    assert evidence.total == "1.745"
    rest = (evidence.beyond_gate, evidence.credits)
    assert Decimal(footprint.pcf.pcfIncludingBiogenicUptake) + sum(map(Decimal, rest)) == Decimal(
        evidence.total
    )


def test_without_a_loss_there_is_no_comment(contents: DeliveryContents) -> None:
    """A figure of fossil burdens to the gate needs no sentence but that of its standing."""
    plain = with_cells(contents, cell(Stage.RAW_MATERIAL, Group.FOSSIL, "0.5"))
    assert footprint_of(plain, PUBLISHED).comment == standing_sentence(plain.standing)
    bare = replace(plain, quality=None)
    assert "exemptedEmissionsPercent" in (footprint_of(bare, PUBLISHED).comment or "")
    assert extension(footprint_of(bare, PUBLISHED)).not_stated == ("exemptedEmissionsPercent",)
    assert "Unknown" in (footprint_of(bare, PUBLISHED).pcf.exemptedEmissionsDescription or "")


def test_a_group_without_a_value_is_left_out(contents: DeliveryContents) -> None:
    """Nobody has stated that it is zero; the totals are the sums of what is stated."""
    plain = with_cells(contents, cell(Stage.RAW_MATERIAL, Group.FOSSIL, "0.5"))
    written = footprint_of(plain, PUBLISHED).to_json()["pcf"]
    unknown = {"landUseChangeGhgEmissions", "biogenicNonCO2Emissions", "biogenicCO2Uptake"}
    assert unknown.isdisjoint(written)
    assert written["fossilGhgEmissions"] == written["pcfIncludingBiogenicUptake"] == "0.5"


def test_the_product_has_the_name_that_a_person_knows(contents: DeliveryContents) -> None:
    """That of the product section; without one, its id."""
    assert contents.line is not None
    named = replace(contents, line=contents.line.model_copy(update={"name": "Nickel salt"}))
    assert footprint_of(named, PUBLISHED).productNameCompany == "Nickel salt"
    assert footprint_of(contents, PUBLISHED).productNameCompany == PRODUCT


def test_names_times_and_status(contents: DeliveryContents) -> None:
    """From delivery, entry and profile; the caller gives the time of publication."""
    footprint = footprint_of(contents, PUBLISHED)
    assert (footprint.id, footprint.status) == (footprint_id(contents.id), "Active")
    assert footprint.created == "2026-02-01T12:30:00Z"
    assert footprint.productIds == (PRODUCT,)
    assert (footprint.companyName, footprint.companyIds[0]) == (
        "Salts Ltd",
        "urn:bpn:BPNL000000000001",
    )
    assert footprint.productDescription == "dry, delivery S-2"
    assert footprint.validityPeriodStart == footprint.pcf.referencePeriodEnd
    assert footprint.validityPeriodEnd == "2029-01-01T00:00:00Z"


def test_a_correction_deprecates_and_names_what_it_replaced(it: Exchange) -> None:
    """Another delivery is another footprint; the older changes in its status alone."""
    newer, older = (footprint_of(it.contents(name), PUBLISHED) for name in (it.delivery, it.first))
    assert newer.precedingPfIds == (older.id,)
    assert (older.status, newer.status) == ("Deprecated", "Active")
    was = footprint_of(replace(it.contents(it.first), active=True), PUBLISHED)
    assert {**older.to_json(), "status": "Active"} == was.to_json()


@pytest.mark.parametrize(
    ("country", "stated"),
    [
        ("DE", {"geographyCountry": "DE"}),
        ("RLA", {"geographyRegionOrSubregion": "Latin America and the Caribbean"}),
        ("GLO", {}),
        ("RoW", {}),
        ("RME", {}),
    ],
)
def test_at_most_one_geography(
    contents: DeliveryContents, country: str, stated: dict[str, str]
) -> None:
    """A country, the region that certainly contains a region word, or none, which means global."""
    placed = with_entry(contents, site=Site(code="A", country=country))
    pcf = footprint_of(placed, PUBLISHED).pcf.to_json()
    assert {name: value for name, value in pcf.items() if name.startswith("geography")} == stated


def test_a_figure_past_the_gate_is_refused(contents: DeliveryContents) -> None:
    """Treatment at end of life would look like goods without emissions; a figure of nothing is one."""
    with refused("exchange.gate"):
        footprint_of(with_cells(contents, cell(Stage.END_OF_LIFE, Group.FOSSIL, "0.1")), PUBLISHED)
    assert footprint_of(with_cells(contents), PUBLISHED).pcf.fossilGhgEmissions == "0"


def test_what_a_footprint_cannot_say_is_refused(contents: DeliveryContents) -> None:
    """Units without a word, burdens below zero, and names that PACT cannot express."""
    with refused("exchange.unit"):
        footprint_of(with_delivery(contents, unit=Unit.UNIT), PUBLISHED)
    negative = cell(Stage.RAW_MATERIAL, Group.FOSSIL, "-0.1")
    with refused("exchange.sign"):
        footprint_of(with_cells(contents, negative), PUBLISHED)
    with refused("pact.urn", "productIds[0]"):
        footprint_of(with_delivery(contents, product="urn:_:1"), PUBLISHED)


def test_the_file_has_no_null_no_empty_set_and_no_number(contents: DeliveryContents) -> None:
    """Every quantity is a string of plain digits, every time ends in Z, and it is strictly readable."""
    data = format_footprint(footprint_of(contents, PUBLISHED))
    content = json.loads(data)
    del content["extensions"]
    for value in _leaves(content):
        assert isinstance(value, str | bool)
        assert value != ""
    assert all(v.endswith("Z") for k, v in content["pcf"].items() if "Period" in k)
    assert ProductFootprint.parse(data).to_json() == json.loads(data)


def _leaves(value: object) -> list[object]:
    """The leaf values of a document; an empty list or object counts as one."""
    inner = list(value.values()) if isinstance(value, dict) else value
    if isinstance(inner, list) and inner:
        return [leaf for item in inner for leaf in _leaves(item)]
    return [value]


def test_the_file_comes_back_as_the_same_figure(contents: DeliveryContents) -> None:
    """Read as an import, it has the parts that were written, and they add up."""
    figure = parse_external(format_footprint(footprint_of(contents, PUBLISHED)))
    assert {row.part.value: row.value for row in figure.values} == {
        "fossil": "1.825",
        "land_use_change": "0.3",
        "biogenic": "0.05",
        "uptake": "-0.4",
    }
    assert all(row.stated == row.summed for row in figure.sums)
    assert (figure.unit, figure.mass, figure.products) == (Unit.KG, "1", (PRODUCT,))
    assert (figure.primary_share, figure.active) == ("62.5", True)
    assert dict(figure.ratings)["temporalDQR"] == "3"
    assert (figure.valid.start, figure.valid.end) == ("2025-01-01", "2029-01-01")


def test_deprecating_changes_the_status_and_nothing_else(contents: DeliveryContents) -> None:
    """The file is that of the same footprint with another status, also where a text in it looks like the line."""
    footprint = footprint_of(contents, PUBLISHED).model_copy(
        update={"comment": '\n  "status": "Active"', "productNameCompany": '"status": "Active"'}
    )
    changed = footprint.model_copy(update={"status": "Deprecated"})
    assert deprecate_document(format_footprint(footprint)) == format_footprint(changed)
    assert deprecate_document(format_footprint(changed)) == format_footprint(changed)
