"""A supplier's work with a spreadsheet: template, check, signed entry, delivery note, and its customer's file."""

import json
import stat
from datetime import date
from pathlib import Path
from shlex import quote

import openpyxl
import pytest
from support.command import Ran, cradle, did
from support.ledger_cli import ledger
from support.sheets import at, saved, sound, with_field, workbook

from ledger.exchange.spreadsheet.template import write_csv, write_template
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import label, title
from schemas.vocabulary import Stage

MAIN = Stage.MAIN_PRODUCTION


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A ledger with two participants, and their keys beside it."""
    where = ledger(tmp_path)
    for name, role in (("cells", "supplier"), ("packs", "manufacturer")):
        assert cradle("keys", "new", tmp_path / name).code == 0
        ran = register(tmp_path, name, role)
        (tmp_path / f"{name}.id").write_text(ran.out.strip())
    return where


def register(folder: Path, name: str, role: str) -> Ran:
    """Register the keys of a name."""
    told = ("--name", name.title(), "--country", "FI", "--role", role)
    return run(folder, name, "register", *told, "--quiet")


def run(folder: Path, name: str, *command: object) -> Ran:
    """Run a command with the keys of a name."""
    ran = cradle(*command, "--identity", folder / name, "--ledger", folder / "ledger")
    assert ran.code in {0, 1}, ran.err
    return ran


def cells_file(folder: Path, name: str = "cells.xlsx", amount: str = "500000") -> Path:
    """The cell maker's file, which has no deliveries."""
    rows = with_field({**sound(), "inputs": sound()["inputs"][1:]}, "outputs", "amount", amount)
    write = write_csv if name.endswith(".csv") else write_template
    (folder / name).write_bytes(write("de", MAIN, rows))
    return folder / name


def packs_file(folder: Path, line: str) -> Path:
    """The pack maker's file, which uses 1000 kg of the given delivery."""
    rows = with_field(sound(), "inputs", "delivery", line)
    rows = with_field(rows, "outputs", "product", "urn:example:pack:1")
    rows = with_field(rows, "inputs", "amount", "1000")
    (folder / "packs.xlsx").write_bytes(write_template("zh", MAIN, rows))
    return folder / "packs.xlsx"


@pytest.mark.parametrize("name", ["a t.xlsx", "t.csv"])
def test_a_template_is_written_and_has_to_be_filled(tmp_path: Path, name: str) -> None:
    """The template is in the chosen language; unfilled, it is reported cell by cell."""
    ran = did("template", "--language", "de", "--stage", "end_of_life", "--out", tmp_path / name)
    assert f"`cradle check {quote(str(tmp_path / name))}`" in ran.out.replace("\n", "")
    checked = cradle("check", tmp_path / name, "--json")
    assert checked.code == 1
    report = json.loads(checked.out)
    assert (report["language"], report["template_version"]) == ("de", 2)
    assert {row["code"] for row in report["problems"]} == {"cell.missing", "sheet.empty"}


@pytest.mark.parametrize(
    "wrong",
    [
        ("--out", "t.pdf"),
        ("--out", "t.csv", "--language", "fr"),
        ("--out", "t.csv", "--stage", "x"),
    ],
)
def test_a_template_of_no_such_kind_is_refused(wrong: tuple[str, ...]) -> None:
    """An unknown ending, language or stage is refused."""
    assert cradle("template", *wrong).err.startswith("refused: option.word")


@pytest.mark.parametrize("name", ["cells.xlsx", "cells.csv"])
def test_the_same_file_twice_changes_nothing(tmp_path: Path, book: Path, name: str) -> None:
    """The second receipt is of the same statement at the same place, also for the same data in another file."""
    path = cells_file(tmp_path, name)
    first = json.loads(run(tmp_path, "cells", "submit", path, "--json").out)
    second = json.loads(run(tmp_path, "cells", "submit", path, "--json").out)
    assert (first["id"], first["index"]) == (second["id"], second["index"])
    other = cells_file(tmp_path, "again.csv" if name == "cells.xlsx" else "again.xlsx")
    assert run(tmp_path, "cells", "submit", other, "--quiet").out.strip() == first["id"]
    entries = cradle("log", "list", "--kind", "entry", "--json", "--ledger", book)
    assert len(json.loads(entries.out)) == 1
    kept = tmp_path / "cells" / "salt-secret"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.usefixtures("book")
def test_two_suppliers_with_the_same_file_share_no_salt(tmp_path: Path) -> None:
    """Sections of equal content have different digests under different keys."""
    path = cells_file(tmp_path)
    salts = set()
    for name in ("cells", "packs"):
        entry = run(tmp_path, name, "submit", path, "--quiet").out.strip()
        shown = json.loads(cradle("log", "show", entry, "--ledger", tmp_path / "ledger").out)
        salts |= {section["salt"] for section in shown["sections"].values()}
    assert len(salts) == 4


