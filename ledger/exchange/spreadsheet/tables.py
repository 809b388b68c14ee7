"""Read the records of a table from a grid: match its headings, read its cells, and report problems at their cells.

Headings may be in any order and any of the three languages; rows above them, such as a title, and empty rows are
skipped. An unknown heading is reported and its column not read; a value without a heading is refused. Hidden cells are
read and reported. A cell that a merge covers is refused, because the author's intention is unknown.

Amounts are converted to a unit of the wire, exactly (`ledger.exchange.unit_words`), with a note at the cell of the
unit. A row with an allocation value is refused: a mass in tonnes beside one in kg would shift nearly all burdens, and
money is not a mass.
"""

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from ledger.exchange.spreadsheet.cells import Context, Value, read_cell
from ledger.exchange.spreadsheet.columns import Column, Table
from ledger.exchange.spreadsheet.faults import Fault, Note
from ledger.exchange.spreadsheet.findings import Findings, Spot, spot_in
from ledger.exchange.spreadsheet.grid import At, Grid, Mark, Raw, address, printable
from ledger.exchange.spreadsheet.numbers import require_digits
from ledger.exchange.spreadsheet.totals import is_total, label_of
from ledger.exchange.unit_words import read_unit
from ledger.footprint.graph.numbers import format_decimal
from ledger.translations.spreadsheet import heading, headings, plain, title

SEARCHED = 20
"""The number of rows that are searched for headings."""


_LABELS = ("line", "name", "product", "flow")
"""The columns in which a row of totals has its word."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table: its values, its raw cells, and their places.

    Attributes:
        values: the value of each column key; an empty or refused cell has none.
        raws: the raw content of each cell that is not empty, also of refused ones.
        spots: the place of each column's cell.
        refused: the columns with a refused cell.
    """

    sheet: str
    row: int
    values: dict[str, Value] = field(default_factory=dict)
    raws: dict[str, Raw] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def spot(self, key: str | None) -> Spot:
        """The place of a column's cell, or of the row."""
        return self.spots.get(key or "", Spot(self.sheet, self.row, None, key))


def read_table(
    table: Table, grid: Grid, version: int, context: Context, findings: Findings
) -> tuple[Record, ...]:
    """Read the records of a table and report problems; a form has one record."""
    if table.is_form:
        return (_read_form(table, grid, context, findings),)
    heading_row = find_headings(table, grid)
    if heading_row is None:
        name = title(table.key, findings.language)
        findings.add(Spot(grid.name), Note("heading.missing", {"table": name}))
        return ()
    columns = _columns(table, grid, heading_row, version, findings)
    _report_unread(grid, heading_row, findings)
    return tuple(_records(grid, heading_row.at, columns, context, findings))


class HeadingRow(NamedTuple):
    """The row of a sheet that has the headings: its index, and its texts."""

    at: int
    texts: Sequence[str]


def find_headings(table: Table, grid: Grid) -> HeadingRow | None:
    """Find the row with the most headings of a table: at least two, and most of its cells."""
    names = headings(table.keys)
    best, most = None, 1
    for at, row in enumerate(grid.rows[:SEARCHED]):
        texts = [cell if isinstance(cell, str) else "" for cell in row]
        count = sum(plain(text) in names for text in texts)
        if count > most and 2 * count > sum(cell != "" for cell in row):
            best, most = HeadingRow(at, texts), count
    return best


def _columns(
    table: Table, grid: Grid, heading_row: HeadingRow, version: int, findings: Findings
) -> Mapping[int, Column]:
    """Match columns to the headings; report columns that are missing, repeated, unknown or hidden."""
    at, names = heading_row
    row, keys_by_heading = grid.first + at, headings(table.keys)
    by_key = {column.key: column for column in table.columns}
    columns: dict[int, Column] = {}
    for index, text in enumerate(names):
        key = keys_by_heading.get(plain(text))
        if key is not None and key in {column.key for column in columns.values()}:
            words = {"heading": text}
            findings.add(Spot(grid.name, row, index, key), Note("column.repeated", words), text)
        elif key is not None:
            columns[index] = by_key[key]
            if index in grid.hidden_columns:
                findings.add(Spot(grid.name, row, index, key), Note("column.hidden"), text)
        elif text.strip():
            findings.add(Spot(grid.name, row, index), Note("column.unknown"), text)
    there = {column.key for column in columns.values()}
    for column in table.columns:
        if column.required and column.since <= version and column.key not in there:
            words = {"heading": heading(column.key, findings.language)}
            spot = Spot(grid.name, row, None, column.key)
            findings.add(spot, Note("column.missing", words))
    return columns


def _report_unread(grid: Grid, heading_row: HeadingRow, findings: Findings) -> None:
    """Report values without a heading."""
    at, names = heading_row
    unnamed = [index for index, text in enumerate(names) if not text.strip()]
    width = len(names)
    for number, row in enumerate(grid.rows[at + 1 :], start=grid.first + at + 1):
        extra = [index for index in unnamed if index < len(row) and row[index] != ""]
        extra += [index for index in range(width, len(row)) if row[index] != ""]
        if not extra:
            continue
        spot = Spot(grid.name, number, extra[0])
        if grid.ragged:
            words = {"count": len(row), "headings": width}
            findings.add(spot, Note("csv.ragged", words), row[extra[0]])
        else:
            findings.add(spot, Note("column.unnamed"), row[extra[0]])


