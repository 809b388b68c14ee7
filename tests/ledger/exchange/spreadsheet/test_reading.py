"""Unusual files that are still read, and the remarks in their reports."""

import csv
import io
import json

import openpyxl
import pytest
from support.sheets import Rows, csv_text, saved, sound, with_field, workbook

from ledger.exchange.spreadsheet.check import CheckedFile, check_spreadsheet
from ledger.exchange.spreadsheet.columns import VERSION
from ledger.exchange.spreadsheet.correction import write_corrected
from ledger.exchange.spreadsheet.template import write_csv, write_template
from ledger.translations.languages import LANGUAGES, Language
from schemas.views.row_report import MAX_PROBLEMS
from schemas.vocabulary import Stage

MAIN = Stage.MAIN_PRODUCTION


def codes(checked: CheckedFile) -> list[str]:
    """The codes of a report, in its order."""
    return [row.code for row in checked.report.problems]


def read(data: bytes, name: str = "a.xlsx") -> CheckedFile:
    """A file that must be accepted."""
    checked = check_spreadsheet(data, name)
    assert checked.report.accepted, checked.report.problems[:3]
    return checked


def separated(text: str, separator: str) -> str:
    """The same table with another separator, quoted where it must be."""
    rows = csv.reader(io.StringIO(text), delimiter=";" if ";" in text else ",")
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue()


UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le")
ENCODINGS: list[tuple[Language, str]] = [(name, code) for name in LANGUAGES for code in UNICODE]