@pytest.mark.usefixtures("book")
def test_a_changed_file_is_refused_with_the_entry_to_replace(tmp_path: Path) -> None:
    """The report points at the period and names the value to write; with that the file is accepted."""
    path = cells_file(tmp_path)
    entry = run(tmp_path, "cells", "submit", path, "--quiet").out.strip()
    cells_file(tmp_path, amount="490000")
    for command in ("check", "submit"):
        ran = run(tmp_path, "cells", command, path, "--json")
        assert ran.code == 1
        (problem,) = json.loads(ran.out)["problems"]
        assert (problem["code"], problem["sheet"], problem["cell"]) == (
            "entry.duplicate",
            "Prozess",
            "B6",
        )
        assert problem["suggestion"] == f"Ersetzt Eintrag: {entry}"
    corrected = openpyxl.load_workbook(path)
    corrected["Prozess"]["B11"], corrected["Prozess"]["B12"] = entry, "Berichtigung"
    corrected.save(path)
    assert run(tmp_path, "cells", "check", path).code == 0
    assert run(tmp_path, "cells", "submit", path).code == 0


@pytest.mark.usefixtures("book")
def test_outputs_that_share_by_a_mass_that_is_not_stated(tmp_path: Path) -> None:
    """The report names the empty cell of the kg per unit, in the language of the file; with it the file is accepted."""
    made, *_ = sound()["outputs"]
    pieces = {**made, "unit": "piece", "amount": "1000", "allocation_value": "20000"}
    pieces.pop("kg_per_unit", None)
    trim = {**made, "line": "trim", "product": "urn:example:trim", "role": "co_product"}
    trim |= {"unit": "kg", "amount": "500", "allocation_value": "500"}
    rows = {**sound(), "inputs": sound()["inputs"][1:], "elements": []}
    rows["process"] = [{**sound()["process"][0], "allocation": "mass"}]
    for kg, codes in ((None, ["entry.allocation_unstated"]), ("20", [])):
        main = pieces if kg is None else {**pieces, "kg_per_unit": kg}
        path = tmp_path / "trim.xlsx"
        path.write_bytes(write_template("de", MAIN, {**rows, "outputs": [main, trim]}))
        for command in ("check", "submit"):
            ran = run(tmp_path, "cells", command, path, "--json")
            assert ran.code == len(codes)
            found = json.loads(ran.out).get("problems", [])
            errors = [row for row in found if row["severity"] == "error"]
            assert [row["code"] for row in errors] == codes
            for row in errors:
                cell = at("outputs", "kg_per_unit")
                assert (row["sheet"], row["row"], row["cell"]) == (title("outputs", "de"), 2, cell)
                assert row["message"].startswith("Diese Angabe je Einheit fehlt")


def test_a_delivery_travels_as_a_line(tmp_path: Path, book: Path) -> None:
    """A supplier's delivery reaches the customer's file as a line; a refusal by the ledger names its cell."""
    entry = run(tmp_path, "cells", "submit", cells_file(tmp_path), "--quiet").out.strip()
    to = (tmp_path / "packs.id").read_text()
    sold = ("--entry", entry, "--to", to, "--number", "LS-1", "--amount", "1000")
    delivery = run(tmp_path, "cells", "deliver", *sold, "--quiet").out.strip()
    picture = tmp_path / "note.PNG"
    line = cradle("delivery-code", delivery, "--qr", picture, "--ledger", book).out.strip()
    assert line.startswith("CRADLE1:")
    assert ":1000KG:" in line
    assert picture.read_bytes().startswith(b"\x89PNG")
    ran = cradle("delivery-code", delivery, "--qr", tmp_path / "note.jpg", "--ledger", book)
    assert (ran.code, ran.err.split()[1]) == (1, "option.word")
    told = json.loads(cradle("delivery-code", delivery, "--json", "--ledger", book).out)
    assert told == {"delivery": delivery, "line": line}
    path = packs_file(tmp_path, line)
    assert run(tmp_path, "packs", "check", path).code == 0
    foreign = json.loads(run(tmp_path, "cells", "check", path, "--json").out)["problems"]
    assert [(row["code"], row["cell"]) for row in foreign] == [("delivery.recipient", "B2")]
    made = run(tmp_path, "packs", "submit", path, "--quiet").out.strip()
    shown = json.loads(cradle("log", "show", made, "--ledger", book).out)
    assert shown["sections"]["inventory"]["value"]["inputs"][0]["delivery"] == delivery


def test_a_delivery_code_of_nothing_is_refused(book: Path) -> None:
    """An id without a delivery is refused."""
    ran = cradle("delivery-code", "sha256:" + "0" * 64, "--ledger", book)
    assert ran.err.startswith("refused: statement.unknown")


