"""Workbooks that LibreOffice saved as .xlsx, .ods and .xls, and the workbooks that it was given.

The files are in `office_files`. LibreOffice 26.8 wrote them, and writes them again:

    PYTHONPATH=tests python -m support.office_workbooks DIR
    soffice --headless --convert-to ods --outdir tests/support/office_files DIR/*.xlsx

and so for `xls` and `xlsx`. `filled` is a sound template in German with numbers of many digits, and `odd` has one of
each thing that a value does not show: an error, a formula, a percentage, hidden parts, a merge, a duration, a comment.
`works` is a firm's own sheet.
"""

import sys
from datetime import timedelta
from pathlib import Path

from openpyxl.comments import Comment
from openpyxl.workbook.workbook import Workbook
from support.own_sheets import works_workbook
from support.sheets import Rows, saved, sound, with_field, workbook

FOLDER = Path(__file__).with_name("office_files")
KINDS = ("xlsx", "ods", "xls")
DIGITS = ("0.1", "3100000.5", "123456.789012345", "0.0000001", "99999999999999", "1234.5678")
"""Numbers that Excel keeps in full."""


def office_file(name: str, kind: str) -> bytes:
    """The bytes of a workbook as LibreOffice saved it."""
    return (FOLDER / f"{name}.{kind}").read_bytes()


def filled_rows() -> Rows:
    """The rows of `filled`: an input for each number of many digits."""
    rows = with_field(sound(), "elements", "fraction", "0.48")
    fuel = {"kind": "activity", "flow": "example:fuel", "unit": "kg", "purpose": "material"}
    more = [fuel | {"amount": amount} for amount in DIGITS]
    return {**rows, "inputs": [*rows["inputs"], *more]}


def odd() -> Workbook:
    """The workbook behind `odd`."""
    book = workbook("de")
    inputs, elements, outputs = book["Einsätze"], book["Elemente"], book["Erzeugnisse"]
    inputs.row_dimensions[3].hidden = True
    inputs.column_dimensions["J"].hidden = True
    book["Abfälle"].sheet_state = "hidden"
    inputs["M3"], inputs["N3"] = "=1/0", "=1+1.5"
    elements["C2"], elements["C2"].number_format = 0.48, "0.00%"
    elements["B2"].comment = Comment("not a value", "Cradle")
    outputs["N5"] = "merged"
    outputs.merge_cells("N5:O6")
    outputs["K2"], outputs["K2"].number_format = timedelta(hours=30), "[h]:mm:ss"
    book["Emissionen"]["C2"] = 0.1 + 0.2
    return book


def main() -> None:
    """Write the workbooks that LibreOffice is given into a folder."""
    folder = Path(sys.argv[1])
    (folder / "filled.xlsx").write_bytes(saved(workbook("de", filled_rows())))
    (folder / "odd.xlsx").write_bytes(saved(odd()))
    (folder / "works.xlsx").write_bytes(saved(works_workbook()))


if __name__ == "__main__":
    main()
