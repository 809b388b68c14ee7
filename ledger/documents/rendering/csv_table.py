"""Tables as CSV: one as a file, UTF-8 with a mark so that spreadsheet programs read the letters; or those of a page.

A text that a spreadsheet program would take for a formula gets an apostrophe before it (OWASP, CSV injection). Where a
comma is the decimal sign these programs take a semicolon for the end of a cell, so what follows one is treated alike.
A page has rounded figures, and so have its tables here. What it has beside tables, such as notes, is left out.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Final

from ledger.documents.page import Block, Cell, Columns, Heading, Page, Table

_FORMULA: Final = re.compile(r"(^|[;\t\r\n])( *)(?=[=+\-@\uff1d\uff0b\uff0d\uff20\t\r])")
"""The beginning of a possible formula; the last four signs are the wide forms of the first."""

_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def csv_table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Write a table; None is an empty cell."""
    return _write((headings, *([_cell(value) for value in row] for row in rows))).encode(
        "utf-8-sig"
    )


def page_tables(page: Page) -> str:
    """The tables of a page one below the other, each of several under its caption or the heading above it.

    The indent of a row in a tree of rows is kept as spaces.
    """
    tables = list(tables_of(page.blocks, page.title))
    rows: list[list[str]] = []
    for caption, table in tables:
        if len(tables) > 1:
            rows += [*([[]] if rows else []), [_cell(caption)]]
        rows += [[*map(_cell, table.columns)], *([*map(_text, row)] for row in table.rows)]
    return _write(rows)


def tables_of(blocks: Iterable[Block], heading: str) -> Iterator[tuple[str, Table]]:
    """The tables in reading order, each with its caption or the heading that it stands under."""
    for block in blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table):
            yield block.caption or heading, block
        elif isinstance(block, Columns):
            yield from tables_of((*block.left, *block.right), heading)


def _text(cell: Cell) -> str:
    return "  " * cell.level + _cell(cell.text)


def _write(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return text if _NUMBER.fullmatch(text) else _FORMULA.sub(r"\1'\2", text)
