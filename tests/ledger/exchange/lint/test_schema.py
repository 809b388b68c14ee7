"""Validation by a published JSON Schema, in its own dialect, with decimals and without fetching anything."""

import json

import pytest
from support.lint_files import battery_pass, component, pcf_9
from support.need import need_shared
from support.refusal import refused

from ledger.exchange.lint.linter import lint, with_findings
from ledger.exchange.lint.schema import read_schema, schema_faults


def test_published_schemas_accept_sound_files() -> None:
    """BatteryPass' is UTF-16 and draft 4, and so are those of Catena-X but for the encoding."""
    folder = need_shared("formats")
    for path, content in (
        ("batterypass-1.2.0/CarbonFootprintForBatteries-schema.json", battery_pass()),
        ("catena-x/PcfForBatteryComponentSupplier-1.0.0-schema.json", component()),
    ):
        validator = read_schema((folder / path).read_bytes(), path)
        assert schema_faults(json.dumps(content).encode(), validator) == []


def test_a_fault_has_its_place() -> None:
    """The place is a path in the file; the linter's own findings stay beside it."""
    folder = need_shared("formats/catena-x")
    validator = read_schema((folder / "Pcf-9.0.0-schema.json").read_bytes(), "s")
    content = pcf_9()
    content["scopeOfPcfForm"][0]["partialFullPcf"] = "Cradle-to-somewhere"
    data = json.dumps(content).encode()
    rows = schema_faults(data, validator)
    assert "scopeOfPcfForm[0].partialFullPcf" in {row.place for row in rows}
    assert {(row.code, row.severity) for row in rows} == {("lint.schema", "error")}
    first = lint(data, "f")
    both = with_findings(first, rows)
    assert both.errors == first.errors + len(rows)
    assert set(first.findings) <= set(both.findings)


def test_bounds_are_judged_on_decimals() -> None:
    """A number just above a bound is above it, though its double is not."""
    validator = read_schema(b'{"properties": {"a": {"maximum": 1}}}', "s")
    assert schema_faults(b'{"a": 1.00000000000000000001}', validator)[0].place == "a"
    assert schema_faults(b'{"a": 1.0}', validator) == []


@pytest.mark.parametrize(
    ("schema", "code"),
    [
        (b"", "json.syntax"),
        (b"[1]", "lint.bad_schema"),
        (b'"text"', "lint.bad_schema"),
        (b'{"type": 12}', "lint.bad_schema"),
        (b'{"$ref": "https://example.com/other.json"}', "lint.bad_schema"),
        (b'{"maximum": 1e99999999999999999999}', "json.syntax"),
    ],
)
def test_what_is_no_usable_schema(schema: bytes, code: str) -> None:
    """It is refused with its file; nothing is fetched."""
    with refused(code, "s.json"):
        read_schema(schema, "s.json")


def test_a_number_beyond_all_decimals() -> None:
    """The file is refused, as no validator can judge it."""
    validator = read_schema(b"{}", "s")
    with refused("json.syntax"):
        schema_faults(b'{"a": 1e99999999999999999999}', validator)
