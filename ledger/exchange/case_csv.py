"""Split a CSV table of a case folder into rows of named cells.

The separator is the one of comma, semicolon and tab that yields the most known columns; Excel's own first line `sep=;`
is skipped. Where a comma does not separate, it may be the decimal sign of the whole file; a file with both signs is
refused, because then a point or comma could also group thousands. No cell is lost: a row with more cells than the
header, a column without a name, an unknown one and one that is repeated are refused.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledger.exchange.case_names import is_remark, unknown_name
from schemas.errors import CradleError

NUMBERS = frozenset(
    {
        "allocation_value",
        "amount_per_unit_output",
        "energy_kwh_per_unit",
        "mass_fraction",
        "mass_kg_per_unit",
        "value",
    }
)
"""The columns of numbers."""

_SEPARATORS = (",", ";", "\t")
_DECIMAL = re.compile(r"[+-]?[0-9]*([.,])[0-9]+([eE][+-]?[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class NamedCells:
    """The filled cells of a row, by column; `number` is the row's as a spreadsheet shows it."""

    number: int
    cells: Mapping[str, str]


def read_cells(text: str, file: str, known: Collection[str]) -> tuple[NamedCells, ...]:
    """Read the rows of a table; blank ones are skipped but counted.

    Args:
        text: the content of the file.
        file: its name, for refusals.
        known: the columns that have an effect.

    Raises:
        CradleError: `case.csv`, `case.column` or `case.number`, with file and row.
    """
    skipped = text[:4].casefold() == "sep="
    separator = _separator(text.partition("\n")[2] if skipped else text, known)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        detail = f"The file is not a table in CSV: {error}. Save it again as CSV in UTF-8."
        raise CradleError("case.csv", detail, file) from None
    first = 2 if skipped else 1
    header, *others = rows[first - 1 :] or [[]]
    columns = [name.strip() for name in header]
    _check_columns(columns, f"{file}, row {first}", known)
    found = tuple(
        NamedCells(number, _name(columns, fields, f"{file}, row {number}"))
        for number, fields in enumerate(others, start=first + 1)
        if any(map(str.strip, fields))
    )
    return found if separator == "," else tuple(_with_points(found, file))


def _separator(text: str, known: Collection[str]) -> str:
    header = text.partition("\n")[0]
    return max(
        _SEPARATORS,
        key=lambda sign: sum(part.strip().strip('"') in known for part in header.split(sign)),
    )


def _check_columns(columns: Sequence[str], place: str, known: Collection[str]) -> None:
    for number, name in enumerate(columns):
        if name and name not in known and not is_remark(name):
            detail = unknown_name("column", name, known)
            raise CradleError(
                "case.column", f"{detail} Remarks go into a column note.", f"{place}, {name}"
            )
        if name and name in columns[:number]:
            detail = f"Column {name} is there twice; remove one."
            raise CradleError("case.column", detail, f"{place}, {name}")


def _name(columns: Sequence[str], fields: Sequence[str], place: str) -> dict[str, str]:
    """Name the filled cells of a row; refuse one that has no column."""
    filled = {number: text for number, field in enumerate(fields) if (text := field.strip())}
    for number, text in filled.items():
        if number >= len(columns):
            detail = f"The row has {number + 1} cells, its header {len(columns)}; put a cell that"
            detail += f" contains the separator in quotation marks, or remove {text!r:.40}."
            raise CradleError("case.csv", detail, place)
        if not columns[number]:
            detail = f"Column {number + 1} has no name but a cell; name it note, or remove it."
            raise CradleError("case.column", detail, place)
    return {columns[number]: text for number, text in filled.items()}


def _with_points(rows: Sequence[NamedCells], file: str) -> Iterator[NamedCells]:
    """Write a decimal comma as a point, in a file that writes all its numbers so."""
    first: dict[str, tuple[int, str]] = {}
    for row, _, text in _numbers(rows):
        written = _DECIMAL.fullmatch(text)
        if written:
            first.setdefault(written[1], (row.number, text))
    if len(first) > 1:
        point, comma = first["."], first[","]
        detail = f"Row {point[0]} writes {point[1]}, row {comma[0]} writes {comma[1]}; use one"
        detail += " decimal sign in the whole file, and no separator of thousands."
        raise CradleError("case.number", detail, file)
    for row in rows:
        changed = {
            column: text.replace(",", ".")
            for _, column, text in _numbers((row,))
            if _DECIMAL.fullmatch(text)
        }
        yield NamedCells(row.number, {**row.cells, **changed})


def _numbers(rows: Sequence[NamedCells]) -> Iterator[tuple[NamedCells, str, str]]:
    """Each cell of a column of numbers, with its row and column."""
    for row in rows:
        for column in NUMBERS & row.cells.keys():
            yield row, column, row.cells[column]
