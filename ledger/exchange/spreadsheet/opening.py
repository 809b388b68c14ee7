"""Open a file: detect its format, template version and language, and return its sheets as named grids.

The content decides the format. A name with another ending is refused, because renaming a file does not convert
it. In CSV all tables are in one file, each below a line with its name in brackets. A workbook sheet that begins with
the first line of such a file is read the same way, because Excel saves such a CSV file as one sheet.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePath

from ledger.exchange.spreadsheet.binary_workbook import read_binary_workbook
from ledger.exchange.spreadsheet.columns import FORMAT, META
from ledger.exchange.spreadsheet.container import MAX_FILE, Kind, kind_of
from ledger.exchange.spreadsheet.csv_file import read_csv
from ledger.exchange.spreadsheet.faults import Fault, Note
from ledger.exchange.spreadsheet.grid import Grid, Raw
from ledger.exchange.spreadsheet.open_document import read_open_document
from ledger.exchange.spreadsheet.workbook import read_workbook
from ledger.translations.languages import LANGUAGES, Language
from ledger.translations.spreadsheet import plain, titles

_ENDINGS: Mapping[str, Kind] = {
    ".xlsx": "xlsx",
    ".ods": "ods",
    ".xls": "xls",
    ".csv": "text",
    ".tsv": "text",
    ".txt": "text",
}
_READERS: Mapping[Kind, Callable[[bytes], tuple[Grid, ...]]] = {
    "xlsx": read_workbook,
    "ods": read_open_document,
    "xls": read_binary_workbook,
}


@dataclass(frozen=True, slots=True)
class SpreadsheetFile:
    """The sheets of a file, and the template that it names.

    Attributes:
        version: of the template; None if the file names none.
        language: of the template; None if the file names none.
    """

    grids: tuple[Grid, ...]
    version: int | None = None
    language: Language | None = None
    notes: tuple[Note, ...] = ()


def is_spreadsheet(name: str) -> bool:
    """Return whether a file's name has the ending of a spreadsheet."""
    return PurePath(name).suffix.casefold() not in {"", ".json"}


def open_spreadsheet(
    data: bytes, name: str, words: frozenset[str] = frozenset()
) -> SpreadsheetFile:
    """Open a file and return its sheets.

    Args:
        data: the file.
        name: its name; the ending must fit the content.
        words: plain headings that a CSV file may have beside those of the template.

    Raises:
        Fault: `file.*`, `csv.*`, `sheet.too_large` or `template.foreign`.
    """
    if not data.strip():
        raise Fault("file.empty")
    if len(data) > MAX_FILE:
        raise Fault("file.too_large", limit=f"{MAX_FILE >> 20} MiB")
    kind, ending = kind_of(data), PurePath(name).suffix.casefold()
    if _ENDINGS.get(ending, kind) != kind:
        raise Fault("file.renamed", named=ending, found=kind)
    if kind == "text":
        grid, note = read_csv(data, words)
        return _name_template((grid,), () if note is None else (note,))
    return _name_template(_READERS[kind](data), ())


def _name_template(grids: Sequence[Grid], notes: tuple[Note, ...]) -> SpreadsheetFile:
    """Read the template's version and language; return the grids without the hidden sheet, blocks of CSV separate."""
    tables: list[Grid] = []
    meta: Sequence[Raw] | None = None
    for grid in grids:
        first = grid.rows[0] if grid.rows else ()
        names_it = _names_it(grid.rows)
        meta = first if names_it and meta is None else meta
        if grid.ragged or (names_it and grid.name != META):
            tables += _blocks(grid)
        elif grid.name != META:
            tables.append(grid)
    if meta is None:
        return SpreadsheetFile(tuple(tables), notes=notes)
    version, language = _read_meta(meta)
    return SpreadsheetFile(tuple(tables), version, language, notes)


def _names_it(rows: Sequence[Sequence[Raw]]) -> bool:
    """True if the first row names the template."""
    return bool(rows and rows[0]) and plain(str(rows[0][0])) == plain(FORMAT)


def _read_meta(row: Sequence[Raw]) -> tuple[int, Language]:
    cells = [str(cell).strip() for cell in row[1:3]]
    version = cells[0].removesuffix(".0") if cells else ""
    language = next((name for name in LANGUAGES if cells[1:] == [name]), None)
    if not (version.isascii() and version.isdecimal() and len(version) < 5) or language is None:  # noqa: PLR2004
        raise Fault("template.foreign")
    return int(version), language


def _blocks(grid: Grid) -> Iterator[Grid]:
    """The tables of one grid, each below a line such as [Inputs], and what stands above the first line."""
    keys_by_title = titles()
    starts = [
        (at, str(row[0]).strip())
        for at, row in enumerate(grid.rows)
        if row
        and isinstance(row[0], str)
        and _is_title(row[0])
        and not any(map(_is_filled, row[1:]))
    ]
    before = grid.rows[: starts[0][0] if starts else None]
    own = before[1:] if _names_it(before) else before
    if any(map(_is_filled, (cell for row in own for cell in row))):
        yield replace(grid, rows=before)
    for (start, text), (end, _) in pairwise([*starts, (len(grid.rows), "")]):
        key = keys_by_title.get(plain(text[1:-1]))
        name = text[1:-1] if key is None else text[1:-1].strip()
        yield replace(
            grid, name=name, rows=grid.rows[start + 1 : end], first=grid.first + start + 1
        )


def _is_title(cell: str) -> bool:
    text = cell.strip()
    return text.startswith("[") and text.endswith("]")


def _is_filled(cell: Raw) -> bool:
    return cell != ""
