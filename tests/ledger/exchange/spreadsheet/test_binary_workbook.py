"""Workbooks of the old binary format: what they state, and files that are refused."""

import random
from datetime import timedelta

import pytest
from support.office_workbooks import office_file

from ledger.exchange.spreadsheet import binary_workbook
from ledger.exchange.spreadsheet.binary_workbook import read_binary_workbook
from ledger.exchange.spreadsheet.check import check_spreadsheet
from ledger.exchange.spreadsheet.grid import Mark


def codes(data: bytes, name: str = "a.xls") -> list[str]:
    """The codes of the report on a file."""
    return [row.code for row in check_spreadsheet(data, name).report.problems]


def utf16(text: str) -> bytes:
    """A text as a compound file spells names."""
    return text.encode("utf-16-le")


def test_what_a_value_does_not_show_is_read() -> None:
    """Errors, percentages, durations, merges, hidden rows, columns and sheets."""
    grids = {grid.name: grid for grid in read_binary_workbook(office_file("odd", "xls"))}
    inputs, outputs = grids["Einsätze"], grids["Erzeugnisse"]
    assert inputs.errors == {(3, 12): "#DIV/0!"}
    assert inputs.marks == {(3, 12): Mark.ERROR}
    assert (inputs.hidden_rows, inputs.hidden_columns) == ({3}, {9})
    assert grids["Elemente"].marks[2, 2] is Mark.PERCENT
    assert grids["Abfälle"].hidden
    assert outputs.rows[1][10] == timedelta(hours=30)
    assert outputs.covered[6, 14] == (5, 13)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Workbook", "Document", "file.kind"),
        ("SummaryInformation", "_VBA_PROJECT_CUR  ", "file.macros"),
        ("SummaryInformation", "EncryptedPackage  ", "file.encrypted"),
    ],
)
def test_another_compound_file_is_refused(old: str, new: str, code: str) -> None:
    """A document of another program, one with macros, and one with a password."""
    data = office_file("filled", "xls").replace(utf16(old), utf16(new))
    assert codes(data) == [code]


def test_a_locked_workbook_is_refused() -> None:
    """The record FILEPASS stands after the first record of the globals."""
    data = office_file("filled", "xls")
    start = data.index(bytes.fromhex("0908100000060500"))
    after = start + 20
    locked = data[:after] + bytes.fromhex("2f00") + data[after + 2 :]
    assert codes(locked) == ["file.encrypted"]


@pytest.mark.parametrize(
    ("limit", "value", "code"),
    [
        ("MAX_ROWS", 5, "sheet.too_large"),
        ("MAX_COLUMNS", 4, "sheet.too_large"),
        ("MAX_PARTS", 3, "file.decompression_bomb"),
        ("MAX_CELLS", 100, "file.decompression_bomb"),
    ],
)
def test_sheets_that_reach_too_far_are_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int, code: str
) -> None:
    """One sheet by its rows or columns, several by their number or by all their cells."""
    monkeypatch.setattr(binary_workbook, limit, value)
    assert codes(office_file("filled", "xls")) == [code]


@pytest.mark.parametrize("seed", range(40))
def test_damaged_bytes_are_refused_or_read(seed: int) -> None:
    """No error of the library goes through, wherever a byte is wrong or the file is cut off."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable test
    data = bytearray(office_file("odd", "xls"))
    for _ in range(8):
        data[chance.randrange(512, len(data))] = chance.randrange(256)
    cut = bytes(data[: chance.randrange(9, len(data))])
    assert codes(bytes(data)) is not None
    assert set(codes(cut)) & {"file.damaged", "file.kind", "file.encrypted", "number.is_date"}
