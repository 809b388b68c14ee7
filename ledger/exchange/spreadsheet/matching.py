"""Match the sheets of a file to the tables of the template, and find the sheets with cells that nothing read.

A sheet is a table if it has its name, in any language. One with another name is used if its headings are those of one
table better than of all others, which has no sheet of its own: people rename sheets. This is reported. If two sheets
could be the same table, neither is read. Left out: sheets with fewer than the mandatory headings.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ledger.exchange.spreadsheet.columns import TABLES, Table
from ledger.exchange.spreadsheet.faults import Note
from ledger.exchange.spreadsheet.findings import Findings, Spot
from ledger.exchange.spreadsheet.grid import Grid
from ledger.exchange.spreadsheet.tables import Record, find_headings
from ledger.translations.languages import LANGUAGES
from ledger.translations.spreadsheet import headings, hint, names_without_data, plain, title, titles


class Matched(NamedTuple):
    """The sheet of each table, and the sheets of none that may have data."""

    tables: Mapping[str, Grid]
    others: Sequence[Grid]


def match_tables(grids: Iterable[Grid], findings: Findings) -> Matched:
    """Match a sheet to each table; report sheets that are renamed, repeated, unknown or hidden."""
    grids_by_table: dict[str, Grid] = {}
    unnamed: list[Grid] = []
    others: list[Grid] = []
    for grid in grids:
        key = grid.table or titles().get(plain(grid.name))
        if key is None and plain(grid.name) not in names_without_data():
            unnamed.append(grid)
        elif key is not None and key in grids_by_table:
            words = {"table": title(key, findings.language)}
            findings.add(Spot(grid.name), Note("sheet.repeated", words))
            others.append(grid)
        elif key is not None:
            grids_by_table[key] = grid
    others += _match_renamed(unnamed, grids_by_table, findings)
    for grid in grids_by_table.values():
        if grid.hidden:
            findings.add(Spot(grid.name), Note("sheet.hidden"))
    return Matched(grids_by_table, others)


def _match_renamed(
    unnamed: Iterable[Grid], grids_by_table: dict[str, Grid], findings: Findings
) -> Iterator[Grid]:
    """Add the sheets that are one table by their headings; yield the others."""
    by_table: dict[str, list[Grid]] = defaultdict(list)
    for grid in unnamed:
        key = _table_by_headings(grid)
        if key is None or key in grids_by_table:
            findings.add(Spot(grid.name), Note("sheet.unknown"))
            yield grid
        else:
            by_table[key].append(grid)
    for key, alike in by_table.items():
        words = {"table": title(key, findings.language)}
        code = "sheet.renamed" if len(alike) == 1 else "sheet.ambiguous"
        for grid in alike:
            findings.add(Spot(grid.name), Note(code, words))
        if len(alike) == 1:
            grids_by_table[key] = alike[0]
        else:
            yield from alike


def _table_by_headings(grid: Grid) -> str | None:
    """The key of the table with the most of a sheet's headings; of two, the one that lacks fewer; None if unclear."""
    fits = [(fit, table.key) for table in TABLES if (fit := _fit(table, grid)) is not None]
    fits.sort(reverse=True)
    if not fits or (len(fits) > 1 and fits[0][0] == fits[1][0]):
        return None
    return fits[0][1]


def _fit(table: Table, grid: Grid) -> tuple[int, int] | None:
    """How many headings of a table a sheet has, and less how many it lacks; None without a mandatory one."""
    there = _keys(table, grid)
    needed = {column.key for column in table.columns if column.required}
    if len(there) < 2 or not needed <= there:  # noqa: PLR2004 - one word is no row of headings
        return None
    return len(there), len(there) - len(table.columns)


def _keys(table: Table, grid: Grid) -> set[str]:
    keys_by_heading = headings(table.keys)
    if table.is_form:
        texts = [str(row[0]) for row in grid.rows if row]
    else:
        heading_row = find_headings(table, grid)
        texts = [] if heading_row is None else list(heading_row.texts)
    return {keys_by_heading[plain(text)] for text in texts if plain(text) in keys_by_heading}


def has_unread_cells(table: Table, grid: Grid, records: Iterable[Record]) -> bool:
    """True if a table's sheet has a cell that was not read and is no heading or hint of the template."""
    read = {(spot.row, spot.column) for record in records for spot in record.spots.values()}
    names = headings(table.keys).keys() | (_hints(table) if table.is_form else set())
    heading_row = None if table.is_form else find_headings(table, grid)
    heading = None if heading_row is None else grid.first + heading_row.at
    return any(
        cell != "" and (number, index) not in read
        for number, row in enumerate(grid.rows, start=grid.first)
        for index, cell in enumerate(row)
        if not ((table.is_form or number == heading) and plain(str(cell)) in names)
    )


def _hints(table: Table) -> set[str]:
    """The explanations that the template writes beside the fields of a form."""
    texts = (hint(key, language) for key in table.keys for language in LANGUAGES)
    return {plain(text) for text in texts if text is not None}