def test_the_report_is_for_people_too(tmp_path: Path) -> None:
    """The report has counts, cell, sentence and code, the corrected file, and the cost of the default."""
    rows = with_field(sound(), "outputs", "amount", "987654")
    unknown = {"kind": "unknown_supplier", "flow": "example:copper", "amount": "5", "unit": "kg"}
    unknown |= {"purpose": "material", "known": "invoiced"}
    rows = {**rows, "inputs": [*rows["inputs"], unknown]}
    path = tmp_path / "cells.csv"
    path.write_bytes(write_csv("en", MAIN, rows).replace(b"987654", b'"3,1 Mio"'))
    factors = Path(__file__).parents[3] / "docs" / "examples" / "factors.json"
    out = tmp_path / "out.xlsx"
    ran = cradle("check", path, "--factor-set", factors, "--corrected", out)
    assert ran.code == 1
    assert "The file is refused; rows with an error: 1 of 7; template version 2" in ran.out
    assert "Outputs!D19: A word for thousands or millions" in ran.out
    assert "found '3,1 Mio' -> 3100000" in ran.out
    assert "32.5" in ran.out
    assert "nothing to compare with" in ran.out
    assert openpyxl.load_workbook(out)["Outputs"]["D2"].value == "3,1 Mio"


@pytest.mark.parametrize(
    ("language", "counts", "found"),
    [
        ("de", "Die Datei wird zurückgewiesen; Zeilen mit Fehler: 1 von 6", "gefunden: '3,1 Mio'"),
        ("zh", "文件被拒绝", "原内容 '3,1 Mio'"),
    ],
)
def test_the_whole_report_is_in_the_language_of_the_file(
    tmp_path: Path, language: Language, counts: str, found: str
) -> None:
    """Counts, weights and notes too."""
    book = workbook(language)
    book[title("outputs", language)]["D2"] = "3,1 Mio"
    (tmp_path / "cells.xlsx").write_bytes(saved(book))
    lines = cradle("check", tmp_path / "cells.xlsx").out.splitlines()
    assert lines[0].startswith(counts)
    assert lines[1].startswith(f"- {label('severities', 'error', language)} ")
    assert found in lines[2]


def test_a_factor_set_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A name that is neither a file nor a digest in a named ledger is refused."""
    ran = cradle("check", cells_file(tmp_path), "--factor-set", "sha256:" + "0" * 64)
    assert ran.err.startswith("refused: factor_set.unknown")


def test_an_entry_of_another_year_is_another_entry(tmp_path: Path, book: Path) -> None:
    """Only the period and the salts differ."""
    path = cells_file(tmp_path)
    first = run(tmp_path, "cells", "submit", path, "--quiet").out.strip()
    rows = with_field(
        {**sound(), "inputs": sound()["inputs"][1:]}, "process", "first_day", date(2024, 1, 1)
    )
    path.write_bytes(
        write_template("de", MAIN, with_field(rows, "process", "last_day", date(2024, 12, 31)))
    )
    second = run(tmp_path, "cells", "submit", path, "--quiet").out.strip()
    shown = [
        json.loads(cradle("log", "show", name, "--ledger", book).out) for name in (first, second)
    ]
    digests = [row["payload"]["sections"]["product"] for row in shown]
    assert digests[0] != digests[1]


def test_a_file_whose_entry_was_withdrawn_is_no_entry_again(book: Path, tmp_path: Path) -> None:
    """Its first receipt would look like success; a changed file is a new entry."""
    del book
    file = cells_file(tmp_path)
    entry = run(tmp_path, "cells", "submit", file, "--quiet").out.strip()
    why = ("--reason", "entered_in_error")
    assert run(tmp_path, "cells", "withdraw", entry, *why).code == 0
    again = run(tmp_path, "cells", "submit", file)
    assert (again.code, "[entry.withdrawn]" in again.out) == (1, True)
    assert "zurückgezogen" in again.out
    assert run(tmp_path, "cells", "submit", cells_file(tmp_path, amount="510000")).code == 0


def test_no_workbook_is_replaced_unasked(tmp_path: Path) -> None:
    """A template, a corrected file and a policy need a new name or --force; the checked file is never replaced."""
    file = cells_file(tmp_path)
    content = file.read_bytes()
    for command in (
        ("template", "--out", file),
        ("check", cells_file(tmp_path, "other.csv"), "--corrected", file),
        ("policy", "--out", file, "--ledger", tmp_path / "none"),
    ):
        ran = cradle(*command)
        assert (ran.code, file.read_bytes()) == (1, content)
        assert "file.exists" in ran.err
    ran = cradle("check", file, "--corrected", file, "--force")
    assert (ran.code, file.read_bytes()) == (1, content)
    assert "file.itself" in ran.err
    assert cradle("template", "--out", file, "--force").code == 0
    assert file.read_bytes() != content


def test_a_json_file_is_no_spreadsheet(tmp_path: Path) -> None:
    """The refusal names what checks a draft, and what checks a file of others."""
    file = tmp_path / "passport.json"
    file.write_text("{}")
    ran = cradle("check", file)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"refused: sheet.no_spreadsheet at {file}: This is no spreadsheet")
    assert "`cradle received check`" in ran.err
