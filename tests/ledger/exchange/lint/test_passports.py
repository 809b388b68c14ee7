"""Battery passports of BatteryPass and GEFEG: stages, magnitudes, classes, links and units."""

import pytest
from support.footprints import Place
from support.lint_files import (
    GEFEG_STAGES,
    GEFEG_TOTAL,
    GEFEG_UNIT,
    GEFEG_VALUE,
    battery_pass,
    found,
    gefeg,
    only,
    report,
)

STAGES = "carbonFootprintPerLifecycleStage"
GROUP = ("Battery_Passport", "BatteryCarbonFootprint")


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        (("batteryCarbonFootprint",), "0.2", ("error", "lint.type")),
        (("batteryCarbonFootprint",), ..., ("error", "lint.missing")),
        (("carbonFootprintStudy",), None, ("error", "lint.missing")),
        (("absoluteCarbonFootprint",), 0.1, ("error", "lint.range")),
        (("absoluteCarbonFootprint",), "much", ("error", "lint.type")),
        (("carbonFootprintPerformanceClass",), "B", ("warning", "lint.class")),
        (("carbonFootprintPerformanceClass",), "Class A+", ("warning", "lint.class")),
        (("carbonFootprintPerformanceClass",), "eOMtThyhVNL", ("error", "lint.class")),
        (("carbonFootprintStudy",), "telnet://192.0.2.16:80/", ("error", "lint.placeholder")),
        (("carbonFootprintStudy",), "https://192.0.2.16/s", ("error", "lint.placeholder")),
        (("carbonFootprintStudy",), "study.pdf", ("error", "lint.link")),
        (("carbonFootprintStudy",), "https://[::1", ("error", "lint.link")),
        (("carbonFootprintStudy",), "https://a.example.com/s", ("warning", "lint.placeholder")),
        (("carbonFootprintStudy",), "https://a.test/s", ("warning", "lint.placeholder")),
    ],
)
def test_a_member_of_batterypass_that_is_wrong(
    place: Place, value: object, expected: tuple[str, str]
) -> None:
    """One fault is one finding at its place."""
    assert found(battery_pass(), (place, value)) == [(*expected, place[-1])]


@pytest.mark.parametrize("words", ["n/a", "none", "Pending", "", "not applicable"])
def test_words_for_no_class(words: str) -> None:
    """The model requires the member, and no act sets a class to put there."""
    assert found(battery_pass(), (("carbonFootprintPerformanceClass",), words)) == []


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (-0.2, ("error", "lint.range")),
        (0, ("error", "lint.range")),
        (3301, ("error", "lint.range")),
        (3300, ("warning", "lint.unit")),
        (65, ("warning", "lint.unit")),
        (5, None),
        (0.005, None),
        (0.0049, ("warning", "lint.range")),
        (1.7976931348623157e308, ("error", "lint.range")),
        (1e15, ("error", "lint.range")),
    ],
)
def test_magnitudes_per_kwh(total: float, expected: tuple[str, str] | None) -> None:
    """The physical bound is an error; a figure that only a capacity explains, or too little, is a warning."""
    rows = found(battery_pass((total, 0, 0, 0), total), (("absoluteCarbonFootprint",), ...))
    places = [row for row in rows if row[2] == "batteryCarbonFootprint"]
    assert places == ([] if expected is None else [(*expected, "batteryCarbonFootprint")])


def test_every_stage_is_there_once() -> None:
    """A stage that is left out would leave out its emissions; one that is there twice is a second story."""
    content = battery_pass()
    rows = content[STAGES]
    content[STAGES] = rows[:1]
    content["batteryCarbonFootprint"] = 0.12
    assert found(content) == [("error", "lint.stages", STAGES)] * 3
    content[STAGES] = [*rows, {"lifecycleStage": "Distribution", "carbonFootprint": 0}]
    content["batteryCarbonFootprint"] = 0.2
    assert found(content) == [("error", "lint.stages", f"{STAGES}[4].carbonFootprint")]
    content[STAGES] = [*rows, {"lifecycleStage": "Use", "carbonFootprint": 0}]
    assert found(content) == [("error", "lint.stages", f"{STAGES}[4].lifecycleStage")]


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        ((0.12, 0.06, -0.03, 0.05), ("error", "lint.sign", f"{STAGES}[2].carbonFootprint")),
        ((-0.12, 0.26, 0.03, 0.03), ("error", "lint.sign", f"{STAGES}[0].carbonFootprint")),
        ((0.12, 0.26, 0.03, -0.21), ("warning", "lint.credit", f"{STAGES}[3].carbonFootprint")),
    ],
)
def test_stages_below_zero(stages: tuple[float, ...], expected: tuple[str, str, str]) -> None:
    """Only the end of life may be a credit, and no larger than the raw materials that it can replace."""
    assert found(battery_pass(stages)) == [expected]


@pytest.mark.parametrize("value", ["x", [], [1], {}, 3])
def test_stages_in_another_form(value: object) -> None:
    """The total has nothing to be compared with, and that is said once."""
    codes = {
        code for _, code, place in found(battery_pass(), ((STAGES,), value)) if place == STAGES
    }
    assert codes >= {"lint.stages"}
    assert codes <= {"lint.stages", "lint.type", "lint.missing"}


def test_two_aspects_in_one_passport_are_both_checked() -> None:
    """A sound aspect does not hide another one."""
    rows = report({"first": battery_pass(), "second": battery_pass(total=0.1)})
    assert rows.footprints == 2
    assert [(row.code, row.place) for row in rows.findings] == [
        ("lint.stage_sum", "second.batteryCarbonFootprint")
    ]


def test_the_units_of_gefeg() -> None:
    """The one unit; another spelling of it is told from another unit."""
    place: Place = (*GROUP, GEFEG_STAGES[0], GEFEG_UNIT)
    for text, words in (("kgCO2e/kWh", "another spelling"), ("gCO2-eq/kWh", "not a unit")):
        row = only(gefeg(), (place, text))
        assert (row.severity, row.code, row.stated) == ("error", "lint.unit", text)
        assert words in row.detail
    assert found(gefeg(), (place, ...)) == [("error", "lint.missing", ".".join(map(str, place)))]


def test_members_of_gefeg_that_are_wrong() -> None:
    """A stage without its value, one that is missing, and a total that is no object."""
    value: Place = (*GROUP, GEFEG_STAGES[1], GEFEG_VALUE)
    assert found(gefeg(), (value, "0.06")) == [("error", "lint.type", ".".join(map(str, value)))]
    group = ".".join(GROUP)
    assert ("error", "lint.stages", group) in found(gefeg(), ((*GROUP, GEFEG_STAGES[2]), ...))
    rows = found(gefeg(), ((*GROUP, GEFEG_TOTAL), 0.2))
    assert rows == [("error", "lint.type", f"{group}.{GEFEG_TOTAL}")]


@pytest.mark.parametrize(
    ("name", "total", "stages", "agrees"),
    [
        ("ev", 65, (18.5, 38, 2.8, 10), False),
        ("other-industrial", 45.2, (14.8, 22.1, 3.2, 5.1), True),
    ],
)
def test_totals_like_those_of_published_examples(
    name: str, total: float, stages: tuple[float, ...], *, agrees: bool
) -> None:
    """OpenEPCIS' EV example states 65 and adds up to 69.3; both are as large as figures per kWh of capacity."""
    codes = [row.code for row in report(gefeg(stages, total)).findings]
    assert codes == ([] if agrees else ["lint.stage_sum"]) + ["lint.unit"], name
