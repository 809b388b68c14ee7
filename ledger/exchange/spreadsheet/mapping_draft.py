"""Draft the mapping of a file: its sheets, their headings, and a field where the heading leaves no doubt.

The header of a sheet is the first row with the most texts. A heading is compared without its unit, as in `Menge [kg]`;
a unit that is the same for the column becomes a value. What is not certain is a `?`, which the author answers. Sheets
with one header are one in the mapping.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ledger.exchange.spreadsheet.columns import INPUTS, OUTPUTS, PROCESS, TABLES, Table
from ledger.exchange.spreadsheet.faults import Fault
from ledger.exchange.spreadsheet.grid import Grid
from ledger.exchange.spreadsheet.mapping import NOT_READ, OPEN
from ledger.exchange.spreadsheet.opening import open_spreadsheet
from ledger.exchange.spreadsheet.tables import SEARCHED
from ledger.exchange.unit_words import read_unit
from ledger.translations.languages import LANGUAGES, Language
from ledger.translations.spreadsheet import heading, headings, language_of, plain
from ledger.translations.synonyms import columns
from schemas.errors import CradleError

_UNIT = re.compile(r"(?P<name>.*?)\s*(?:[\[(](?P<bracket>[^\])]+)[\])]|\bin\s+(?P<word>\S+))")


def draft_mapping(data: bytes, name: str, language: Language | None) -> str:
    """Write the draft of a mapping as TOML.

    Args:
        data: the file.
        name: its name.
        language: of its numbers and days; by default that of most headings.

    Raises:
        CradleError: `mapping.no_sheet` if no sheet has a header and rows; `sheet.unread` if the file cannot be opened.
    """
    try:
        opened = open_spreadsheet(data, name)
    except Fault as fault:
        detail = f"The file cannot be read ({fault.note.code}); `cradle check` says why."
        raise CradleError("sheet.unread", detail, name) from None
    headed = ((grid, header) for grid in opened.grids if (header := _header(grid)))
    sheets = list({tuple(map(plain, header)): (grid, header) for grid, header in headed}.values())
    if not sheets:
        detail = "No sheet has a row of headings and rows below it; choose another file."
        raise CradleError("mapping.no_sheet", detail, name)
    names = (split_unit(text)[0] for _, header in sheets for text in header)
    spoken = language or language_of(names)
    return "\n".join(_lines(sheets, spoken)) + "\n"


def _header(grid: Grid) -> tuple[str, ...]:
    """The first row with the most texts that has a row below it, without empty cells."""
    best: tuple[str, ...] = ()
    for row in grid.rows[: min(SEARCHED, len(grid.rows) - 1)]:
        texts = tuple(str(cell) for cell in row if isinstance(cell, str) and plain(cell))
        best = max(best, texts, key=len)
    return best


def split_unit(text: str) -> tuple[str, str | None]:
    """The name in a heading, and the unit in brackets or behind "in" as it is written there."""
    match = _UNIT.fullmatch(" ".join(unicodedata.normalize("NFKC", text).split()))
    unit = match and (match["bracket"] or match["word"])
    if match is None or not unit or read_unit(unit) is None:
        return text, None
    return match["name"], unit


def _lines(
    sheets: Iterable[tuple[Grid, tuple[str, ...]]], stated: Language | None
) -> Iterator[str]:
    language = stated or "en"
    yield "# Which columns are which fields of the template. Answer each ?, then check the file again."
    yield f'# "{NOT_READ}" is a column that is not read. Fields: docs/spreadsheets.md.'
    yield f"language = {_text(stated or OPEN)}  # of numbers and days: {', '.join(LANGUAGES)}"
    yield "\n[process]"
    yield from _open(PROCESS, (), language)
    for grid, header in sheets:
        yield f"\n# {json.dumps(grid.name, ensure_ascii=False)}"
        yield "[[sheet]]"
        yield f"table = {_text(INPUTS.key)}  # or {', '.join(t.key for t in TABLES[1:])}"
        yield f"header = [{', '.join(map(_text, header))}]"
        yield "leave_out = []  # the beginnings of rows that do not count, such as a total"
        yield "[sheet.columns]"
        fields, units = guess_fields(header)
        yield from (f"{_text(text)} = {_text(field)}" for text, field in fields.items())
        yield "[sheet.values]"
        if units:
            yield f"unit = {_text(units[0] if len(units) == 1 else OPEN)}"
        there = {*fields.values(), *(["unit"] if units else [])}
        yield from _open(INPUTS, there, language)
    yield "\n# What the process made, if no sheet says it."
    yield "[[row]]"
    yield f"table = {_text(OUTPUTS.key)}"
    yield "[row.values]"
    yield from _open(OUTPUTS, (), language)


def guess_fields(header: Sequence[str]) -> tuple[Mapping[str, str], Sequence[str]]:
    """The field of each heading of inputs, `?` where it is not certain, and the units in the headings of amounts."""
    fields: dict[str, str] = {}
    units = []
    for text in header:
        name, unit = split_unit(text)
        meant = {headings(INPUTS.keys).get(plain(name)), *columns().get(plain(name), ())}
        certain = meant - {None, *fields.values()}
        field = certain.pop() if len(certain) == 1 else None
        fields[text] = field or OPEN
        if field == "amount" and unit is not None:
            units.append(unit)
    return fields, units


def _open(table: Table, stated: Iterable[str], language: Language) -> Iterator[str]:
    """The mandatory fields that are not stated, each open."""
    for column in table.columns:
        if column.required and column.key not in stated:
            yield f"{column.key} = {_text(OPEN)}  # {heading(column.key, language)}"


def _text(text: str) -> str:
    """A text as TOML, whose basic strings are those of JSON."""
    return json.dumps(text, ensure_ascii=False)
