"""`cradle received check`: files and folders, without a ledger; text, JSON and exit status."""

import json
import sys
from pathlib import Path

import pytest
from support.command import cradle, did
from support.footprints import pact_3
from support.lint_files import SOUND, battery_pass, component
from support.need import need_shared


def write(path: Path, content: object) -> Path:
    """Write a file."""
    path.write_text(json.dumps(content))
    return path


def test_sound_files_of_all_formats(tmp_path: Path) -> None:
    """In one call, recognised one by one; exit 0."""
    files = [write(tmp_path / f"{name}.json", content) for name, content in SOUND.items()]
    ran = cradle("received", "check", *files)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("0 errors, 0 warnings, 0 remarks") == len(SOUND)
    folder = did("received", "check", tmp_path, "--json")
    assert {row["format"] for row in json.loads(folder.out)["files"]} == set(SOUND)


def test_what_a_person_reads(tmp_path: Path) -> None:
    """Severity, place, what is wrong and what to do, the code, and both values; exit 1."""
    file = write(tmp_path / "passport.json", battery_pass((60.01, 30, 5, 5)))
    ran = cradle("received", "check", file)
    assert ran.code == 1
    assert f"{file}: BatteryPass CarbonFootprintForBatteries 1.2.0: 2 errors, 0 warnings" in ran.out
    assert (
        "error batteryCarbonFootprint lint.stage_sum batteryCarbonFootprint is 0.2, and its parts"
        in " ".join(ran.out.split())
    )
    (line,) = (row for row in ran.out.splitlines() if " lint.stage_sum " in row)
    assert line.split()[-2:] == ["0.2", "100.01"]
    table = cradle("received", "check", file, "--csv").out
    assert table.startswith("severity,place,code,finding,stated,recomputed\n")
    assert ",0.2,100.01\n" in table


def test_a_long_report_is_cut_for_a_person(tmp_path: Path) -> None:
    """The rest is counted; JSON has it."""
    rows = [{"lifecycleStage": "Use", "carbonFootprint": 0.1}] * 60
    content = {**battery_pass(), "carbonFootprintPerLifecycleStage": rows}
    file = write(tmp_path / "long.json", content)
    assert "more; --json lists up to a thousand." in cradle("received", "check", file).out
    (report,) = json.loads(cradle("received", "check", file, "--json").out)["files"]
    assert len(report["findings"]) > 60


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Exit 2, with the reason and the file; the other files are checked, and errors outweigh it."""
    sound = write(tmp_path / "sound.json", component())
    unknown = write(tmp_path / "unknown.json", {"a": 1})
    ran = cradle("received", "check", unknown, sound, tmp_path / "missing.json")
    assert ran.code == 2
    assert ran.err.splitlines()[0].startswith(
        f"refused: lint.format at {unknown}: The file is of no format"
    )
    assert f"refused: file.unreadable at {tmp_path / 'missing.json'}" in ran.err
    assert str(sound) in ran.out
    faulty = write(tmp_path / "faulty.json", battery_pass(total=3))
    assert cradle("received", "check", unknown, faulty).code == 1
    listed = json.loads(cradle("received", "check", unknown, faulty, "--json").out)["files"]
    assert listed[0]["error"]["code"] == "lint.format"
    assert listed[1]["errors"] == 1


def test_wrong_usage(tmp_path: Path) -> None:
    """Exit 3: no file, an unknown format, an empty folder, a schema that is none."""
    file = write(tmp_path / "a.json", pact_3())
    (tmp_path / "empty").mkdir()
    for arguments, code in (
        ((), "command.usage"),
        ((file, "--format", "pact"), "option.word"),
        ((tmp_path / "empty",), "lint.no_files"),
        ((file, "--schema", tmp_path / "none.json"), "file.unreadable"),
        ((file, "--schema", write(tmp_path / "s.json", [1])), "lint.bad_schema"),
    ):
        ran = cradle("received", "check", *arguments)
        assert (ran.code, ran.err.split()[1].rstrip(":")) == (3, code)


def test_a_format_can_be_named(tmp_path: Path) -> None:
    """A footprint without its version is checked as what it is said to be."""
    content = pact_3()
    del content["specVersion"]
    file = write(tmp_path / "a.json", content)
    assert cradle("received", "check", file).code == 2
    ran = cradle("received", "check", file, "--format", "pact-3")
    assert (ran.code, "specVersion" in ran.out) == (1, True)


def test_validation_by_a_schema(tmp_path: Path) -> None:
    """Its findings are beside the linter's own."""
    schema = need_shared("formats/batterypass-1.2.0") / "CarbonFootprintForBatteries-schema.json"
    file = write(tmp_path / "a.json", battery_pass())
    assert cradle("received", "check", file, "--schema", schema).code == 0
    content = battery_pass()
    content["carbonFootprintPerLifecycleStage"][0]["lifecycleStage"] = "Mining"
    ran = cradle("received", "check", write(file, content), "--schema", schema)
    assert (ran.code, " lint.schema " in ran.out, " lint.stages " in ran.out) == (1, True, True)


def test_validation_without_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal says what to install; without a schema the package is not needed."""
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    monkeypatch.delitem(sys.modules, "ledger.exchange.lint.schema", raising=False)
    file = write(tmp_path / "a.json", battery_pass())
    ran = cradle("received", "check", file, "--schema", file)
    assert (ran.code, ran.err.split()[1]) == (3, "install.json_schema")
    assert "cradle-ledger[json-schema]" in ran.err
    assert cradle("received", "check", file).code == 0


def test_a_report_says_that_nothing_was_compared(tmp_path: Path) -> None:
    """It names the command that compares, also for documents of Cradle that the linter does not read."""
    command = "cradle verify BUNDLE --policy FILE --document FILE"
    file = write(tmp_path / "passport.json", battery_pass())
    assert (
        f"Not compared with any bundle; {command} does that."
        in cradle("received", "check", file).out
    )
    (report,) = json.loads(cradle("received", "check", file, "--json").out)["files"]
    assert report["not_compared"] == command
    for name, data in (("a.pdf", b"%PDF-1.7"), ("a.html", b"\n<!DOCTYPE html>"), ("b.json", b"{}")):
        (tmp_path / name).write_bytes(data)
        ran = cradle("received", "check", tmp_path / name)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("refused: lint.format")
        assert command in ran.err
