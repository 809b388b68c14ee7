"""A firm's own sheet is read by its mapping: each amount at its cell, and nothing left out unsaid."""

import tomllib

import orjson
import pytest
from support.ods_files import ods, row, sheet
from support.office_workbooks import office_file
from support.own_sheets import answered, bytes_of, own_workbook

from ledger.exchange.spreadsheet.check import CheckedFile, check_spreadsheet
from ledger.exchange.spreadsheet.columns import BY_KEY
from ledger.exchange.spreadsheet.correction import write_corrected
from ledger.exchange.spreadsheet.mapping import SheetMapping, parse_mapping
from ledger.exchange.spreadsheet.mapping_draft import draft_mapping

DRAFT = draft_mapping(bytes_of(own_workbook()), "own.xlsx", None)
MAPPING = parse_mapping(answered(DRAFT).encode(), "own.xlsx.mapping.toml")
TOTAL = ("Summe", "", 1247, "")


def read(*rows: tuple[object, ...], mapping: SheetMapping = MAPPING) -> CheckedFile:
    """The own sheet with further rows."""
    return check_spreadsheet(bytes_of(own_workbook(*rows)), "own.xlsx", mappings=[mapping])


def places(checked: CheckedFile) -> dict[str, tuple[str | None, str | int | None]]:
    """The sheet and the cell or row of the last problem with each code."""
    return {row.code: (row.sheet, row.cell or row.row) for row in checked.report.problems}


def errors(checked: CheckedFile) -> list[tuple[str, int | None]]:
    """The errors and their rows."""
    return [(row.code, row.row) for row in checked.report.problems if row.severity == "error"]


def amounts(checked: CheckedFile) -> list[tuple[str, str]]:
    """Amounts and units of the inputs in the draft."""
    assert checked.drafted is not None
    draft = orjson.loads(checked.drafted.data or b"{}")
    return [(row["amount"], row["unit"]) for row in draft["inventory"]["inputs"]]


def test_a_mapped_sheet_is_an_entry() -> None:
    """Decimal commas, the unit of the heading and the values of the mapping; the total is left out and reported."""
    made = read(TOTAL)
    assert made.report.accepted
    assert amounts(made) == [("1234500", "kWh"), ("12500", "kWh")]
    found = places(made)
    assert found["row.left_out"] == ("Verbrauch 2025", 6)
    assert found["mapping.not_read"] == ("Verbrauch 2025", 3)
    assert found["mapping.used"] == (None, None)
    assert "template.unmarked" not in found
    draft = orjson.loads(made.drafted.data or b"{}") if made.drafted else {}
    assert draft["site"] == {"code": "WERK-1", "country": "DE"}
    assert draft["inventory"]["outputs"][0]["amount"] == "1500500"


@pytest.mark.parametrize(
    "row",
    [
        TOTAL,
        ("", "Gesamt:", 1247, ""),
        ("合计", "", 1247, ""),
        ("Summe 2025", "own:all", 1247, ""),
        ("", "", 1247, ""),
    ],
)
def test_a_total_that_the_mapping_does_not_name_is_refused(row: tuple[object, ...]) -> None:
    """By its word in any column, or since it is a number alone."""
    mapping = parse_mapping(answered(DRAFT, leave_out="[]").encode(), "m")
    assert errors(read(row, mapping=mapping)) == [("row.total", 6)]


def test_a_row_without_an_amount_is_refused() -> None:
    """A heading between rows is not left out either, unless the mapping names it."""
    assert errors(read(("", "Wärme", "", ""))) == [("flow.word", 6), ("cell.missing", 6)]
    mapping = parse_mapping(answered(DRAFT, leave_out='["Wärme"]').encode(), "m")
    assert read(("", "Wärme", "", ""), mapping=mapping).report.accepted


def test_a_wrong_cell_is_reported_at_its_address() -> None:
    """And a value without a heading is not lost."""
    made = read(("", "own:grid_c", "viel", "", "lost"))
    assert places(made)["number.text"] == ("Verbrauch 2025", "C6")
    assert places(made)["column.unnamed"] == ("Verbrauch 2025", "E6")


def test_a_wrong_value_of_the_mapping_is_reported_there() -> None:
    """It has no cell."""
    wrong = answered(DRAFT).replace('country = "Deutschland"', 'country = "Kongo"')
    made = read(mapping=parse_mapping(wrong.encode(), "m.toml"))
    assert places(made)["word.ambiguous"] == ("m.toml", None)


