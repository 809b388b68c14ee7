"""Damage to a database: its own check of tables and indexes, look-ups by every key, and the form of every value.

A flipped byte in an index hides a row that every full reading of the table still finds. SQLite's `integrity_check`
compares each row with each index; `quick_check` does not. PostgreSQL is checked in `integrity_server`. Here too are
the columns' types, which SQLite does not enforce, the references of tables beside the ledger, and the schema, whose
triggers keep rows as they are.

Left out: a changed character in a text of an account, a request, a PACT partner or the journal, which nothing repeats.
The ledger's own rows are hashed or derived, which `ledger.monitoring` compares.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Final

from sqlalchemy import Column, Table, func, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import SQLAlchemyError

from ledger.store.engine import Connection, is_server, open_engine, writing
from ledger.store.failures import DAMAGED
from ledger.store.integrity_server import server_problems
from ledger.store.migrate import migrate
from ledger.store.schema import METADATA, MUTABLE
from schemas.errors import CradleError

MOST: Final = 20
"""The most problems that are listed; a damaged page has many."""

_KINDS: Final[Mapping[str, str]] = {
    "VARCHAR": "text",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "BOOLEAN": "integer",
    "BLOB": "blob",
}
"""The storage class of SQLite in a column of a declared type."""

_SQLITE: Final = sqlite.dialect()
_HIDDEN: Final = """
    SELECT count(*) FROM statement AS a NOT INDEXED
    WHERE NOT EXISTS (SELECT 1 FROM statement AS b WHERE b.id = a.id)
"""
_SCHEMA = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"


def require_whole(connection: Connection) -> None:
    """Refuse a damaged database.

    Raises:
        CradleError: `store.damaged`, with the first problem.
    """
    for problem in problems_of(connection):
        raise damaged(problem)


def damaged(problem: str) -> CradleError:
    """The refusal of a damaged database."""
    detail = f"The database is damaged: {problem}. Restore it from a backup (docs/operations.md)."
    return CradleError(DAMAGED, detail)


def problems_of(connection: Connection) -> Iterator[str]:
    """Yield at most `MOST` problems of a database, each as a clause."""
    yield from islice(_problems(connection), MOST)


def _problems(connection: Connection) -> Iterator[str]:
    try:
        if is_server(connection.engine):
            yield from server_problems(connection)
            return
        yield from _check(connection)
        hidden = connection.exec_driver_sql(_HIDDEN).scalar_one()
        if hidden:
            yield f"{hidden} statements are not found by their id"
        yield from _differences_of_schema(connection)
        for table in METADATA.sorted_tables:
            yield from _values(connection, table)
            if table.name in MUTABLE:
                for row in connection.exec_driver_sql(f"PRAGMA foreign_key_check({table.name})"):
                    yield f"row {row[1]} of {row[0]} refers to a row of {row[2]} that is missing"
    except SQLAlchemyError as error:
        yield str(error).partition("\n")[0].partition(") ")[2]


def _check(connection: Connection) -> Iterator[str]:
    for (line,) in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST})"):
        if line != "ok":
            yield " ".join(line.split())


def _differences_of_schema(connection: Connection) -> Iterator[str]:
    """Compare tables, indexes and triggers with those of the migrations, word by word."""
    expected, actual = _schema_of_migrations(), _schema(connection)
    for kind, name in sorted(expected.keys() | actual.keys()):
        if expected.get((kind, name)) != actual.get((kind, name)):
            yield f"the {kind} {name} is not the one that the program makes"


@cache
def _schema_of_migrations() -> Mapping[tuple[str, str], list[str]]:
    engine = open_engine("sqlite://")
    try:
        with writing(engine) as connection:
            migrate(connection)
            return _schema(connection)
    finally:
        engine.dispose()


def _schema(connection: Connection) -> dict[tuple[str, str], list[str]]:
    rows = connection.exec_driver_sql(_SCHEMA)
    return {(kind, name): sql.split() for kind, name, sql in rows}


def _values(connection: Connection, table: Table) -> Iterator[str]:
    """Find values of another type than their column's, and texts that are not UTF-8."""
    wrong = [func.total(func.typeof(column).not_in(_kinds(column))) for column in table.columns]
    counts = connection.execute(select(*wrong).select_from(table)).one()
    for column, count in zip(table.columns, counts, strict=True):
        if count:
            yield f"the column {column.name} of {table.name} has a value of another type"
    texts = [column for column in table.columns if "text" in _kinds(column)]
    try:
        for _ in connection.execute(select(*texts)) if texts else ():
            pass
    except (SQLAlchemyError, UnicodeDecodeError):
        yield f"a text of {table.name} is not UTF-8"


def _kinds(column: Column[object]) -> list[str]:
    declared = column.type.compile(dialect=_SQLITE)
    return [_KINDS[declared], *(["null"] if column.nullable else [])]
