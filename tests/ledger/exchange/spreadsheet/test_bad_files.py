"""A hundred hostile or faulty spreadsheets: each is reported with exact sheet, cell and code."""

import pytest
from support.bad_cells import CELLS
from support.bad_files import FILES
from support.sheets import checked, problem_of, saved, workbook

from ledger.exchange.spreadsheet.check import check_spreadsheet
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import codes


def test_the_tables_are_long_enough() -> None:
    """At least sixty files, and no two of the same name."""
    assert len(CELLS) + len(FILES) >= 60
    assert not CELLS.keys() & FILES.keys()


def test_the_file_that_is_spoilt_is_sound() -> None:
    """Without its fault each workbook is accepted, without a remark."""
    report = check_spreadsheet(saved(workbook()), "sound.xlsx").report
    assert report.accepted
    assert report.problems == ()


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_is_reported(name: str) -> None:
    """The one error of the file has the code, the sheet and the cell, and the suggestion if there is one."""
    bad = CELLS[name]
    report = checked(bad).report
    errors = [row for row in report.problems if row.severity == "error"]
    assert [(row.code, row.sheet, row.cell) for row in errors] == [(bad.code, bad.sheet, bad.cell)]
    if bad.suggestion is not None:
        assert errors[0].suggestion == bad.suggestion
    assert not report.accepted


@pytest.mark.parametrize("language", ["de", "zh"])
@pytest.mark.parametrize("name", [name for name, bad in CELLS.items() if bad.code not in codes()])
def test_a_rule_of_the_entry_is_reported_in_the_language_of_the_file(
    name: str, language: Language
) -> None:
    """Its own English sentence is in no report of another language."""
    bad = CELLS[name]
    told = check_spreadsheet(bad.data(), bad.name, language).report
    english = {row.message for row in checked(bad).report.problems}
    assert bad.code in [row.code for row in told.problems]
    assert not english & {row.message for row in told.problems}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_reported(name: str) -> None:
    """The report has the code, and sheet and cell if the fault has a cell; there is no draft."""
    bad = FILES[name]
    result = checked(bad)
    found = problem_of(bad)
    assert found is not None, result.report.problems[:5]
    assert (found.sheet, found.cell) == (bad.sheet, bad.cell)
    assert not result.report.accepted
    assert result.drafted is None or result.drafted.data is None
