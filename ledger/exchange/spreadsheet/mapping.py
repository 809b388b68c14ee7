"""A mapping: which columns of a firm's own sheet are which fields of the template, written once and kept with the file.

    language = "de"
    [process]                                  # fields that no sheet has; so has [[row]] rows of a table
    site_code = "WERK-1"
    [[sheet]]
    table = "inputs"
    header = ["Material", "Menge [kg]", "Bemerkung"]
    leave_out = ["Summe"]                      # rows that begin so are left out, and reported
    [sheet.columns]
    Material = "flow"
    "Menge [kg]" = "amount"
    Bemerkung = "-"                            # is not read
    [sheet.values]                             # the same in each row
    unit = "kg"

The header recognises a file: the next one with the same headings is read by the same mapping. Values are written as in
cells. Each heading has its column, so nothing is left out unsaid; a `?` of a draft is refused until it is answered.
"""

import tomllib
from collections.abc import Iterable, Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ledger.exchange.spreadsheet.columns import BY_KEY
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import plain
from schemas.base import broken, refusals
from schemas.errors import CradleError

NOT_READ, OPEN = "-", "?"
"""What a mapping says of a column that is not read, and a draft of one that is not answered."""

SUFFIX = ".mapping.toml"
"""The ending of a mapping's name, behind that of the file that it was written for."""

_RowTable = Literal["outputs", "elements", "inputs", "wastes", "emissions", "avoided"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class MappedSheet(_Part):
    """A sheet of the firm's own.

    Attributes:
        table: the table of the template that its rows are.
        header: its headings in order, without empty cells.
        columns: the field of each heading; `-` for one that is not read.
        values: the value of each field that is the same in all rows.
        leave_out: the beginnings of rows that are left out.
        repeat: headings whose merged cell counts for each of its rows.
    """

    table: _RowTable
    header: tuple[str, ...] = Field(min_length=1)
    columns: Mapping[str, str]
    values: Mapping[str, str] = {}
    leave_out: tuple[str, ...] = ()
    repeat: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        headings = [plain(text) for text in self.header]
        if len(set(headings)) < len(headings):
            raise broken("mapping.column", "two columns have one heading; rename one in the sheet")
        for named in (self.columns, self.repeat):
            for text in named:
                if plain(text) not in headings:
                    detail = f"{text!r} is not in the header; copy the heading as it is"
                    raise broken("mapping.column", detail)
        missing = set(headings) - {plain(text) for text in self.columns}
        if missing:
            detail = f'{min(missing)!r} has no field; write one, or "{NOT_READ}" if it is not read'
            raise broken("mapping.column", detail)
        _check_fields(self.table, [*self.fields.values(), *self.values])
        return self

    @property
    def fields(self) -> Mapping[str, str]:
        """The field of each plain heading that is read."""
        named = {plain(text): field for text, field in self.columns.items()}
        return {text: field for text, field in named.items() if field != NOT_READ}


class MappedRow(_Part):
    """A row of a table that no sheet has."""

    table: _RowTable
    values: Mapping[str, str]

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        _check_fields(self.table, self.values)
        return self


class SheetMapping(_Part):
    """A mapping; `name` is that of its file.

    Attributes:
        language: of the numbers, the days and the report.
        process: the values of the process, if no sheet states it.
        sheet: the sheets of the firm's own.
        row: further rows.
    """

    name: str = ""
    language: Language
    process: Mapping[str, str] = {}
    sheet: tuple[MappedSheet, ...] = Field(min_length=1)
    row: tuple[MappedRow, ...] = ()

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        _check_fields("process", self.process)
        headers = {tuple(map(plain, sheet.header)) for sheet in self.sheet}
        if len(headers) < len(self.sheet):
            detail = "two have one header; one reads every sheet with it, and another table needs another heading"
            raise broken("mapping.column", detail)
        return self

    @property
    def words(self) -> frozenset[str]:
        """The plain headings of all sheets."""
        return frozenset(plain(text) for sheet in self.sheet for text in sheet.header)


def _check_fields(table: str, fields: Iterable[str]) -> None:
    seen: set[str] = set()
    for field in fields:
        if field not in BY_KEY[table].keys:
            known = ", ".join(BY_KEY[table].keys)
            raise broken("mapping.field", f"{field!r} is no field of {table}; write one of {known}")
        if field in seen:
            detail = f"{field!r} of {table} is there twice; it has one column or one value"
            raise broken("mapping.field", detail)
        seen.add(field)


def parse_mapping(data: bytes, name: str) -> SheetMapping:
    """Read a mapping.

    Raises:
        CradleError: `mapping.file`, `mapping.open`, `mapping.column` or `mapping.field`, with its place.
    """
    try:
        content = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        detail = f"The mapping is not TOML in UTF-8: {error}."
        raise CradleError("mapping.file", detail, name) from None
    for place, value in _leaves(content):
        if value == OPEN:
            detail = 'The mapping leaves this open; write a field or a value in place of "?".'
            raise CradleError("mapping.open", detail, f"{name}, {place}")
    try:
        return SheetMapping.model_validate({**content, "name": name})
    except ValidationError as error:
        refusal = refusals(error)[0]
        code = refusal.code if refusal.code.startswith("mapping.") else "mapping.file"
        place = f"{name}, {refusal.place}" if refusal.place else name
        raise CradleError(code, refusal.detail, place) from None


def _leaves(value: object, place: str = "") -> Iterable[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _leaves(below, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list):
        for at, below in enumerate(value):
            yield from _leaves(below, f"{place}[{at}]")
    else:
        yield place, value
