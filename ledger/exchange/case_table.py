"""Read the files of a case folder as frozen models: each row of a CSV table and each table of `case.toml` is one.

The first row of a CSV table names the columns (`case_csv`). An empty cell is an absent one. A column or key that no
model has is refused, because what is ignored counts as zero. Text is UTF-8, with or without a byte-order mark. A number
is read exactly as written, in ASCII digits; separators of thousands are refused because they mean different things in
different countries.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from ledger.exchange.case_csv import read_cells
from schemas.base import broken, refusals
from schemas.errors import CradleError

_SET_HERE = frozenset({"per", "place"})
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
    """A row of a CSV table; `place` is its file and row."""

    place: str

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
    found = refusals(error)[0]
    where = f"{place}, {found.place}"
    if found.code == "schema.missing":
        detail = f"{found.place} is missing or empty; fill it in."
        return CradleError("case.missing", detail, where)
    if found.code == "schema.model_type":
        detail = f"{found.place} is a table; write [{found.place}] and its keys below."
        return CradleError("case.toml", detail, where)
    if found.code == "schema.tuple_type":
        detail = f"{found.place} is no list of tables; write [[{found.place}]] above each."
        return CradleError("case.toml", detail, where)
    code = found.code if found.code.startswith("case.") else _CODES.get(found.code, "case.text")
    return CradleError(code, found.detail, where)


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
    known = form.names()
    for row in read_cells(read_text(path), path.name, known):
        stated = {name: text for name, text in row.cells.items() if name in known}
        yield _read_row(form, stated, f"{path.name}, row {row.number}")


def _read_row(form: type[_RowModel], cells: Mapping[str, str], place: str) -> _RowModel:
    try:
        return form.model_validate({**cells, "place": place})
    except ValidationError as error:
        raise refuse(error, place) from None
