"""Read the files of a case folder as frozen models: each row of a CSV table and each table of `case.toml` is one.

The first row of a CSV table names the columns. An empty cell is an absent one. A column or key that no
model has is refused, because what is ignored counts as zero. Text is UTF-8, with or without a byte-order mark. A number
is read exactly as written, in ASCII digits; separators of thousands are refused because they mean different things in
different countries.

The separator is the one of comma, semicolon and tab that yields the most known columns; Excel's own first line `sep=;`
is skipped. Where a comma does not separate, it may be the decimal sign of the whole file; a file with both signs is
refused, because then a point or comma could also group thousands. No cell is lost: a row with more cells than the
header, a column without a name, an unknown one and one that is repeated are refused.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from ledger.exchange.case_names import is_remark, unknown_name
from ledger.exchange.case_words import Reading
from schemas.base import broken, refusals
from schemas.errors import CradleError

NUMBERS = frozenset(
    {
        "allocation_value",
        "amount_per_unit_output",
        "energy_kwh_per_unit",
        "mass_fraction",
        "mass_kg_per_unit",
        "power_kwp_per_unit",
        "value",
    }
)
"""The columns of numbers."""

_SEPARATORS = (",", ";", "\t")
_DECIMAL = re.compile(r"[+-]?[0-9]*([.,])[0-9]+([eE][+-]?[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class NamedCells:
    """The filled cells of a row, by column; `number` is the row's as a spreadsheet shows it."""

    number: int
    cells: Mapping[str, str]


def read_cells(text: str, file: str, names: Collection[str]) -> tuple[NamedCells, ...]:
    """Read the rows of a table; blank ones are skipped but counted.

    Args:
        text: the content of the file.
        file: its name, for refusals.
        names: the columns that have an effect.

    Raises:
        CradleError: `case.csv`, `case.column` or `case.number`, with file and row.
    """
    skipped = text[:4].casefold() == "sep="
    separator = _separator(text.partition("\n")[2] if skipped else text, names)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        detail = f"The file is not a table in CSV: {error}. Save it again as CSV in UTF-8."
        raise CradleError("case.csv", detail, file) from None
    first = 2 if skipped else 1
    header, *others = rows[first - 1 :] or [[]]
    columns = [name.strip() for name in header]
    _check_columns(columns, f"{file}, row {first}", names)
    cells = tuple(
        NamedCells(number, _name(columns, fields, f"{file}, row {number}"))
        for number, fields in enumerate(others, start=first + 1)
        if any(map(str.strip, fields))
    )
    return cells if separator == "," else tuple(_with_points(cells, file))


def _separator(text: str, names: Collection[str]) -> str:
    header = text.partition("\n")[0]
    return max(
        _SEPARATORS,
        key=lambda sign: sum(part.strip().strip('"') in names for part in header.split(sign)),
    )


def _check_columns(columns: Sequence[str], place: str, names: Collection[str]) -> None:
    for number, name in enumerate(columns):
        if name and name not in names and not is_remark(name):
            detail = unknown_name("column", name, names)
            raise CradleError(
                "case.column", f"{detail} Remarks go into a column note.", f"{place}, {name}"
            )
        if name and name in columns[:number]:
            detail = f"Column {name} is there twice; remove one."
            raise CradleError("case.column", detail, f"{place}, {name}")


def _name(columns: Sequence[str], fields: Sequence[str], place: str) -> dict[str, str]:
    """Name the filled cells of a row; refuse one that has no column."""
    filled = {number: text for number, field in enumerate(fields) if (text := field.strip())}
    for number, text in filled.items():
        if number >= len(columns):
            detail = f"The row has {number + 1} cells, its header {len(columns)}; put a cell that"
            detail += f" contains the separator in quotation marks, or remove {text!r:.40}."
            raise CradleError("case.csv", detail, place)
        if not columns[number]:
            detail = f"Column {number + 1} has no name but a cell; name it note, or remove it."
            raise CradleError("case.column", detail, place)
    return {columns[number]: text for number, text in filled.items()}


def _with_points(rows: Sequence[NamedCells], file: str) -> Iterator[NamedCells]:
    """Write a decimal comma as a point, in a file that writes all its numbers so."""
    first: dict[str, tuple[int, str]] = {}
    for row, _, text in _numbers(rows):
        written = _DECIMAL.fullmatch(text)
        if written:
            first.setdefault(written[1], (row.number, text))
    if len(first) > 1:
        point, comma = first["."], first[","]
        detail = f"Row {point[0]} writes {point[1]}, row {comma[0]} writes {comma[1]}; use one"
        detail += " decimal sign in the whole file, and no separator of thousands."
        raise CradleError("case.number", detail, file)
    for row in rows:
        changed = {
            column: text.replace(",", ".")
            for _, column, text in _numbers((row,))
            if _DECIMAL.fullmatch(text)
        }
        yield NamedCells(row.number, {**row.cells, **changed})


