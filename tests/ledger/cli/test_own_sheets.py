"""A firm's own sheet, from the first refusal by its mapping to a signed entry, and the next year's file."""

import json
from pathlib import Path

import openpyxl
import pytest
from support.command import cradle, did
from support.ledger_cli import ledger
from support.office_workbooks import KINDS, office_file
from support.own_sheets import HEADER, answered, bytes_of, own_workbook

from ledger.exchange.spreadsheet.columns import BY_KEY

TOTAL = ("Summe", "", 1247, "")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The sheet with a row of totals."""
    path = tmp_path / "own.xlsx"
    path.write_bytes(bytes_of(own_workbook(TOTAL)))
    return path


def mapped(own: Path) -> Path:
    """The mapping of the sheet, answered."""
    did("map", own)
    path = own.with_name("own.xlsx.mapping.toml")
    path.write_text(answered(path.read_text(encoding="utf-8")), encoding="utf-8")
    return path


def codes(*command: object) -> tuple[int, list[str]]:
    """The exit status of a check, and its codes."""
    ran = cradle("check", *command, "--json")
    return ran.code, [row["code"] for row in json.loads(ran.out)["problems"]]


def test_a_foreign_file_is_answered_with_commands_that_work(own: Path) -> None:
    """The one for the template, and the one for a mapping, whose draft is refused until it is answered."""
    ran = cradle("check", own, "--json")
    (problem,) = json.loads(ran.out)["problems"]
    assert (ran.code, problem["code"]) == (1, "file.foreign")
    get, write = problem["suggestion"].split(" / ")
    did(*get.split()[1:-1], own.parent / "template.xlsx")
    assert write == "cradle map own.xlsx"
    written = json.loads(did("map", own, "--json").out)
    assert written == {"mapping": f"{own}.mapping.toml", "open": 15}
    again = cradle("check", own)
    assert again.err.startswith("refused: mapping.open at own.xlsx.mapping.toml, process.site_code")
    assert "answer each of its 15 ?" in " ".join(did("map", own, "--force").out.split())


def test_a_mapped_sheet_is_submitted_and_the_next_one_too(tmp_path: Path, own: Path) -> None:
    """The review shows the product id; the next file with the header needs no new mapping, and another is refused."""
    where = ledger(tmp_path)
    keys = tmp_path / "keys"
    signed = ("--identity", keys, "--ledger", where)
    did("keys", "new", keys)
    did("register", "--name", "Own", "--country", "DE", "--role", "supplier", *signed)
    mapping = mapped(own)
    ran = did("submit", own, "--yes", *signed)
    assert "urn:cradle:product:al-profil-6060-geschliffen" in " ".join(ran.err.split())
    entry = did("submit", own, "--quiet", *signed).out.strip()
    shown = json.loads(did("log", "show", entry, "--ledger", where).out)
    inputs = shown["sections"]["inventory"]["value"]["inputs"]
    assert [(row["amount"], row["unit"]) for row in inputs] == [
        ("1234500", "kWh"),
        ("12500", "kWh"),
    ]
    book = own_workbook(("Stadtwerke", "own:grid_c", 1, ""))
    (tmp_path / "next.xlsx").write_bytes(bytes_of(book))
    assert codes(tmp_path / "next.xlsx")[0] == 0
    mapping.rename(tmp_path / "a.toml")
    assert codes(tmp_path / "next.xlsx") == (1, ["file.foreign"])
    named = ("--mapping", tmp_path / "a.toml")
    assert codes(tmp_path / "next.xlsx", *named)[0] == 0
    did("template", "--out", tmp_path / "template.xlsx")
    assert codes(tmp_path / "template.xlsx", *named)[1] == ["mapping.unused"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_sheet_of_a_works_is_mapped_and_its_totals_count_once(tmp_path: Path, kind: str) -> None:
    """With two titles above, decimal commas and formulas of totals, as LibreOffice saves each format."""
    own = tmp_path / f"works.{kind}"
    own.write_bytes(office_file("works", kind))
    assert codes(own) == (1, ["file.foreign"])
    did("map", own)
    mapping = tmp_path / f"works.{kind}.mapping.toml"
    draft = mapping.read_text(encoding="utf-8")
    mapping.write_text(answered(draft, leave_out="[]"), encoding="utf-8")
    status, found = codes(own)
    assert (status, found.count("row.total")) == (1, 2)
    mapping.write_text(answered(draft, leave_out='["Zwischensumme", "Summe", "* Zähler"]'), "utf-8")
    ran = cradle("check", own, "--json")
    report = json.loads(ran.out)
    left = [row["row"] for row in report["problems"] if row["code"] == "row.left_out"]
    assert (ran.code, report["rows_total"], left) == (0, 4, [7, 9, 10])
    filled = tmp_path / "filled.xlsx"
    did("check", own, "--corrected", filled)
    sheet = openpyxl.load_workbook(filled)["Einsätze"]
    amount = BY_KEY["inputs"].keys.index("amount")
    amounts = [row[amount] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert amounts == [1234500, 12500, 750]


def test_the_corrected_file_of_a_mapped_sheet_is_a_template(tmp_path: Path, own: Path) -> None:
    """A server reads it, which takes no mapping."""
    mapping = mapped(own)
    filled = tmp_path / "filled.xlsx"
    did("check", own, "--corrected", filled)
    mapping.unlink()
    assert codes(filled)[0] == 0
    ran = cradle("check", own, "--there", "--mapping", "a.toml")
    assert ran.err.startswith("refused: option.mapping")


def test_a_json_draft_has_no_mapping(tmp_path: Path) -> None:
    """It names its own fields."""
    ran = cradle("submit", tmp_path / "entry.json", "--mapping", tmp_path / "a.toml")
    assert ran.err.startswith("refused: option.draft")


def test_a_file_that_no_one_can_map_is_refused(tmp_path: Path) -> None:
    """It has no header, and nothing is written."""
    path = tmp_path / "own.csv"
    path.write_text(";".join(HEADER), encoding="utf-8")
    assert cradle("map", path).err.startswith("refused: mapping.no_sheet")
    assert list(tmp_path.iterdir()) == [path]
