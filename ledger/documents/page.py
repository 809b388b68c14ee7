"""A document laid out: a title, blocks in reading order, and a mark that every page bears.

All renderers (HTML, PDF, Markdown) read the same page, so they show the same strings. Texts are translated and figures
formatted before they come here. A block is plain text and never markup, so no value can change the layout.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ledger.translations.languages import Language
from schemas.base import Model

CellKind = Literal["text", "number", "code", "link", "strong"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text: prose, a number, a digest or id (`code`), a web address (`link`), or emphasised prose.

    The level is the depth of a row in a tree of rows; its text is indented so far.
    """

    text: str
    kind: CellKind = "text"
    level: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 or 3; the title of the page is level 1."""

    text: str
    level: Literal[2, 3] = 2
    block: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a `note` is set smaller."""

    text: str
    note: bool = False
    block: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Headline:
    """The figure that a document is about, with its unit and a line below."""

    value: str
    unit: str
    below: str = ""
    block: Literal["headline"] = "headline"


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its values, one below the other; the letter is that of the legal duty, if it has one."""

    label: str
    values: tuple[Cell, ...]
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with values."""

    rows: tuple[Fact, ...]
    block: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: column titles, rows of as many cells, and the index of a total's row if the last one is a total."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    has_total: bool = False
    block: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Items:
    """A list of sentences; one with sentences below it is a tuple of them all."""

    texts: tuple[str | tuple[str, ...], ...]
    block: Literal["items"] = "items"

    @property
    def rows(self) -> Iterator[tuple[str, ...]]:
        """The sentences, each with those below it."""
        return ((row,) if isinstance(row, str) else row for row in self.texts)


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG drawing with its description; `width` is in mm, and text around it is not wrapped."""

    svg: str
    description: str
    width: int
    block: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns side by side, as wide as `widths` relate; one below the other where there is no room."""

    left: tuple["Block", ...]
    right: tuple["Block", ...]
    widths: tuple[int, int] = (1, 1)
    block: Literal["columns"] = "columns"


Block = Heading | Paragraph | Headline | Facts | Table | Items | Picture | Columns


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a PDF."""

    name: str
    data: bytes
    description: str


@dataclass(frozen=True, slots=True)
class Page:
    """A document that is laid out.

    Attributes:
        title: the heading of the first page, and the title in a file's metadata.
        subtitle: the line below it; empty if there is none.
        mark: the sentence that stands on every page of a document that is not law; None if there is none.
        author: the firm that answers for the document; empty for a report, which nobody files.
        day: ISO date that a file's metadata bear. Statements have no clock time, so it is the last day of the period;
            empty for a report, which has no PDF.
        language: of all texts.
        keywords: for a file's metadata; the mark's word is among them.
        blocks: the content.
        footer: the line at the foot of every page; empty if there is none.
        attachments: files inside the PDF.
    """

    title: str
    subtitle: str = ""
    mark: str | None = None
    author: str = ""
    day: str = ""
    language: Language = "en"
    keywords: tuple[str, ...] = ()
    blocks: Sequence[Block] = ()
    footer: str = ""
    attachments: tuple[Attachment, ...] = ()


def fact(label: str, *values: object) -> Fact:
    """A fact of plain texts; it has no value if all of them are None."""
    return Fact(label, tuple(Cell(str(value)) for value in values if value is not None))


def facts(rows: Mapping[str, object]) -> Facts:
    """Facts of one plain text each; those whose value is None are left out."""
    return Facts(tuple(fact(label, value) for label, value in rows.items() if value is not None))


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str | Cell]]) -> Table:
    """A table of plain texts; a column whose title begins with `>` holds numbers."""
    kinds: list[CellKind] = ["number" if name.startswith(">") else "text" for name in columns]
    return Table(
        caption,
        tuple(name.removeprefix(">") for name in columns),
        tuple(
            tuple(
                cell if isinstance(cell, Cell) else Cell(cell, kind)
                for cell, kind in zip(row, kinds, strict=True)
            )
            for row in rows
        ),
    )


def listed(
    heading: str, rows: Sequence[str | tuple[str, ...]], first: int | None = None
) -> Iterator[Block]:
    """A heading with the first rows below it, and the number of the others; nothing without rows."""
    if rows:
        yield Heading(heading)
        yield Items(tuple(rows[:first]))
    if first is not None and len(rows) > first:
        yield Paragraph(f"and {len(rows) - first} more, which the JSON lists")


def listing(
    title: str, columns: Sequence[str], cells: Callable[[Any], Sequence[str]]
) -> Callable[[Iterable[Any]], Page]:
    """The layout of a list: a page with one table, a row of cells for each value."""
    return lambda rows: Page(title, blocks=(table("", columns, map(cells, rows)),))


def is_numeric(table: Table, column: int) -> bool:
    """True if a column holds numbers only, and is therefore aligned right."""
    return bool(table.rows) and all(row[column].kind == "number" for row in table.rows)


def to_bytes(document: Model) -> bytes:
    """A document as the bytes of its JSON file: indented, UTF-8, members in the order of the model."""
    return json.dumps(document.to_json(), indent=2, ensure_ascii=False).encode() + b"\n"
