"""The BatteryPass aspect of a declaration, valid against the published schema."""

import json
from decimal import Decimal

import jsonschema_rs
import pytest
from support.declared_document import DOCUMENT, IN_FORCE, standing_as
from support.need import need_shared
from support.refusal import refused

from ledger.exchange.battery_pass import battery_pass_of
from ledger.exchange.lint.linter import lint


def published() -> jsonschema_rs.Draft4Validator:
    """Load the published schema, which is UTF-16."""
    file = need_shared("formats") / "batterypass-1.2.0" / "CarbonFootprintForBatteries-schema.json"
    return jsonschema_rs.Draft4Validator(json.loads(file.read_bytes().decode("utf-16")))


def test_the_aspect_is_valid_against_the_published_schema() -> None:
    """All required members are there, with the model's own words."""
    published().validate(json.loads(battery_pass_of(IN_FORCE)))


def test_the_published_schema_refuses_an_aspect_without_a_stage_value() -> None:
    """The check can fail."""
    aspect = json.loads(battery_pass_of(IN_FORCE))
    del aspect["carbonFootprintPerLifecycleStage"][0]["carbonFootprint"]
    with pytest.raises(jsonschema_rs.ValidationError):
        published().validate(aspect)


def test_numbers_keep_their_digits() -> None:
    """No float comes between the declaration and the file."""
    aspect = json.loads(battery_pass_of(IN_FORCE), parse_float=Decimal)
    assert aspect["batteryCarbonFootprint"] == Decimal(DOCUMENT.total)
    stages = aspect["carbonFootprintPerLifecycleStage"]
    assert [row["carbonFootprint"] for row in stages] == [
        Decimal(row.value) for row in DOCUMENT.stages
    ]
    assert stages[-1]["lifecycleStage"] == "Recycling"


def test_without_a_public_study_there_is_no_aspect() -> None:
    """The model requires the address, and none is invented."""
    with refused("exchange.study", "study"):
        battery_pass_of(IN_FORCE.model_copy(update={"study": None}))


def test_our_own_linter_finds_no_error_in_it() -> None:
    """Stage sum, signs, units and class hold; the address of the sample is remarked on."""
    report = lint(battery_pass_of(IN_FORCE), "battery-pass.json")
    assert {row.severity for row in report.findings} <= {"warning"}
    assert {row.code for row in report.findings} <= {"lint.placeholder"}


@pytest.mark.parametrize(
    "members",
    [{"law": "example"}, {"law": "study"}, {"state": "superseded"}, {"declaration": None}],
    ids=str,
)
def test_only_a_declaration_in_force_has_passport_data(members: dict[str, object]) -> None:
    """A study, an example of law, a replaced figure and one that nobody declared never look like a passport."""
    with refused("exchange.standing", "standing"):
        battery_pass_of(standing_as(IN_FORCE, **members))
