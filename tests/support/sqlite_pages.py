"""The bytes of a SQLite file, each with the table or index and the part of a page that it belongs to.

The format is that of https://sqlite.org/fileformat2.html, for a file without pointer map pages. Left out: the pages of
the free list, which are not reached from any tree and so are not yielded.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

Part = Literal["file header", "page header", "cell pointer", "cell", "overflow", "unused"]
"""The parts of a page. A cell is a row, or an entry of an index; what does not fit is on overflow pages."""

FILE_HEADER = 100
_LEAVES, _TABLES = (10, 13), (5, 13)
SCHEMA = "sqlite_schema"


class Run(NamedTuple):
    """Adjacent bytes of the file: of one part of one page of a table or index."""

    owner: str
    page: str
    part: Part
    start: int
    end: int


@dataclass(frozen=True)
class _File:
    data: bytes
    size: int
    usable: int

    def number(self, at: int, length: int) -> int:
        return int.from_bytes(self.data[at : at + length])

    def varint(self, at: int) -> tuple[int, int]:
        """A variable-length integer, and the position after it."""
        value = 0
        for length in range(1, 10):
            byte = self.data[at + length - 1]
            if length == 9:
                return value << 8 | byte, at + 9
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value, at + length
        raise AssertionError

    def local(self, payload: int, *, table_leaf: bool) -> int:
        """The bytes of a payload that are in the cell itself (section 1.6 of the format)."""
        most = self.usable - 35 if table_leaf else (self.usable - 12) * 64 // 255 - 23
        if payload <= most:
            return payload
        least = (self.usable - 12) * 32 // 255 - 23
        rest = least + (payload - least) % (self.usable - 4)
        return rest if rest <= most else least


def runs_of(path: Path) -> Iterator[Run]:
    """Yield the runs of every page that a closed database uses."""
    data = path.read_bytes()
    size = int.from_bytes(data[16:18]) or 65536
    size = 65536 if size == 1 else size
    file = _File(data, size, size - data[20])
    yield Run(SCHEMA, "leaf", "file header", 0, FILE_HEADER)
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as connection:
        roots = connection.execute("SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0")
        for owner, root in ((SCHEMA, 1), *roots.fetchall()):
            yield from _tree(file, owner, root)


def _tree(file: _File, owner: str, page: int) -> Iterator[Run]:
    start = (page - 1) * file.size
    head = start + (FILE_HEADER if page == 1 else 0)
    kind, cells = file.data[head], file.number(head + 3, 2)
    leaf, table = kind in _LEAVES, kind in _TABLES
    name = "leaf" if leaf else "interior"
    pointers = head + (8 if leaf else 12)
    yield Run(owner, name, "page header", head, pointers)
    used = [(start, pointers + 2 * cells)]
    if cells:
        yield Run(owner, name, "cell pointer", pointers, pointers + 2 * cells)
    for number in range(cells):
        at = start + file.number(pointers + 2 * number, 2)
        end, overflow = _cell(file, at, leaf=leaf, table=table)
        used.append((at, max(end, at + 4)))
        yield Run(owner, name, "cell", at, end)
        if overflow:
            yield from _overflow(file, owner, *overflow)
        if not leaf:
            yield from _tree(file, owner, file.number(at, 4))
    if not leaf:
        yield from _tree(file, owner, file.number(head + 8, 4))
    yield from _unused(Run(owner, name, "unused", start, start + file.size), used)


def _unused(page: Run, used: list[tuple[int, int]]) -> Iterator[Run]:
    """The runs of a page between the used ones."""
    at = page.start
    for start, end in sorted([*used, (page.end, page.end)]):
        if start > at:
            yield page._replace(start=at, end=start)
        at = max(at, end)


def _cell(file: _File, at: int, *, leaf: bool, table: bool) -> tuple[int, tuple[int, int] | None]:
    """The end of a cell, and the first overflow page with the bytes that are there."""
    at += 0 if leaf else 4
    if table and not leaf:
        return file.varint(at)[1], None
    payload, at = file.varint(at)
    if table:
        at = file.varint(at)[1]
    local = file.local(payload, table_leaf=table)
    if local == payload:
        return at + local, None
    return at + local + 4, (file.number(at + local, 4), payload - local)


def _overflow(file: _File, owner: str, page: int, left: int) -> Iterator[Run]:
    while page:
        start = (page - 1) * file.size
        here = min(left, file.usable - 4)
        yield Run(owner, "overflow", "overflow", start, start + 4 + here)
        if start + 4 + here < start + file.size:
            yield Run(owner, "overflow", "unused", start + 4 + here, start + file.size)
        page, left = file.number(start, 4), left - here