@pytest.mark.parametrize(
    ("language", "encoding"), [*ENCODINGS, ("zh", "gb18030"), ("de", "cp1252"), ("en", "cp1252")]
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_in_every_encoding_and_separator(
    language: Language, encoding: str, separator: str
) -> None:
    """The files of each language's Excel; an encoding other than UTF-8 is reported."""
    text = separated(csv_text(language), separator)
    checked = read(text.encode(encoding), "a.csv")
    plain = encoding.startswith("utf-8") or (encoding == "cp1252" and text.isascii())
    assert codes(checked) == ([] if plain else ["file.read_as"])


def test_a_file_without_its_first_line_is_read_by_its_headings() -> None:
    """The Chinese headings make GB18030 likely, and decide the language of the report."""
    text = csv_text("zh").partition("\n")[2]
    checked = read(text.encode("gb18030"), "a.csv")
    assert checked.report.language == "zh"
    assert {"template.unmarked", "file.read_as"} <= set(codes(checked))


def test_excels_first_line_for_the_separator_is_passed_over() -> None:
    """Rows keep the numbers that Excel shows."""
    text = "sep=;\n" + csv_text("de").replace("kg;Hauptprodukt", "Zentner;Hauptprodukt")
    report = check_spreadsheet(text.encode(), "a.csv").report
    assert [(row.code, row.cell) for row in report.problems] == [("unit.unknown", "E20")]


def test_a_csv_that_excel_saved_as_workbook_is_read() -> None:
    """All tables on one sheet, as in the CSV."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in csv_text("de").splitlines():
        sheet.append(line.split(";"))
    draft = read(saved(book)).drafted
    expected = read(csv_text("de").encode(), "a.csv").drafted
    assert draft is not None
    assert expected is not None
    assert draft.data == expected.data


def test_what_is_hidden_is_read_and_said() -> None:
    """A hidden row, column and sheet count, with a warning."""
    book = workbook()
    book["Inputs"].row_dimensions[3].hidden = True
    book["Inputs"].column_dimensions["J"].hidden = True
    book["Wastes"].sheet_state = "hidden"
    problems = read(saved(book)).report.problems
    found = {(row.code, row.sheet, row.row, row.cell) for row in problems}
    assert found == {
        ("row.hidden", "Inputs", 3, None),
        ("column.hidden", "Inputs", 1, "J1"),
        ("sheet.hidden", "Wastes", None, None),
    }


def test_an_older_template_is_read_with_a_note() -> None:
    """Version 1 had no kind of input: the filled columns decide it."""
    book = workbook()
    book["Inputs"].delete_cols(1)
    book["_cradle"]["B1"] = 1
    checked = read(saved(book))
    assert codes(checked) == ["template.older"]
    assert checked.report.template_version == 1
    newest = read(saved(workbook()))
    assert checked.drafted is not None
    assert newest.drafted is not None
    assert newest.report.template_version == VERSION
    assert checked.drafted.data == newest.drafted.data


def test_titles_above_headings_and_own_sheets_are_passed_over() -> None:
    """Headings are found, blank rows counted, an own sheet and an own column noted."""
    book = workbook("de")
    book["Abfälle"].insert_rows(1, 3)
    book["Abfälle"]["A1"] = "Werk Nord"
    book["Abfälle"]["I4"] = "Bemerkung"
    book.create_sheet("Rechnung")
    assert codes(read(saved(book))) == ["column.unknown", "sheet.unknown"]


@pytest.mark.parametrize(
    ("other", "code"), [("0.5", "number.ambiguous"), ("0,5", "number.read_as")]
)
def test_a_number_of_another_language_leaves_those_with_two_readings_undecided(
    other: str, code: str
) -> None:
    """In a German file with a decimal point, 1.234 is ambiguous."""
    book = workbook("de")
    book["Erzeugnisse"]["D2"] = "1.234"
    book["Emissionen"]["C2"] = other
    problems = check_spreadsheet(saved(book), "a.xlsx").report.problems
    found = next(row for row in problems if row.cell == "D2")
    assert found.code == code
    assert found.suggestion == ("1234 / 1.2340" if code == "number.ambiguous" else None)


def test_the_language_may_be_stated() -> None:
    """The caller's language has precedence over the template's."""
    book = workbook("de")
    book["Erzeugnisse"]["D2"] = "1.234"
    checked = check_spreadsheet(saved(book), "a.xlsx", "en")
    assert checked.report.problems[0].message.startswith("Read as 1.234")


def test_the_last_day_counts() -> None:
    """1 January after a year of whole months is one day too many, with a warning."""
    book = workbook()
    book["Process"]["B6"] = "2026-01-01"
    problem = read(saved(book)).report.problems[0]
    assert (problem.code, problem.suggestion) == ("period.one_day_more", "2025-12-31")


def test_excel_numbers_are_rounded_to_fifteen_digits_and_said() -> None:
    """0.1 + 0.2 is 0.3."""
    rows: Rows = with_field(sound(), "outputs", "amount", "5")
    book = workbook(rows=rows)
    data = saved(book)
    assert codes(read(data)) == []
    book["Outputs"]["D2"] = "0.30000000000000004"
    book["Outputs"]["D2"].data_type = "n"
    problem = read(saved(book)).report.problems[0]
    assert (problem.code, problem.cell) == ("number.rounded", "D2")


def test_a_thousand_problems_are_listed_and_the_rest_counted() -> None:
    """Errors come before warnings, and every row counts."""
    rows = sound()
    row = {**dict(rows["wastes"][0]), "unit": "bushel"}
    data = write_template("en", MAIN, {**rows, "wastes": [row] * 1200})
    report = check_spreadsheet(data, "a.xlsx").report
    assert len(report.problems) == MAX_PROBLEMS
    assert report.problems_left_out == 200
    assert (report.rows_total, report.rows_failed) == (1205, 1200)


@pytest.mark.parametrize(
    ("row", "changed", "found"),
    [
        (
            0,
            {"known": "guessed", "amount": "0"},
            {"E2": ["number.zero"], "I2": ["word.unknown"]},
        ),
        (
            1,
            {"known": "guessed", "flow": "no list"},
            {"C3": ["flow.word"], "I3": ["word.unknown"]},
        ),
        (
            1,
            {"unit": "bushel", "flow": "no list"},
            {"C3": ["flow.word"], "F3": ["unit.unknown"]},
        ),
    ],
)
def test_all_that_is_wrong_with_an_input_is_reported_at_once(
    row: int, changed: dict[str, str], found: dict[str, list[str]]
) -> None:
    """An unknown word does not prevent the check of other cells in its row."""
    rows = sound()
    for key, value in changed.items():
        rows = with_field(rows, "inputs", key, value, row)
    problems = check_spreadsheet(write_template("en", MAIN, rows), "a.xlsx").report.problems
    errors = [problem for problem in problems if problem.severity == "error"]
    told = {cell: [row.code for row in errors if row.cell == cell] for cell in found}
    assert told == found
    assert len(errors) == 2


def test_an_entry_over_its_limit_is_reported() -> None:
    """More than a MiB of rows cannot be one entry."""
    rows = sound()
    data = write_template("en", MAIN, {**rows, "wastes": [rows["wastes"][0]] * 9000})
    assert codes(check_spreadsheet(data, "a.xlsx")) == ["entry.too_large"]


def test_the_corrected_file_has_red_cells_and_no_formula() -> None:
    """The wrong cell is red with its sentence; what begins like a formula is text; the report is a sheet."""
    book = workbook("de")
    book["Erzeugnisse"]["D2"] = "=1+"
    book["Erzeugnisse"]["D2"].data_type = "s"
    book["Erzeugnisse"]["C2"] = "+cmd|' /C calc'!A0"
    book["Erzeugnisse"]["C2"].data_type = "s"
    checked = check_spreadsheet(saved(book), "a.xlsx")
    corrected = openpyxl.load_workbook(io.BytesIO(write_corrected(checked)))
    wrong, text = corrected["Erzeugnisse"]["D2"], corrected["Erzeugnisse"]["C2"]
    assert (wrong.value, wrong.data_type, wrong.fill.start_color.rgb) == ("=1+", "s", "FFFFC7CE")
    assert wrong.comment is not None
    assert "number.text" in wrong.comment.text
    assert (text.value, text.data_type, text.quotePrefix) == ("+cmd|' /C calc'!A0", "s", True)
    assert corrected["Bericht"]["A2"].value == "Erzeugnisse!D2"
    assert all(
        cell.data_type != "f" for sheet in corrected for row in sheet.iter_rows() for cell in row
    )


@pytest.mark.parametrize("table", ["outputs", "process"])
def test_the_report_and_the_red_cell_agree(table: str) -> None:
    """Rows and columns that moved in the corrected file have both places in the report."""
    book = workbook()
    sheet = book["Outputs" if table == "outputs" else "Process"]
    sheet.insert_rows(1, 4)
    place = "D6" if table == "outputs" else "B9"
    sheet[place] = "many" if table == "outputs" else "last year"
    corrected = openpyxl.load_workbook(
        io.BytesIO(write_corrected(check_spreadsheet(saved(book), "a.xlsx")))
    )
    row = [cell.value for cell in corrected["Report"][2]]
    name, _, here = str(row[1]).partition("!")
    assert row[0] == f"{sheet.title}!{place}"
    assert here == ("D2" if table == "outputs" else "B5")
    assert corrected[name][here].value == sheet[place].value
    assert corrected[name][here].fill.start_color.rgb == "FFFFC7CE"


def test_a_text_that_looks_like_a_formula_is_kept_from_running_in_csv() -> None:
    """It is written behind an apostrophe, and read back without it."""
    rows = with_field(sound(), "outputs", "name", "=HYPERLINK(1)")
    data = write_csv("en", MAIN, rows)
    assert b"'=HYPERLINK(1)" in data
    drafted = read(data, "a.csv").drafted
    assert drafted is not None
    assert b'"name":"=HYPERLINK(1)"' in (drafted.data or b"")


def test_an_empty_cell_does_not_say_how_an_amount_is_known() -> None:
    """The column is read where it is filled in; nothing is put in its place."""
    rows = sound()
    silent = {key: value for key, value in rows["inputs"][0].items() if key != "known"}
    book = workbook(rows={**rows, "inputs": [silent, *rows["inputs"][1:]]})
    checked = read(saved(book))
    assert checked.drafted is not None
    first, second, *_ = json.loads(checked.drafted.data or b"")["inventory"]["inputs"]
    assert ("known" in first, "known" in second) == (False, True)