def test_a_merged_cell_counts_where_the_mapping_says_so() -> None:
    """Otherwise it is refused, as in the template."""
    text = answered(DRAFT).replace('"Lieferant" = "-"', '"Lieferant" = "document"')
    text = text.replace('"Bemerkung" = "document"', '"Bemerkung" = "-"')
    mapping = parse_mapping(text.encode(), "m")
    assert errors(read(mapping=mapping)) == [("cell.merged", 5)]
    each = text.replace("leave_out", 'repeat = ["Lieferant"]\nleave_out')
    made = read(mapping=parse_mapping(each.encode(), "m"))
    assert {row.code for row in made.report.problems}.isdisjoint({"cell.merged"})
    assert [row.values.get("document") for row in made.tables["inputs"]] == ["Stadtwerke"] * 2


def test_the_next_file_with_the_header_uses_it_and_another_does_not() -> None:
    """The order of the headings counts; without a mapping the answer is the command for the template."""
    book = own_workbook(header=("Lieferant", "Energieträger", "Bemerkung", "Menge [MWh]"))
    made = check_spreadsheet(bytes_of(book), "own book.xlsx", mappings=[MAPPING])
    (problem,) = made.report.problems
    assert problem.code == "file.foreign"
    assert "cradle template --language en --stage" in (problem.suggestion or "")
    assert (problem.suggestion or "").endswith("cradle map 'own book.xlsx'")
    named = check_spreadsheet(bytes_of(book), "own.xlsx", mappings=[MAPPING], must_fit=True)
    assert [row.code for row in named.report.problems] == ["mapping.unused"]


def test_of_two_mappings_none_is_chosen() -> None:
    """Both are named."""
    other = MAPPING.model_copy(update={"name": "other.toml"})
    data = bytes_of(own_workbook())
    made = check_spreadsheet(data, "own.xlsx", mappings=[MAPPING, other])
    assert errors(made) == [("mapping.several", None)]


def test_a_mapped_csv_file_is_read_by_its_headings() -> None:
    """With the separator that gives them."""
    rows = ["Werk Bonn; Stand: 1,2,3", "Lieferant;Energieträger;Menge [MWh];Bemerkung"]
    rows += ["Stadtwerke;own:grid_a;1.234,5;Zähler 1", "Summe;;1.234,5;"]
    data = "\r\n".join(rows).encode("cp1252")
    made = check_spreadsheet(data, "own.csv", mappings=[MAPPING])
    assert made.report.accepted
    assert amounts(made) == [("1234500", "kWh")]


def test_the_corrected_file_is_the_filled_template() -> None:
    """It is read without the mapping, to the same draft."""
    made = read(TOTAL)
    again = check_spreadsheet(write_corrected(made), "c.xlsx")
    assert again.report.accepted
    assert (again.drafted and again.drafted.data) == (made.drafted and made.drafted.data)


def test_a_mapped_sheet_of_another_program_is_read_alike() -> None:
    """An .ods file; the title above the header may be a row of its own."""
    cells = [
        ("Verbrauch Werk Bonn",),
        ("Lieferant", "Energieträger", "Menge [MWh]", "Bemerkung"),
        ("Stadtwerke", "own:grid_a", "1.234,5", "Zähler 1"),
        ("Summe", "", "1.234,5", ""),
    ]
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(row("".join(map(cell.format, line))) for line in cells)
    made = check_spreadsheet(ods(sheet(rows, "Verbrauch")), "own.ods", mappings=[MAPPING])
    assert made.report.accepted
    assert amounts(made) == [("1234500", "kWh")]
    assert places(made)["row.left_out"] == ("Verbrauch", 4)


def test_a_mapped_sheet_of_excel_97_is_read_alike() -> None:
    """A sheet of an .xls file beside sheets of the template, which stay what they are."""
    data = office_file("filled", "xls")
    draft = draft_mapping(data, "filled.xls", "de")
    part = next(part for part in draft.split("\n# ") if part.startswith('"Einsätze"'))
    header = next(line for line in part.splitlines() if line.startswith("header"))
    fields = "\n".join(
        f'"{heading}" = "{key}"' for heading, key in zip(*headings_of(header), strict=True)
    )
    mapping = f'language = "de"\n[[sheet]]\ntable = "inputs"\n{header}\n[sheet.columns]\n{fields}'
    plainly = check_spreadsheet(data, "filled.xls")
    made = check_spreadsheet(data, "filled.xls", mappings=[parse_mapping(mapping.encode(), "m")])
    assert made.drafted is not None
    assert plainly.drafted is not None
    assert made.drafted.data == plainly.drafted.data


def headings_of(header: str) -> tuple[list[str], tuple[str, ...]]:
    """The headings of inputs in a line of a mapping, and their keys, in the order of the template."""
    return tomllib.loads(header)["header"], BY_KEY["inputs"].keys
