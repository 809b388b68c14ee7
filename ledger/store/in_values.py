"""SQL conditions `column in values` and `columns in rows` with one parameter for all values.

With one mark per value, the query text would differ for each number of values and be parsed each time,
and databases limit the number of marks. Here all values are one parameter: an array on PostgreSQL, a
JSON array on SQLite, which turns it into rows. Rows of text are JSON on both.
"""

from collections.abc import Iterable, Sequence
from typing import Any, cast

import orjson
from sqlalchemy import ARRAY, Dialect, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine

from ledger.store.engine import POSTGRESQL


def in_values(column: ColumnElement[Any] | Mapped[Any], name: str) -> ColumnElement[Any]:
    """The condition that a column equals one of the values in the parameter `name`; values have the column's type."""
    of = cast("ColumnElement[Any]", column)
    return _InValues(of, bindparam(name, type_=_Values(of.type)))


def in_rows(columns: Sequence[ColumnElement[Any]], name: str) -> ColumnElement[Any]:
    """The condition that text columns equal one of the rows in the parameter `name`, each with as many texts."""
    return _InRows(*columns, bindparam(name, type_=_Rows()))


class _Rows(TypeDecorator[Iterable[Sequence[str]]]):
    """Rows of text as a parameter."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[Sequence[str]] | None, dialect: Dialect) -> str:  # noqa: ARG002
        """Encode the rows as JSON."""
        return orjson.dumps(list(value or ())).decode()


class _Values(TypeDecorator[Iterable[Any]]):
    """Values of one type as a parameter."""

    impl = Text
    cache_ok = True

    def __init__(self, of: TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The SQL type of the parameter: an array on PostgreSQL, else text."""
        inner = ARRAY(self.of) if dialect.name == POSTGRESQL else Text()
        return dialect.type_descriptor(inner)

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> object:
        """Convert the values to the parameter's form in the database."""
        listed = list(value or ())
        return listed if dialect.name == POSTGRESQL else orjson.dumps(listed).decode()


class _InValues(FunctionElement[Any]):
    """The condition. It has no type: SQLAlchemy compares a boolean with 1 on SQLite, which then uses no index."""

    type = NullType()
    inherit_cache = True


class _InRows(FunctionElement[Any]):
    """The condition on several columns, the parameter last."""

    type = NullType()
    inherit_cache = True


@compiles(_InRows, POSTGRESQL)
def _write_rows_any(element: _InRows, compiler: SQLCompiler, **options: object) -> str:
    *columns, rows = (compiler.process(part, **options) for part in element.clauses)
    each = ", ".join(f"value ->> {at}" for at in range(len(columns)))
    source = f"jsonb_array_elements(CAST({rows} AS JSONB))"
    return f"({', '.join(columns)}) IN (SELECT {each} FROM {source} AS listed(value))"  # noqa: S608 - as below


@compiles(_InRows)
def _write_rows_in(element: _InRows, compiler: SQLCompiler, **options: object) -> str:
    *columns, rows = (compiler.process(part, **options) for part in element.clauses)
    each = ", ".join(f"json_extract(value, '$[{at}]')" for at in range(len(columns)))
    return f"({', '.join(columns)}) IN (SELECT {each} FROM json_each({rows}))"  # noqa: S608 - as below


@compiles(_InValues, POSTGRESQL)
def _write_any(element: _InValues, compiler: SQLCompiler, **options: object) -> str:
    column, values = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = ANY ({values})"


@compiles(_InValues)
def _write_in(element: _InValues, compiler: SQLCompiler, **options: object) -> str:
    column, values = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - the compiler's own texts
