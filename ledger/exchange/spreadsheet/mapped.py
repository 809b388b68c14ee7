"""Apply a mapping to the sheets of a file: the headings become fields, and each cell keeps its address.

The header may be below titles, in any of the first rows. What the mapping states is added in columns behind the sheet,
which have no address. Left out by statement, and reported: columns that are not read, and rows that the mapping names.
A row of totals that it does not name is refused, and so is one with a number and nothing else. A merged cell counts for
each of its rows only where the mapping says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ledger.exchange.spreadsheet.columns import NUMBERS, TABLES
from ledger.exchange.spreadsheet.faults import Note
from ledger.exchange.spreadsheet.findings import Findings, Spot
from ledger.exchange.spreadsheet.grid import Grid, Raw
from ledger.exchange.spreadsheet.mapping import MappedSheet, SheetMapping
from ledger.exchange.spreadsheet.tables import SEARCHED
from ledger.exchange.spreadsheet.totals import begins_with, is_total, label_of
from ledger.translations.spreadsheet import plain

_NUMERIC = frozenset(c.key for table in TABLES for c in table.columns if c.form in NUMBERS)


class Found(NamedTuple):
    """A sheet of a mapping in a file: its grid, and the index of the row of its header."""

    sheet: MappedSheet
    grid: Grid
    at: int


def find_sheets(grids: Sequence[Grid], mapping: SheetMapping) -> tuple[Found, ...]:
    """Find the sheets of a mapping; none if one of them has no grid with its header."""
    found = [
        Found(sheet, grid, at)
        for sheet in mapping.sheet
        for grid in grids
        if (at := _header_row(sheet, grid)) is not None
    ]
    whole = all(any(it.sheet is sheet for it in found) for sheet in mapping.sheet)
    return tuple(found) if whole else ()


def _header_row(sheet: MappedSheet, grid: Grid) -> int | None:
    header = [plain(text) for text in sheet.header]
    for at, row in enumerate(grid.rows[:SEARCHED]):
        if [plain(str(cell)) for cell in row if plain(str(cell))] == header:
            return at
    return None


def apply_mapping(
    grids: Iterable[Grid], mapping: SheetMapping, found: Sequence[Found], findings: Findings
) -> tuple[Grid, ...]:
    """Return the grids with those of the mapping as tables of the template, and report what was left out."""
    by_grid = {id(it.grid): it for it in found}
    mapped = tuple(
        _map_grid(by_grid[id(grid)], findings) if id(grid) in by_grid else grid for grid in grids
    )
    return (*mapped, *_stated(mapping))


def _map_grid(found: Found, findings: Findings) -> Grid:
    sheet, grid, at = found
    texts = [plain(str(cell)) for cell in grid.rows[at]]
    fields = sheet.fields
    read = {index: fields[text] for index, text in enumerate(texts) if text in fields}
    ignored = [index for index, text in enumerate(texts) if text and text not in fields]
    repeated = {index for index, text in enumerate(texts) if text in map(plain, sheet.repeat)}
    covered = {spot: first for spot, first in grid.covered.items() if spot[1] in read}
    width = max(map(len, grid.rows))
    first_row = grid.first
    rows: list[list[Raw]] = [[] for _ in grid.rows[:at]]
    rows.append([*(read.get(index, "") for index in range(width)), *sheet.values])
    for number, row in enumerate(grid.rows[at + 1 :], start=first_row + at + 1):
        cells = [*row, *[""] * (width - len(row))]
        for index in repeated & read.keys():
            if (number, index) in covered:
                top, left = covered.pop((number, index))
                cells[index] = grid.rows[top - first_row][left]
        if not _counts(sheet, grid, number, cells, read, findings):
            rows.append([])
            continue
        kept = ["" if index in ignored else cell for index, cell in enumerate(cells)]
        rows.append([*kept, *sheet.values.values()])
    if ignored:
        names = ", ".join(str(grid.rows[at][index]).strip() for index in ignored)
        note = Note("mapping.not_read", {"names": names})
        findings.add(Spot(grid.name, first_row + at), note)
    stated = frozenset(range(width, width + len(sheet.values)))
    return replace(grid, rows=rows, covered=covered, table=sheet.table, stated=stated)


def _counts(
    sheet: MappedSheet,
    grid: Grid,
    number: int,
    cells: Sequence[Raw],
    read: dict[int, str],
    findings: Findings,
) -> bool:
    """Return whether a row counts; report one that is left out, and refuse one of totals."""
    filled = [index for index, cell in enumerate(cells) if plain(str(cell))]
    if not filled:
        return any((number, index) in grid.marks for index in read)
    label, spot = label_of(cells), Spot(grid.name, number)
    if any(begins_with(label, plain(text)) for text in sheet.leave_out):
        findings.add(spot, Note("row.left_out"), label)
        return False
    alone = len(filled) == 1 and len(read) > 1 and read.get(filled[0]) in _NUMERIC
    if is_total(label) or alone:
        findings.add(spot, Note("row.total"), label or cells[filled[0]])
        return False
    return True


def _stated(mapping: SheetMapping) -> Iterator[Grid]:
    """The process and the rows that the mapping states, as sheets without addresses."""
    if mapping.process:
        rows = [[key, value] for key, value in mapping.process.items()]
        yield Grid(mapping.name, rows, table="process", stated=frozenset({0, 1}))
    for table in TABLES:
        own = [row.values for row in mapping.row if row.table == table.key]
        if own:
            keys = [key for key in table.keys if any(key in row for row in own)]
            rows = [keys, *([row.get(key, "") for key in keys] for row in own)]
            yield Grid(mapping.name, rows, table=table.key, stated=frozenset(range(len(keys))))