def _records(
    grid: Grid,
    at: int,
    columns: Mapping[int, Column],
    context: Context,
    findings: Findings,
) -> Iterator[Record]:
    for number, row in enumerate(grid.rows[at + 1 :], start=grid.first + at + 1):
        record = Record(grid.name, number)
        for index, column in columns.items():
            raw = row[index] if index < len(row) else ""
            _read_into(record, column, grid, index, raw, context, findings)
        labels = [record.raws[key] for key in _LABELS if key in record.raws]
        if is_total(label_of(labels)):
            findings.add(record.spot(None), Note("row.total"), label_of(labels))
            continue
        if not record.raws and not record.refused:
            continue
        if number in grid.hidden_rows:
            findings.add(record.spot(None), Note("row.hidden"))
        _convert(record, findings)
        _require(record, columns.values(), findings)
        yield record


def _convert(record: Record, findings: Findings) -> None:
    """Convert the amounts of a record to its unit of the wire, and report it.

    A row with a refused number keeps its unit as it was written, or the author would correct the number in another one.
    """
    written = str(record.raws.get("unit", ""))
    values = dict(record.values)
    note = convert_amounts(values, written) if "unit" in values else None
    if note is None:
        return
    if "allocation_value" in record.raws:
        words = {"unit": record.values.pop("unit")}
        record.refused.add("unit")
        findings.add(record.spot("unit"), Note("unit.allocation", words), written)
        return
    numbers = ("amount", *PER_UNIT)
    for key in numbers:
        try:
            require_digits(Decimal(str(values.get(key, "0"))))
        except Fault as fault:
            del record.values[key]
            record.refused.add(key)
            findings.add(record.spot(key), fault.note, record.raws[key])
    if record.refused.isdisjoint(numbers):
        record.values.update(values)
        findings.add(record.spot("unit"), note, written)
    else:
        del record.values["unit"]
        record.refused.add("unit")


def _read_form(table: Table, grid: Grid, context: Context, findings: Findings) -> Record:
    """Read the fields of a form: the first cell of a row that is a field's name, and the value in the next cell."""
    keys_by_heading = headings(table.keys)
    by_key = {column.key: column for column in table.columns}
    form = Record(grid.name, grid.first)
    for number, row in enumerate(grid.rows, start=grid.first):
        key = keys_by_heading.get(plain(str(row[0]))) if row else None
        if key is None:
            continue
        if key in form.spots:
            words = {"heading": row[0]}
            findings.add(Spot(grid.name, number, 0, key), Note("column.repeated", words), row[0])
            continue
        line = Record(grid.name, number, form.values, form.raws, form.spots, form.refused)
        raw = row[1] if len(row) > 1 else ""
        _read_into(line, by_key[key], grid, 1, raw, context, findings)
        if number in grid.hidden_rows:
            findings.add(form.spots[key], Note("row.hidden"))
    _require(form, table.columns, findings)
    return form


def _read_into(
    record: Record,
    column: Column,
    grid: Grid,
    index: int,
    raw: Raw,
    context: Context,
    findings: Findings,
) -> None:
    """Read a cell into its record, or report its fault."""
    at, key = (record.row, index), column.key
    spot = record.spots[key] = spot_in(grid, record.row, index, key)
    mark = grid.marks.get(at)
    blank = isinstance(raw, str) and not raw.strip()
    if blank and mark in {None, Mark.PERCENT} and at not in grid.covered:
        return
    raw = grid.errors.get(at, "") if mark is Mark.ERROR else raw
    try:
        _require_own_value(grid, at)
        record.values[key], note = read_cell(column, raw, mark, context)
    except Fault as fault:
        record.refused.add(key)
        findings.add(spot, fault.note, raw)
    else:
        if note is not None:
            findings.add(spot, note, printable(raw))
    record.raws[key] = raw


def _require_own_value(grid: Grid, at: At) -> None:
    """Refuse a cell that a merge covers or that has no value of its own."""
    mark = grid.marks.get(at)
    if at in grid.covered:
        raise Fault("cell.merged", first=address(*grid.covered[at]))
    if mark is Mark.ERROR:
        raise Fault("cell.error")
    if mark is Mark.NO_VALUE:
        raise Fault("cell.formula")


def _require(record: Record, columns: Iterable[Column], findings: Findings) -> None:
    """Report the empty mandatory columns of a record."""
    for column in columns:
        key = column.key
        if column.required and key not in record.raws and key not in record.refused:
            record.refused.add(key)
            words = {"heading": heading(key, findings.language)}
            findings.add(record.spot(key), Note("cell.missing", words))


PER_UNIT = ("kg_per_unit", "kwh_per_unit")
"""The columns that state something per unit of the row."""


def convert_amounts(values: MutableMapping[str, Value], written: str) -> Note | None:
    """Convert the values of a row whose unit was written in another word.

    Args:
        values: the row's values by column; those that depend on the unit are replaced.
        written: the unit in the file.

    Returns:
        A note with the amount before and after; None if the word is that of a unit of the wire.
    """
    word = read_unit(written)
    if word is None or not word.power:
        return None
    amount = values.get("amount", "")
    for key, convert in (("amount", word.total), *((key, word.per_unit) for key in PER_UNIT)):
        if key in values:
            values[key] = format_decimal(convert(Decimal(str(values[key]))))
    words = {
        "found": f"{amount} {written}".strip(),
        "read": f"{values.get('amount', '')} {values['unit']}".strip(),
    }
    return Note("unit.converted", words)
