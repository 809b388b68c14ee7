"""Output: tables, bars and one-sentence errors in the terminal, or JSON for a program.

Figures are displayed rounded, once, here; documents hold them unrounded. Colour is never the only carrier of meaning,
and output to a file or pipe has none. The width is fixed where a transcript is compared.
A text may come from a file or server of others. It is never markup, and a character that a terminal obeys or hides
(controls, directions of writing) is shown as a replacement mark, or escaped in JSON.
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from shutil import get_terminal_size

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from ledger.cli.terminal.files import write_file
from ledger.documents import shown
from ledger.footprint.graph import numbers
from schemas.errors import CradleError

WIDTH = 100
UNBROKEN = 1_000_000
"""Columns in which no cell is wrapped: for a reader that is not a terminal."""

BAR = 32
INTERRUPTION = "interrupted"

show_figure = numbers.show_figure
show_percent, short = shown.percent, shown.short

_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


_BREAKS = re.compile("[\t\n]+")


def visible(text: str) -> str:
    """A text with a mark in place of each character that a terminal obeys or hides; line ends and tabs stay."""
    return _OBEYED.sub("\N{REPLACEMENT CHARACTER}", text)


def plain(text: str) -> str:
    """A text on one line, for a cell: it cannot look like another row."""
    return visible(_BREAKS.sub(" ", text))


class _Console(Console):
    """A console that sends a terminal no control characters but its own."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=visible(segment.text))


console = _Console(width=UNBROKEN, highlight=False, soft_wrap=True, markup=False, emoji=False)
progress_console = _Console(width=WIDTH, stderr=True, highlight=False, markup=False, emoji=False)


class Status(Exception):  # noqa: N818 - an exit status is an outcome, not an error
    """Leave the command line with an exit status."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def conclude(report: Mapping[str, object], sentence: str, *, as_json: bool) -> None:
    """Print what a command did: as JSON for a program, or as a sentence."""
    if as_json:
        print_json(report)
    else:
        console.print(sentence, markup=False)


def print_json(value: object) -> None:
    """Print one JSON document on standard output."""
    sys.stdout.write(_escaped(json.dumps(value, indent=2, ensure_ascii=False)) + "\n")


def print_line(value: object) -> None:
    """Print one JSON document on one line and flush it, so that a program reads it before the next one."""
    sys.stdout.write(_escaped(json.dumps(value, ensure_ascii=False)) + "\n")
    sys.stdout.flush()


def _escaped(text: str) -> str:
    """The same JSON with escapes for what a terminal would obey; JSON has escaped the lowest controls already."""
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def write_json(path: Path, value: object) -> None:
    """Write one JSON document to a file."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    write_file(path, text.encode() + b"\n")


def print_error(error: CradleError, *, as_json: bool) -> None:
    """Print a refusal: for a program an object on standard output, for a person a sentence on standard error."""
    if as_json:
        print_json({"error": {"code": error.code, "detail": error.detail, "place": error.place}})
    else:
        sys.stderr.write(f"refused: {visible(str(error))}\n")


def print_interruption() -> None:
    """Print that a person ended the command."""
    sys.stderr.write(f"{INTERRUPTION}\n")


def show_moment(seconds: int) -> str:
    """A moment, from seconds since 1970, as a date and time of day in UTC."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; columns with a name that starts with `>` are aligned right."""
    heads = [(name.removeprefix(">"), name.startswith(">")) for name in columns]
    print_rows(title, heads, [[Text(plain(cell)) for cell in row] for row in rows])


def print_rows(
    title: str, heads: Iterable[tuple[str, bool]], rows: Iterable[Sequence[Text]]
) -> None:
    """Print a table; each head has a name, and True if its column is aligned right."""
    if title:
        print_text(title, "bold")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="cyan")
    for name, is_right in heads:
        # No id is cut short.
        table.add_column(
            Text(plain(name)), justify="right" if is_right else "left", overflow="fold"
        )
    for row in rows:
        table.add_row(*row)
    print_fitted(table)


def print_fitted(content: Table | Text) -> None:
    """Print a table or prose: on a terminal no wider than that, elsewhere without a line break of ours."""
    if is_screen():
        console.print(content, width=screen_columns(content), soft_wrap=False)
        return
    with console.capture() as captured:
        console.print(content)
    for line in captured.get().splitlines():
        console.file.write(f"{line.rstrip()}\n")


def print_text(text: str, style: str = "") -> None:
    """Print prose, on a terminal with line breaks between words."""
    print_fitted(Text(visible(text), style))


def screen_columns(content: Table | Text | None = None) -> int:
    """The columns to print in: those of a terminal, for other content than a table no more than a transcript's."""
    if not is_screen():
        return WIDTH
    columns = get_terminal_size((WIDTH, 0)).columns
    return columns if isinstance(content, Table) else min(WIDTH, columns)


def is_screen() -> bool:
    """True if standard output is a terminal."""
    return sys.stdout.isatty()


def print_stage_bars(values: Mapping[str, Decimal], unit: str) -> None:
    """Print stages as bars on one scale, credits left of the axis, with numbers and net shares beside them."""
    total = sum(values.values(), Decimal(0))
    reach = max((abs(v) for v in values.values()), default=Decimal(0)) or Decimal(1)
    has_credit = any(value < 0 for value in values.values())
    left = BAR // 3 if has_credit else 0
    for name, value in values.items():
        length = int((abs(value) / reach * (BAR - left)).to_integral_value())
        credit = ("░" * min(length, left)).rjust(left) if value < 0 else " " * left
        burden = "█" * length if value > 0 else ""
        share = show_percent(value, total)
        text = f"  {name:<18}{credit}|{burden:<{BAR - left}} {show_figure(value):>12} {share:>9}"
        console.print(Text(text))
    line = f"  {'total':<18}{'':<{BAR + 1}} {show_figure(total):>12}"
    if len(line) + len(unit) + 3 > screen_columns():
        console.print(Text(f"{line}\n  {unit}"))
    else:
        console.print(Text(f"{line}   {unit}"))
