"""The comparison of the starter factors with their sources finds each number that is not printed so."""

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from tools import starter_sources, tree


def numbers(file: str) -> dict[str, str]:
    """The numbers of one source as the table has them, by row."""
    with (tree.TOP / starter_sources.TABLE).open(encoding="utf-8", newline="") as table:
        found = [row for row in csv.DictReader(table) if row["file"] == file]
    pairs = [
        zip(row["row"].split(" + "), row["printed"].split(" + "), strict=True) for row in found
    ]
    return {name: value for pair in pairs for name, value in pair}


def sources(folder: Path, **changed: float) -> list[str]:
    """Both files with the numbers of the table, and others for the named rows."""
    book = Workbook()
    sheet = book.create_sheet("Factors by Category")
    sheet.append(["UK Government GHG Conversion Factors"])
    for name, value in numbers(starter_sources.FLAT_FILE).items():
        sheet.append([name, *[""] * 8, changed.get(name, float(value))])
    book.save(folder / "flat.xlsx")
    with (folder / "base.csv").open("w", encoding="cp1252", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(("Type Ligne", "Identifiant de l'élément", "Total poste non décomposé"))
        for name, value in numbers(starter_sources.BASE_CARBONE).items():
            lines.writerow(("Elément", name, value))
            lines.writerow(("Poste", name, "0"))
    return [str(folder / "flat.xlsx"), str(folder / "base.csv")]


def test_equal_files_have_no_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The numbers are compared as printed, the parts of an element not at all."""
    assert starter_sources.main(sources(tmp_path)) == 0
    assert capsys.readouterr().out == ""


def test_another_number_is_shown_with_its_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line has the flow, the file's row and both numbers."""
    assert starter_sources.main(sources(tmp_path, **{"19_504_5116_15_1": 2863.9})) == 1
    assert capsys.readouterr().out == (
        "desnz:steel_primary.2025: flat-file.xlsx, row 19_504_5116_15_1: 2863.9, not 2863.90131\n"
    )