def _numbers(rows: Sequence[NamedCells]) -> Iterator[tuple[NamedCells, str, str]]:
    """Each cell of a column of numbers, with its row and column."""
    for row in rows:
        for column in NUMBERS & row.cells.keys():
            yield row, column, row.cells[column]


_SET_HERE = frozenset({"per", "place", "readings"})
"""Fields that the reader sets; no column has their names."""

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_CODES = {
    "code.grammar": "case.id",
    "country.grammar": "case.country",
    "country.unknown": "case.country",
}
"""The codes of broken grammars in a case folder; every other grammar has `case.text`."""


class CaseModel(BaseModel):
    """A row or table of a case folder; it has no other columns or keys than those that it names."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    @classmethod
    def names(cls) -> frozenset[str]:
        """The columns or keys, as the file writes them."""
        return frozenset(
            field.alias or name for name, field in cls.model_fields.items() if name not in _SET_HERE
        )


class CaseRow(CaseModel):
    """A row of a CSV table; `place` is its file and row, `readings` the words that were read as others."""

    place: str
    readings: tuple[Reading, ...] = ()

    def refuse(self, code: str, detail: str, column: str) -> CradleError:
        """Return the refusal of a cell of this row."""
        return CradleError(code, detail, f"{self.place}, {column}")


def read_number(value: object) -> Decimal:
    """Read a number from a cell of a spreadsheet or a value of a TOML file."""
    text = str(value)
    if not _NUMBER.fullmatch(text):
        detail = f"{text!r} is not a number; write digits and a decimal point, such as 75.5"
        raise broken("case.number", detail)
    return Decimal(text)


def above_zero(value: Decimal) -> Decimal:
    """Return a value above zero; refuse all others."""
    if value <= 0:
        raise broken("case.number", f"{value} is not above zero; write a number above zero")
    return value


@contextmanager
def in_folder(name: str) -> Iterator[None]:
    """Put the name of a case folder before the place of every refusal."""
    try:
        yield
    except CradleError as error:
        raise CradleError(error.code, error.detail, f"{name}/{error.place}") from None


Number = Annotated[Decimal, BeforeValidator(read_number)]
Positive = Annotated[Number, AfterValidator(above_zero)]


def one_of(words: Mapping[str, object], code: str) -> BeforeValidator:
    """Build a validator that maps each of these words to its value and refuses other words with a code."""

    def read(value: object) -> object:
        word = str(value)
        if word not in words:
            raise broken(code, f"{word!r} is not one of {', '.join(words)}; write one of these")
        return words[word]

    return BeforeValidator(read)


def refuse(error: ValidationError, place: str) -> CradleError:
    """Return the first problem of a row or table as a refusal with a code of case folders."""
    refusal = refusals(error)[0]
    where = f"{place}, {refusal.place}" if refusal.place else place
    if refusal.code == "schema.missing":
        detail = f"{refusal.place} is missing or empty; fill it in."
        return CradleError("case.missing", detail, where)
    if refusal.code == "schema.model_type":
        detail = f"{refusal.place} is a table; write [{refusal.place}] and its keys below."
        return CradleError("case.toml", detail, where)
    if refusal.code == "schema.tuple_type":
        detail = f"{refusal.place} is not a list of tables; write [[{refusal.place}]] above each."
        return CradleError("case.toml", detail, where)
    code = (
        refusal.code if refusal.code.startswith("case.") else _CODES.get(refusal.code, "case.text")
    )
    return CradleError(code, refusal.detail, where)


def read_text(path: Path) -> str:
    """Read the text of a file of a case folder.

    Raises:
        CradleError: `case.file` or `case.encoding`.
    """
    if not path.is_file():
        raise CradleError("case.file", "The case folder lacks this file; add it.", path.name)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        detail = "The file is not UTF-8; save it as text in UTF-8."
        raise CradleError("case.encoding", detail, path.name) from None


_RowModel = TypeVar("_RowModel", bound=CaseRow)


def read_rows(path: Path, form: type[_RowModel]) -> Iterator[_RowModel]:
    """Read the rows of a CSV table.

    Raises:
        CradleError: `case.*` with file, row and column.
    """
    names = form.names()
    for row in read_cells(read_text(path), path.name, names):
        cells = {name: text for name, text in row.cells.items() if name in names}
        yield _read_row(form, cells, f"{path.name}, row {row.number}")


def _read_row(form: type[_RowModel], cells: Mapping[str, str], place: str) -> _RowModel:
    readings: list[Reading] = []
    try:
        row = form.model_validate({**cells, "place": place}, context=readings)
    except ValidationError as error:
        raise refuse(error, place) from None
    return row.model_copy(update={"readings": tuple(readings)}) if readings else row
