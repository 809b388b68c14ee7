"""A page in the terminal, and the three forms of a report on standard output: text, JSON and CSV.

Every text of a page is plain: `visible` replaces what a terminal obeys, and no text is read as markup. On a terminal,
tables are as wide as it is and prose no wider than a transcript; elsewhere no line is wrapped, so a program reads each
cell whole. Pictures are left out, and their descriptions are shown.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from typing import TypeVar

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from ledger.cli.terminal.display import (
    console,
    is_screen,
    plain,
    print_fitted,
    print_json,
    print_rows,
    print_text,
    visible,
)
from ledger.documents.page import (
    Block,
    Cell,
    Columns,
    Fact,
    Facts,
    Heading,
    Headline,
    Items,
    Page,
    Paragraph,
    Picture,
    Table,
    fact,
    facts,
    is_numeric,
)
from schemas.base import Model

_LABEL = 12
"""The least width of the column of labels, so that facts of several blocks stand below each other."""

_WIDEST = 32
"""The largest width of that column on a terminal."""

_Report = TypeVar("_Report")
_STYLES = {"link": "underline", "strong": "bold"}
_INDENT = "  "


def show_report(
    report: _Report, layout: Callable[[_Report], Page], *, as_json: bool, as_csv: bool
) -> None:
    """Print a report, which is a model, some models or JSON: as JSON, the tables of its page as CSV, or the page."""
    if as_json:
        print_json([*map(_json, report)] if isinstance(report, list | tuple) else _json(report))
    else:
        from ledger.documents.standing_page import page_of_figure

        print_page(page_of_figure(layout(report), report), as_csv=as_csv)


def _json(report: object) -> object:
    return report.to_json() if isinstance(report, Model) else report


def show_facts(values: Mapping[str, object], *, as_json: bool) -> None:
    """Print values beside their names, or as JSON; a list is one line, and what is None is left out."""
    if as_json:
        print_json(values)
    else:
        print_blocks((facts({name: _words(value) for name, value in values.items()}),))


def print_aside(page: Page | None = None, rows: Iterable[tuple[str, object]] = ()) -> None:
    """Print a page, or values beside their names, on standard error: for a person who decides on what follows."""
    shown = [fact(label, value) for label, value in rows if value is not None]
    with redirect_stdout(sys.stderr):
        if page is not None:
            print_page(page)
        print_blocks((Facts(tuple(shown)),))


def _words(value: object) -> object:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {part}" for key, part in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def print_page(page: Page, *, as_csv: bool = False) -> None:
    """Print a page, or its tables as CSV: UTF-8 without a mark, for a pipe."""
    if as_csv:
        from ledger.documents.rendering.csv_table import page_tables

        sys.stdout.write(visible(page_tables(page).replace("\r\n", "\n")))
        return
    if page.mark is not None:
        print_text(page.mark, "bold reverse")
    print_text(page.title, "bold")
    if page.subtitle:
        print_text(page.subtitle, "dim")
    print_blocks(page.blocks)
    if page.footer:
        console.print()
        print_text(page.footer, "dim")


def print_blocks(blocks: Iterable[Block]) -> None:
    """Print blocks in reading order; an empty line is around each table, and before a heading."""
    before: Block | None = None
    for block in _flat(blocks):
        if isinstance(before, Table) or (
            isinstance(block, Heading | Table) and not isinstance(before, Heading)
        ):
            console.print()
        _print(block)
        before = block


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks with those of columns below each other."""
    for block in blocks:
        if isinstance(block, Columns):
            yield from _flat((*block.left, *block.right))
        else:
            yield block


def _print(block: Block) -> None:  # noqa: C901 - one branch for each sort of block
    match block:
        case Heading():
            print_text(block.text, "bold cyan" if block.level == 2 else "cyan")  # noqa: PLR2004
        case Paragraph():
            print_text(block.text, "dim" if block.note else "")
        case Headline():
            print_fitted(Text.assemble((plain(block.value), "bold"), " ", plain(block.unit)))
            if block.below:
                print_text(block.below, "dim")
        case Facts():
            _print_facts(block.rows)
        case Items():
            _print_pairs((Text("-"), _item(row)) for row in block.rows)
        case Picture():
            print_text(block.description, "dim")
        case Table():
            _print_table(block)


def _print_facts(rows: Iterable[Fact]) -> None:
    _print_pairs(
        (
            Text(plain(f"{row.label} ({row.letter})" if row.letter else row.label), "cyan"),
            Text("\n").join(map(_text, row.values)),
        )
        for row in rows
    )


def _item(row: Iterable[str]) -> Group:
    """A sentence, with those below it indented."""
    first, *below = (Text(plain(line)) for line in row)
    return Group(first, *(Padding.indent(line, len(_INDENT)) for line in below))


def _print_pairs(rows: Iterable[tuple[Text, RenderableType]]) -> None:
    """Print values beside their labels, or items beside their marks."""
    grid = Grid.grid(padding=(0, 1, 0, 0))
    for label, value in rows:
        width = _LABEL if len(label) > 1 else None
        if not grid.columns:
            grid.add_column(min_width=width, max_width=_WIDEST if is_screen() else None)
            grid.add_column(overflow="fold")
        grid.add_row(label, value)
    if grid.rows:
        print_fitted(grid)


def _print_table(block: Table) -> None:
    last = len(block.rows) - 1 if block.has_total else None
    print_rows(
        block.caption,
        [(name, is_numeric(block, at)) for at, name in enumerate(block.columns)],
        [
            [_text(cell, "bold" if number == last else "") for cell in row]
            for number, row in enumerate(block.rows)
        ],
    )


def _text(cell: Cell, style: str = "") -> Text:
    return Text(_INDENT * cell.level + plain(cell.text), _STYLES.get(cell.kind, style))
