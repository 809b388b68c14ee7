"""The sheets with errors as a person sees them."""

from support.sheets import at, saved, sound, with_field, workbook

from ledger.exchange.spreadsheet.check import check_spreadsheet
from ledger.exchange.spreadsheet.dry_run import MOST_ROWS, view_sheets
from ledger.exchange.spreadsheet.template import write_csv
from schemas.vocabulary import Stage


def test_a_sound_file_has_no_sheet_to_show() -> None:
    """Only sheets with an error are shown."""
    checked = check_spreadsheet(saved(workbook()), "a.xlsx")
    assert checked.report.accepted
    assert view_sheets(checked) == ()


def test_a_wrong_cell_is_marked_at_its_address_with_its_sentence() -> None:
    """The content is that of the file, and the sentence that of the report."""
    book = workbook(rows=sound())
    cell = at("inputs", "amount", 3)
    book["Inputs"][cell] = "twelve"
    checked = check_spreadsheet(saved(book), "a.xlsx")
    (view,) = view_sheets(checked)
    (problem,) = [row for row in checked.report.problems if row.severity == "error"]
    found = [one for row in view.rows for one in row.cells if one.error is not None]
    assert view.sheet == "Inputs"
    assert [(one.cell, one.text, one.error) for one in found] == [(cell, "twelve", problem.message)]


def test_the_columns_have_the_letters_of_the_sheet() -> None:
    """A person finds them in its own program; columns without content are left out."""
    book = workbook(rows=sound())
    book["Inputs"][at("inputs", "amount", 3)] = "twelve"
    (view,) = view_sheets(check_spreadsheet(saved(book), "a.xlsx"))
    letters = {column.key: column.letter for column in view.columns}
    assert letters["amount"] == at("inputs", "amount")[0]
    assert all(any(row.cells[i].text for row in view.rows) for i in range(len(view.columns)))


def test_a_missing_cell_is_marked_where_it_belongs() -> None:
    """An empty mandatory cell has no content and its sentence."""
    book = workbook(rows=sound())
    book["Outputs"][at("outputs", "unit")] = None
    (view,) = view_sheets(check_spreadsheet(saved(book), "a.xlsx"))
    (cell,) = [one for row in view.rows for one in row.cells if one.error is not None]
    assert (cell.cell, cell.text) == (at("outputs", "unit"), "")


def test_a_form_shows_its_fields_one_below_the_other() -> None:
    """The sheet of the process has a name and a value in each row."""
    book = workbook(rows=sound())
    book["Process"][at("process", "country")] = "Fin-Land"
    (view,) = view_sheets(check_spreadsheet(saved(book), "a.xlsx"))
    wrong = [row for row in view.rows if row.cells[1].error is not None]
    assert [(row.cells[1].cell, row.cells[1].text) for row in wrong] == [
        (at("process", "country"), "Fin-Land")
    ]


def test_rows_of_a_long_sheet_that_are_right_are_left_out_and_counted() -> None:
    """The wrong row is shown wherever it is."""
    rows = sound()
    rows["inputs"] = [rows["inputs"][0]] * 500
    data = write_csv("en", Stage.MAIN_PRODUCTION, with_field(rows, "inputs", "unit", "x", 499))
    views = view_sheets(check_spreadsheet(data, "a.csv"))
    (view,) = [one for one in views if one.sheet == "Inputs"]
    assert (len(view.rows), view.left_out) == (MOST_ROWS, 500 - MOST_ROWS)
    assert view.rows[-1].cells != view.rows[0].cells
    assert any(cell.error for cell in view.rows[-1].cells)
    assert [row.row for row in view.rows] == sorted(row.row for row in view.rows)
