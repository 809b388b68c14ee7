"""Compare the starter factors with their sources: `python -m tools.starter_sources FLAT_FILE.xlsx BASE_CARBONE.csv`.

The table has, for each factor, the file, the rows and the values as printed. The command reads these rows again and
prints each that differs. The files are not in the repository; docs/starter-factors.md says where copies of them are.
"""

import csv
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from openpyxl import load_workbook

from tools import tree

TABLE: Final = Path("tests/ledger/rulebooks/starter_sources.csv")
FLAT_FILE: Final = "flat-file.xlsx"
BASE_CARBONE: Final = "Base_Carbone_V22.0.csv"

_SHEET = "Factors by Category"
_ID, _VALUE = 0, 9
"""The columns of the flat file: the id of a row, and its factor."""
_ELEMENT, _TOTAL = "Identifiant de l'élément", "Total poste non décomposé"


def read_flat_file(path: Path) -> dict[str, str]:
    """The factors of the British flat file as printed, by the id of their row."""
    with closing(load_workbook(path, read_only=True, data_only=True)) as book:
        rows = (row for row in book[_SHEET].iter_rows(values_only=True) if len(row) > _VALUE)
        return {str(row[_ID]): str(row[_VALUE]) for row in rows if row[_VALUE] is not None}


def read_base_carbone(path: Path) -> dict[str, str]:
    """The totals of the elements of the French database as printed, by the id of the element."""
    with path.open(encoding="cp1252", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        return {row[_ELEMENT]: row[_TOTAL] for row in rows if row["Type Ligne"] == "Elément"}


def differences(printed: Mapping[str, Mapping[str, str]], top: Path = tree.TOP) -> Iterator[str]:
    """Yield a line for each row of the table that its file does not have so.

    Args:
        printed: the values as printed, by file and row.
        top: the folder of the repository.
    """
    with (top / TABLE).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names, values = row["row"].split(" + "), row["printed"].split(" + ")
            for name, value in zip(names, values, strict=True):
                found = printed[row["file"]].get(name)
                if found != value:
                    yield f"{row['flow']}: {row['file']}, row {name}: {found}, not {value}"


def main(arguments: list[str]) -> int:
    """Print what differs; return 1 if anything does."""
    flat_file, base_carbone = map(Path, arguments)
    printed = {
        FLAT_FILE: read_flat_file(flat_file),
        BASE_CARBONE: read_base_carbone(base_carbone),
    }
    found = list(differences(printed))
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
