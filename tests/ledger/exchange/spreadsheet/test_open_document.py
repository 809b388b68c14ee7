"""OpenDocument workbooks: their values and what else they state, and files that are refused."""

from datetime import date, time, timedelta

import pytest
from support.ods_files import FILES, empty, number, ods, row, sheet
from support.sheets import checked, problem_of

from ledger.exchange.spreadsheet.grid import Grid, Mark
from ledger.exchange.spreadsheet.open_document import read_open_document


def read(body: str) -> Grid:
    """The one sheet of a file."""
    (grid,) = read_open_document(ods(body))
    return grid


def test_empty_cells_repeated_to_the_end_do_not_count() -> None:
    """LibreOffice fills each row and each sheet with them."""
    rows = row(number("1") + empty(16383)) + row(empty(16384), 1048575)
    assert read(sheet(rows)).rows == [[1.0]]


def test_repeated_cells_and_rows_are_as_many_cells() -> None:
    """Marks count as the values do, also behind hidden rows and columns."""
    rows = row(empty(16384), 2) + row(number("0.2", 2, "percentage"), 2) + row(number("3"))
    grid = read(sheet(rows))
    assert [list(cells) for cells in grid.rows[2:]] == [[0.2, 0.2], [0.2, 0.2], [3.0, ""]]
    assert grid.marks == {(row, column): Mark.PERCENT for row in (3, 4) for column in (0, 1)}


def test_hidden_rows_and_columns_are_found_behind_repeated_ones() -> None:
    """A filter hides rows as well."""
    columns = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>'
    )
    hidden = row(number("1"), 2).replace(
        "<table:table-row", '<table:table-row table:visibility="filter"'
    )
    grid = read(sheet(columns + row(number("1", 3)) + hidden))
    assert (grid.hidden_columns, grid.hidden_rows) == ({2}, {2, 3})


def test_a_merge_covers_its_cells() -> None:
    """The first cell has the value."""
    first = number("1").replace(
        "<table:table-cell",
        '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2"',
    )
    covered = "<table:covered-table-cell/>"
    grid = read(sheet(row(first + covered) + row(covered * 2 + number("2"))))
    assert grid.covered == dict.fromkeys([(1, 1), (2, 0), (2, 1)], (1, 0))


@pytest.mark.parametrize(
    ("shown", "mark"), [("#DIV/0!", Mark.ERROR), ("Err:502", Mark.ERROR), ("text", None)]
)
def test_the_shown_text_of_a_formula_decides_if_it_is_an_error(
    shown: str, mark: Mark | None
) -> None:
    """Excel and LibreOffice save an error as an empty text; the text of a comment beside it does not count."""
    note = "<office:annotation><text:p>not a value</text:p></office:annotation>"
    cell = (
        '<table:table-cell table:formula="of:=1" office:value-type="string"'
        f' office:string-value="">{note}<text:p>{shown}</text:p></table:table-cell>'
    )
    grid = read(sheet(row(cell)))
    assert grid.marks.get((1, 0)) is mark
    assert grid.errors == ({(1, 0): shown} if mark else {})


def test_a_formula_without_value_is_marked() -> None:
    """A program that does not compute saves none."""
    cell = '<table:table-cell table:formula="of:=1"/>'
    assert read(sheet(row(number("1") + cell))).marks == {(1, 1): Mark.NO_VALUE}


def test_days_and_times_are_days_and_times() -> None:
    """A duration above a day is one too, and no text."""
    cells = "".join(
        f'<table:table-cell office:value-type="{kind}" office:{name}-value="{value}"/>'
        for kind, name, value in (
            ("date", "date", "2025-12-31"),
            ("time", "time", "PT12H30M00S"),
            ("time", "time", "PT30H00M01.5S"),
            ("boolean", "boolean", "true"),
        )
    )
    ((*cells_read,),) = read(sheet(row(cells))).rows
    long = timedelta(hours=30, seconds=1)
    assert cells_read == [date(2025, 12, 31), time(12, 30), long, True]


def test_days_count_from_the_files_own_day() -> None:
    """Apple's and old Excel's files count from 1904."""
    settings = (
        "<table:calculation-settings>"
        '<table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    )
    assert read(settings + sheet(row(number("1")))).epoch == date(1904, 1, 1)


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused(name: str) -> None:
    """No draft is made of it."""
    bad = FILES[name]
    assert problem_of(bad) is not None, checked(bad).report.problems
    assert checked(bad).drafted is None
