"""Catena-X BatteryPass 6: rows of stages, units in free words, plants, days."""

import pytest
from support.footprints import Place
from support.lint_files import catena_x_pass, found, only, report

ROWS = ("sustainability", "carbonFootprint")
PLACE = "sustainability.carbonFootprint"


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        ((*ROWS, 0, "lifecycle"), "mining", ("error", "lint.stages", f"{PLACE}[0].lifecycle")),
        ((*ROWS, 1, "unit"), "kg CO2e/kWh", ("warning", "lint.unit", f"{PLACE}[1].unit")),
        ((*ROWS, 1, "unit"), "t CO2 / kWh", ("error", "lint.unit", f"{PLACE}[1].unit")),
        (
            (*ROWS, 1, "performanceClass"),
            "A",
            ("warning", "lint.class", f"{PLACE}[1].performanceClass"),
        ),
        (
            (*ROWS, 2, "rulebook", 0, "content"),
            "https://dummy.link",
            ("warning", "lint.placeholder", f"{PLACE}[2].rulebook[0].content"),
        ),
        (
            ("operation", "intoServiceDate"),
            "1849-78-46",
            ("error", "lint.date", "operation.intoServiceDate"),
        ),
        (
            ("metadata", "expirationDate"),
            "2024-01-01",
            ("error", "lint.date", "metadata.expirationDate"),
        ),
    ],
)
def test_a_member_that_is_wrong(
    place: Place, value: object, expected: tuple[str, str, str]
) -> None:
    """One fault is one finding at its place."""
    rows = found(catena_x_pass(), (place, value))
    assert expected in rows
    assert len(rows) <= 3  # A stage whose word is wrong is missing, also in the sum.


def test_rows_of_another_plant_are_a_figure_of_their_own() -> None:
    """A number that is no Business Partner Number is reported, and the other plant lacks its other stages."""
    place = (*ROWS, 0, "manufacturingPlant", 0, "facility")
    rows = found(catena_x_pass(), (place, "plant 1"))
    assert ("error", "lint.identifier", f"{PLACE}[0].manufacturingPlant[0].facility") in rows
    assert ("error", "lint.stages", PLACE) in rows


def test_a_passport_without_a_sum() -> None:
    """The model has no member for it, so four stages alone are sound; a single large one is judged."""
    content = catena_x_pass()
    content["sustainability"]["carbonFootprint"].pop()
    assert found(content) == []
    assert only(content, ((*ROWS, 1, "value"), 12.678)).code == "lint.unit"


def test_a_published_sample_in_its_figures() -> None:
    """The sample of model 6.1.0 has one stage of 12.678 kg per kWh, class A, and days that no calendar has."""
    content = catena_x_pass()
    content["sustainability"]["carbonFootprint"] = [
        {
            "lifecycle": "main product production",
            "unit": "kg CO2 / kWh",
            "performanceClass": "A",
            "type": "Climate Change Total",
            "value": 12.678,
        }
    ]
    content["operation"]["intoServiceDate"] = "1849-78-46"
    rows = report(content)
    codes = sorted(row.code for row in rows.findings)
    assert codes == [
        "lint.class",
        "lint.date",
        "lint.stages",
        "lint.stages",
        "lint.stages",
        "lint.unit",
    ]


@pytest.mark.parametrize("value", [[], "x", [1], {}])
def test_footprints_in_another_form(value: object) -> None:
    """A passport is recognised by its list, and a list that cannot be read is an error."""
    assert {row[0] for row in found(catena_x_pass(), (ROWS, value))} == {"error"}
