"""Each format is recognised by its own members, and no other file is mistaken for one."""

import json

import pytest
from support.footprints import Json, battery_component, catena_x, file_of, pact_2, pact_3
from support.need import need_shared
from support.refusal import refused

from ledger.footprint.external.formats import parse_external
from ledger.footprint.graph.numbers import format_decimal
from schemas.errors import CradleError
from schemas.external_words import ExternalFormat

UNIT = "companyAndProductInformation.productInformation.declaredUnitOfMeasurement"


@pytest.mark.parametrize(
    ("content", "known"),
    [
        (pact_3(), "pact-3"),
        (pact_2(), "pact-2"),
        (catena_x(), "catena-x-pcf-9"),
        (battery_component(), "catena-x-battery-component-1"),
        ({"data": pact_3()}, "pact-3"),
        ({"data": [pact_2()]}, "pact-2"),
    ],
)
def test_a_file_says_its_format(content: Json, known: str) -> None:
    """The four formats are distinguished; a response of PACT's interface is opened."""
    assert parse_external(file_of(content)).format is ExternalFormat(known)


@pytest.mark.parametrize(
    "content",
    [
        {},
        {**pact_3(), "specVersion": "3.0"},
        {**pact_3(), "specVersion": "1.0.1"},
        {**pact_3(), "specVersion": "urn:io.catenax.pcf:datamodel:version:7.0.0"},
        {"data": [pact_3(), pact_3()]},
    ],
)
def test_other_files_are_refused(content: Json) -> None:
    """Versions that are not read, and lists of several footprints, are refused."""
    with pytest.raises(CradleError) as caught:
        parse_external(file_of(content))
    assert caught.value.code in {"external.format", "external.field"}


def test_the_published_catena_x_sample_is_in_a_unit_that_is_none_here() -> None:
    """Its goods are declared per liter; per kilogram all of it is read, and its totals do not add up."""
    path = need_shared("formats") / "catena-x" / "Pcf-9.0.0-sample.json"
    with refused("external.unit", UNIT):
        parse_external(path.read_bytes())
    text = path.read_text(encoding="utf-8").replace('"liter"', '"kilogram"')
    figure = parse_external(text.encode())
    assert {row.part.value: row.value for row in figure.values} == {
        "fossil": "0.9",
        "biogenic": "1.2",
        "land_use_change": "1.4",
        "land_management": "1.4",
        "uptake": "-1",
    }
    told = format_decimal
    assert [(row.name, told(row.stated), told(row.summed)) for row in figure.sums] == [
        ("pcfExcludingBiogenicUptake", "2.9", "4.3"),
        ("pcfIncludingBiogenicUptake", "1.9", "1.9"),
        ("packagingPcfExcludingBiogenicUptake", "0", "0.6"),
        ("packagingPcfIncludingBiogenicUptake", "0.2", "0"),
    ]
    assert figure.methods == ("AR5",)


def test_the_published_battery_component_sample() -> None:
    """Four stages of 3.14 beside an absolute value of 3.14."""
    path = need_shared("formats") / "catena-x" / "PcfForBatteryComponentSupplier-1.0.0-sample.json"
    figure = parse_external(path.read_bytes())
    assert [(row.stage, row.value) for row in figure.values] == [
        ("distribution", "3.14"),
        ("end_of_life", "3.14"),
        ("main_production", "3.14"),
        ("raw_material", "3.14"),
    ]
    (total,) = figure.sums
    assert (str(total.stated), str(total.summed)) == ("3.14", "12.56")
    assert figure.products == ("123-0.740-3434-A", "PRT-12345")
    assert (figure.valid.start, figure.valid.end) == ("2023-03-21", "2024-07-02")


def test_the_members_read_are_those_of_the_published_schemas() -> None:
    """The four stages of the component model are spelled as its schema spells them."""
    path = need_shared("formats") / "catena-x" / "PcfForBatteryComponentSupplier-1.0.0-schema.json"
    schemas = json.loads(path.read_bytes())["components"]["schemas"]
    known = schemas["CharacteristicStagePercentages"]["properties"].keys()
    assert battery_component()["pcfValues"]["sharesPerStage"].keys() == known
