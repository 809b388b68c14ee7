"""One file at a time: formats are recognised, published samples are flagged, and what Cradle writes passes."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exchanging import PUBLISHED
from support.lint_files import SOUND, battery_pass, gefeg, report
from support.need import need_shared
from support.refusal import refusal_code, refused

from ledger.documents.delivery_contents import DeliveryContents
from ledger.exchange.catena_x.battery_component import component_of
from ledger.exchange.catena_x.pcf import pcf_of
from ledger.exchange.lint.linter import MOST_FOOTPRINTS, NAMES, lint, lint_to_json, parse_format
from ledger.exchange.pact.footprint import footprint_of, format_footprint
from schemas.errors import CradleError
from schemas.views.lint_report import MAX_FINDINGS, LintFormat, LintReport


@pytest.mark.parametrize("form", SOUND)
def test_a_sound_file_of_each_format_passes(form: LintFormat) -> None:
    """It is recognised, and has no finding at all."""
    found = report(SOUND[form])
    assert (found.format, found.findings, found.footprints) == (form, (), 1)


def test_every_format_has_a_name_and_a_sound_file() -> None:
    """The table, the options and the tests have the same formats."""
    assert set(NAMES) == set(SOUND) == set(get_args(LintFormat))


def test_what_cradle_exports_passes(contents: DeliveryContents) -> None:
    """A PACT footprint, a Catena-X footprint and a battery component of a real delivery."""
    files = (
        format_footprint(footprint_of(contents, PUBLISHED)),
        pcf_of(contents, PUBLISHED),
        component_of(contents, "C-1"),
    )
    for data in files:
        found = lint(data, "export.json")
        assert [row for row in found.findings if row.severity != "remark"] == []


@pytest.mark.parametrize(
    ("path", "form", "codes"),
    [
        (
            "batterypass-1.2.0/CarbonFootprintForBatteries-payload.json",
            "batterypass-1.2",
            {"lint.encoding", "lint.range", "lint.stages", "lint.class", "lint.placeholder"},
        ),
        (
            "catena-x/Pcf-9.0.0-sample.json",
            "catena-x-pcf-9",
            {
                "lint.part_sum",
                "lint.carbon",
                "lint.geography",
                "lint.date",
                "lint.link",
                "lint.flag",
            },
        ),
        (
            "catena-x/PcfForBatteryComponentSupplier-1.0.0-sample.json",
            "catena-x-battery-component-1",
            {"lint.stage_sum", "lint.rating", "lint.class", "lint.placeholder"},
        ),
    ],
)
def test_published_samples_are_flagged(path: str, form: str, codes: set[str]) -> None:
    """For what is wrong with them, and for nothing else."""
    data = (need_shared("formats") / path).read_bytes()
    found = lint(data, path)
    assert (found.format, {row.code for row in found.findings}) == (form, codes)
    assert found.errors > 0


@pytest.mark.parametrize(
    "content",
    [{}, {"a": 1}, [], [1], 5, "text", None, {"pcf": {}}, {"pcf": 1, "specVersion": "4.0.0"}],
)
def test_an_unknown_format_is_one_refusal(content: object) -> None:
    """It lists the formats that are read."""
    with pytest.raises(CradleError) as caught:
        report(content)
    assert caught.value.code == "lint.format"
    assert all(name in caught.value.detail for name in NAMES.values())


def test_a_sound_copy_in_data_hides_nothing() -> None:
    """A file that is itself a footprint or passport is checked, not what it carries as `data`."""
    honest = report({**battery_pass(total=0.1), "data": battery_pass()})
    assert [(row.code, row.place) for row in honest.findings] == [
        ("lint.stage_sum", "batteryCarbonFootprint")
    ]
    empty = report({**SOUND["pact-3"], "pcf": {}, "data": SOUND["pact-3"]})
    assert empty.errors > 0
    assert not any(row.place.startswith("data") for row in empty.findings)


def test_a_format_that_is_named() -> None:
    """The checks of that format, also on a file that would not be recognised; a wrong word is refused."""
    found = lint(b'{"pcf": {}}', "f", parse_format("pact-3"))
    assert (found.format, found.footprints) == ("pact-3", 1)
    assert found.errors > 0
    with refused("option.word", "--format"):
        parse_format("pact")


def test_long_lists_and_long_reports() -> None:
    """Too many footprints are refused; beyond a thousand findings the rest is counted."""
    with refused("lint.too_many"):
        report([{}] * (MOST_FOOTPRINTS + 1))
    rows = [{"lifecycleStage": "Use", "carbonFootprint": 0.1}] * (MAX_FINDINGS + 200)
    content = {**battery_pass(), "carbonFootprintPerLifecycleStage": rows}
    found = report(content)
    assert len(found.findings) == MAX_FINDINGS
    assert (
        found.findings_left_out == found.errors + found.warnings + found.remarks - MAX_FINDINGS > 0
    )


def test_errors_come_first() -> None:
    """Then warnings, then remarks; the counts are those of the rows."""
    content = gefeg((18.5, 38, 2.8, 10), 65)
    severities = [row.severity for row in report(content).findings]
    assert severities == ["error", "warning"]
    assert (report(content).errors, report(content).warnings) == (1, 1)


def test_names_and_values_that_no_terminal_should_get() -> None:
    """Control characters and half of a pair of surrogates are replaced."""
    content = {**battery_pass(), "carbonFootprintPerformanceClass": "\x1b[31mA\ud800" + "x" * 5000}
    found = lint(json.dumps(content).encode(), "a\x07b")
    (row,) = found.findings
    assert found.file == "a\N{REPLACEMENT CHARACTER}b"
    assert row.stated is not None
    assert (row.stated.isprintable(), len(row.stated)) == (True, 200)
    assert row.detail.isprintable()


def test_a_report_for_another_process() -> None:
    """The report as JSON, or the refusal."""
    data = json.dumps(battery_pass()).encode()
    assert LintReport.parse(lint_to_json(data, "f")) == lint(data, "f")
    assert json.loads(lint_to_json(b"{", "f"))["error"]["code"] == "json.syntax"


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9)
)
ROWS = st.lists(SCALARS, max_size=3) | st.dictionaries(st.text(max_size=5), SCALARS, max_size=3)
JSON = SCALARS | ROWS | st.lists(ROWS, max_size=2)
"""Values two levels deep, as deep as any format looks."""


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of all values."""
    rows = list(value.items()) if isinstance(value, dict) else []
    rows += list(enumerate(value)) if isinstance(value, list) else []
    return [path, *(found for name, row in rows for found in places(row, (*path, name)))]


@given(st.data())
def test_any_value_at_any_place_is_a_report_or_one_refusal(data: st.DataObject) -> None:
    """No value of a file makes another failure, and each finding has a documented form."""
    form = data.draw(st.sampled_from(sorted(SOUND)))
    content: Any = json.loads(json.dumps(SOUND[form]))
    path = data.draw(st.sampled_from([row for row in places(content) if row]))
    node = content
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = data.draw(JSON)
    written = json.dumps(content).encode()
    if refusal_code(lambda: lint(written, "f")) in {"lint.format", "json.syntax"}:
        return
    for row in lint(written, "f").findings:
        assert row.code.startswith("lint.")
        assert row.detail.endswith((".", "!"))


def test_the_page_lists_every_check() -> None:
    """docs/lint.md names each code of the linter."""
    page = (Path(__file__).parents[4] / "docs" / "lint.md").read_text()
    source = Path(__file__).parents[4] / "ledger" / "exchange" / "lint"
    text = "".join(path.read_text() for path in source.glob("*.py"))
    codes = {word for word in text.split('"') if word.startswith("lint.")}
    assert {code for code in codes if f"`{code}`" not in page} == set()
