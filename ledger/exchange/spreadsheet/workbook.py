"""Read an xlsx workbook as grids, one for each sheet: values by calamine, the other properties by `markup`.

Calamine makes a dense grid from the first to the last cell, and a process without enough memory for it ends.
Every part that the workbook names, sheet or not, is therefore scanned first, and calamine does not receive one that is
too large. Both readers follow the workbook's own list from a sheet's name to its part. Formulas are not computed: the
value is the one that the spreadsheet program stored. Charts, pictures, links and comments are ignored.
"""

import io
from collections.abc import Iterator, Mapping

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from ledger.exchange.spreadsheet.container import unpack
from ledger.exchange.spreadsheet.faults import Fault
from ledger.exchange.spreadsheet.grid import EPOCHS, Grid, covered_by
from ledger.exchange.spreadsheet.markup import elements, percent_styles, scan

_SHEET = "/worksheet"
_STYLES = "xl/styles.xml"


def read_workbook(data: bytes) -> tuple[Grid, ...]:
    """Read the sheets of a workbook.

    Raises:
        Fault: `file.*` or `sheet.too_large`.
    """
    parts = unpack(data)
    percent = percent_styles(parts[_STYLES]) if _STYLES in parts else frozenset()
    sheets = list(_sheet_parts(parts))
    named = {part for part, _ in _relations(parts).values()}
    epoch = EPOCHS[_counts_from_1904(parts["xl/workbook.xml"])]
    markup_by_part = {part: scan(parts[part], part, percent) for part in named & parts.keys()}
    markup = {name: markup_by_part[part] for name, part in sheets}
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = {row.name: row.visible for row in workbook.sheets_metadata}
        opened = {name: workbook.get_sheet_by_name(name) for name in markup}
        rows = {name: sheet.to_python(skip_empty_area=False) for name, sheet in opened.items()}
    except CalamineError as error:
        raise Fault("file.damaged", what=type(error).__name__) from None
    return tuple(
        Grid(
            name=name,
            rows=rows[name],
            marks=marked.marks,
            errors=marked.errors,
            covered=covered_by(opened[name].merged_cell_ranges or (), len(rows[name])),
            hidden_rows=frozenset(marked.hidden_rows),
            hidden_columns=frozenset(marked.hidden_columns),
            hidden=visible.get(name) is not SheetVisibleEnum.Visible,
            epoch=epoch,
        )
        for name, marked in markup.items()
    )


def _relations(parts: Mapping[str, bytes]) -> dict[str, tuple[str, bool]]:
    """The part behind each relation of the workbook, its path read as calamine does, and True if it is a sheet."""
    data = parts.get("xl/_rels/workbook.xml.rels", b"<x/>")
    return {
        row.get("Id", ""): (_part_of(row.get("Target", "")), row.get("Type", "").endswith(_SHEET))
        for name, row in elements(data, "workbook.xml.rels")
        if name == "Relationship"
    }


def _part_of(target: str) -> str:
    path = target.removeprefix("/")
    return path if path.startswith("xl/") else f"xl/{path}"


def _sheet_parts(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """The name and the part of each sheet of cells; sheets of charts are left out."""
    targets = _relations(parts)
    seen = set()
    for name, row in elements(parts["xl/workbook.xml"], "workbook.xml"):
        if name == "sheet":
            part, has_cells = targets.get(row.get("id", ""), ("", True))
            if row.get("name") in seen or part not in parts:
                raise Fault("file.damaged", what="workbook.xml")
            seen.add(row.get("name"))
            if has_cells:
                yield row.get("name", ""), part


def _counts_from_1904(data: bytes) -> bool:
    return any(
        name == "workbookPr" and row.get("date1904") in {"1", "true"}
        for name, row in elements(data, "workbook.xml")
    )
