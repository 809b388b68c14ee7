"""Sheets are matched by name and then by headings, and what no table reads is kept in the corrected file."""

import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.sheets import SHEETS, saved, sound, workbook

from ledger.exchange.spreadsheet.check import CheckedFile, check_spreadsheet
from ledger.exchange.spreadsheet.correction import write_corrected
from ledger.exchange.spreadsheet.template import write_csv
from schemas.vocabulary import Stage


def read(data: bytes, name: str = "cells.xlsx") -> CheckedFile:
    """Check a file by its own language."""
    return check_spreadsheet(data, name)


def codes(checked: CheckedFile) -> list[str]:
    """The codes of a file's problems, sorted."""
    return sorted(row.code for row in checked.report.problems)


def contents(data: bytes) -> dict[str, set[str]]:
    """The texts of each sheet of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        sheet.title: {
            str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell
        }
        for sheet in book
    }


@pytest.mark.parametrize("name", SHEETS.values())
def test_a_renamed_sheet_is_read_by_its_headings(name: str) -> None:
    """Each table has headings that no other has as many of; the draft is the same."""
    book = workbook()
    book[name].title = "Werk Nord 2026"
    checked = read(saved(book))
    [problem] = checked.report.problems
    assert (problem.code, problem.severity) == ("sheet.renamed", "warning")
    assert (problem.sheet, name in problem.message) == ("Werk Nord 2026", True)
    named = read(saved(workbook())).drafted
    assert checked.drafted is not None
    assert named is not None
    assert checked.drafted.data == named.data


def test_two_sheets_that_could_be_one_table_are_not_read() -> None:
    """The author names the right one."""
    book = workbook()
    book.copy_worksheet(book["Wastes"]).title = "January"
    book["Wastes"].title = "February"
    checked = read(saved(book))
    assert codes(checked) == ["sheet.ambiguous", "sheet.ambiguous"]
    assert checked.tables["wastes"] == ()
    assert {"January (not read)", "February (not read)"} <= contents(
        write_corrected(checked)
    ).keys()


def test_a_copy_of_a_sheet_is_no_other_table() -> None:
    """A copy of the inputs has all headings that wastes need, and is not read as wastes."""
    book = workbook()
    del book["Wastes"]
    book.copy_worksheet(book["Inputs"]).title = "Inputs of last year"
    checked = read(saved(book))
    assert codes(checked) == ["sheet.unknown"]
    assert checked.tables["wastes"] == ()


def test_a_table_above_the_first_name_of_a_csv_file_is_read_by_its_headings() -> None:
    """The line with the name of the table was deleted."""
    data = write_csv("en", Stage.MAIN_PRODUCTION, sound()).decode("utf-8-sig")
    first, rest = data.split("[Process]\r\n")
    checked = read((first + rest).encode(), "cells.csv")
    assert codes(checked) == ["sheet.renamed"]
    assert checked.report.accepted


def test_a_sheet_that_was_read_whole_is_not_copied() -> None:
    """Headings and hints of the template are nobody's data, and an empty sheet has none."""
    book = workbook("de")
    book.create_sheet("Tabelle2")
    assert read(saved(book)).unread == ()


def test_a_name_that_no_sheet_may_have_is_changed() -> None:
    """CSV allows every name; Excel does not."""
    data = write_csv("en", Stage.MAIN_PRODUCTION, sound()) + b"\r\n[Q1/Q2: remarks?]\r\nhello\r\n"
    corrected = contents(write_corrected(read(data, "cells.csv")))
    assert corrected["Q1 Q2  remarks  (not read)"] == {"hello"}


def test_a_copy_is_not_copied_under_a_longer_name() -> None:
    """The corrected file, corrected again, has the same sheets."""
    book = workbook()
    book["Inputs"]["P9"] = "who is this"
    once = write_corrected(read(saved(book)))
    twice = write_corrected(read(once))
    assert "Inputs (not read)" in contents(once)
    assert contents(once).keys() == contents(twice).keys()


@settings(max_examples=25)
@given(
    st.sampled_from(sorted(SHEETS.values())),
    st.integers(1, 8),
    st.integers(1, 16),
    st.sampled_from(["", "Inputs", "Mine (2026)", "an own name that is quite long"]),
)
def test_no_text_is_lost_wherever_it_stands(name: str, row: int, column: int, other: str) -> None:
    """A text in any cell, on a sheet of any name, is in the corrected file; of a product the ID that it makes."""
    book = workbook()
    book[name].cell(row, column, "lost and found")
    if other and other not in book.sheetnames:
        book[name].title = other
    corrected = contents(write_corrected(read(saved(book))))
    corrected.pop("Report")
    texts = (text.replace("-", " ") for texts in corrected.values() for text in texts)
    assert any("lost and found" in text for text in texts)
