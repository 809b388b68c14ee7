"""The database connection: one address, one way to begin a transaction, durability before speed.

SQLite runs in WAL mode with synchronous=FULL, so that a committed transaction survives power loss,
with foreign keys on, and with recursive triggers, without which `INSERT OR REPLACE` would bypass the
triggers that forbid DELETE. A writing transaction begins IMMEDIATE: it takes the write lock first, so
it cannot fail half-way because it read before it wrote.

PostgreSQL answers a commit when it is on disk (`synchronous_commit` is never left `off`); readers
see one snapshot (REPEATABLE READ), and the writer reads committed rows. The differences between the
two databases are in this module, in `lock`, in `guards` and in `in_values`; all other SQL of
`ledger.store` is the same for both.

A transaction may be marked as not durable, if its rows can be made again from other data.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from ledger.store.failures import failure
from schemas.errors import CradleError, missing_extra

__all__ = [
    "Connection",
    "Engine",
    "Row",
    "insert_many",
    "is_server",
    "open_engine",
    "reading",
    "restart_numbering",
    "writing",
]

Row = tuple[str | int | bytes | None, ...]
"""The values of a row in the form that both databases accept, in the order of its columns."""

PATIENCE = 10
"""The seconds to wait for another connection's lock on the database."""

SQLITE, POSTGRESQL = "sqlite", "postgresql"
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA cache_size=-16384",  # KiB for each connection; PACT's index does not fit in the default 2 MiB.
)
_DURABLE = """
    SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') = 'off'
"""
_SNAPSHOT: Mapping[str, object] = {
    "isolation_level": "REPEATABLE READ",
    "postgresql_readonly": True,
}


def open_engine(url: str) -> Engine:
    """Create the engine of a database address, without reading or writing.

    Raises:
        CradleError: `store.dialect` for an unsupported kind of database, `store.driver` if the
            driver of PostgreSQL is not installed.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        detail = "The address of the database is not a URL; write postgresql://user@host/name."
        raise CradleError("store.dialect", detail) from None
    if address.get_backend_name() == SQLITE:
        engine = create_engine(address)
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
        return engine
    if address.get_backend_name() != POSTGRESQL:
        detail = "The database is neither SQLite nor PostgreSQL; use sqlite:/// or postgresql://."
        raise CradleError("store.dialect", detail)
    try:
        engine = create_engine(address.set(drivername="postgresql+psycopg"))
    except ModuleNotFoundError as error:
        need = "A database of PostgreSQL needs the package psycopg"
        raise missing_extra("store.driver", need, "postgres") from error
    event.listen(engine, "connect", _on_postgresql_connect)
    return engine


def is_server(engine: Engine) -> bool:
    """Return whether the database is a server, which other machines may reach too."""
    return engine.dialect.name == POSTGRESQL


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that reads one state of the database and ends without a change.

    Raises:
        CradleError: `store.failed` if the database cannot be read.
    """
    options = _SNAPSHOT if is_server(engine) else {}
    try:
        with engine.connect().execution_options(**options) as connection:
            yield connection
    except SQLAlchemyError as error:
        raise failure("The ledger's database could not be read", error) from error


@contextmanager
def writing(engine: Engine, *, durable: bool = True) -> Iterator[Connection]:
    """Begin a transaction that is committed at the end, or rolled back if anything in it fails.

    Args:
        engine: the engine of the database.
        durable: True if the commit waits for the disk.

    Raises:
        CradleError: `store.failed` if the database or the disk fails.
    """
    options = {"writes": True, "durable": durable}
    try:
        with engine.connect().execution_options(**options) as connection, connection.begin():
            if is_server(engine) and not durable:
                connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
            yield connection
    except (SQLAlchemyError, OSError) as error:
        raise failure("The ledger could not be written, nothing was recorded", error) from error


def insert_many(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Row]
) -> None:
    """Insert many rows by the fastest way of the database: COPY on PostgreSQL, one statement on SQLite."""
    quote = connection.dialect.identifier_preparer.quote
    named = f"{quote(table)} ({', '.join(map(quote, columns))})"
    if not is_server(connection.engine):
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {named} VALUES ({marks})"  # noqa: S608 - names of our own tables
        connection.exec_driver_sql(statement, list(rows))
        return
    driver: Any = connection.connection
    base = connection.dialect.loaded_dbapi.Error
    try:
        with driver.cursor() as cursor, cursor.copy(f"COPY {named} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    except base as error:
        # `writing` reports it like other errors.
        raise DBAPIError.instance(None, None, error, base, dialect=connection.dialect) from error


def restart_numbering(connection: Connection, table: Table) -> None:
    """Make the database number new rows after the copied ones; SQLite does so by itself."""
    numbered = table.autoincrement_column
    if numbered is None or not is_server(connection.engine):
        return
    sequence = func.pg_get_serial_sequence(table.name, numbered.name)
    connection.execute(select(func.setval(sequence, func.max(numbered))).having(func.count() > 0))


def _on_sqlite_connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
    # The driver must not begin a transaction by itself; `_on_sqlite_begin` does.
    connection.isolation_level = None
    _execute(connection, (*PRAGMAS, f"PRAGMA busy_timeout={PATIENCE * 1000}"))


def _on_postgresql_connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - as above
    connection.autocommit = True
    _execute(connection, (_DURABLE, f"SET lock_timeout = '{PATIENCE}s'"))
    connection.autocommit = False


def _execute(connection: Any, statements: tuple[str, ...]) -> None:  # noqa: ANN401 - as above
    try:
        for statement in statements:
            connection.execute(statement)
    except BaseException:
        connection.close()  # The pool does not know it yet.
        raise


def _on_sqlite_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    # Connections are reused, so each transaction sets the mode that it needs.
    mode = "FULL" if options.get("durable", True) else "NORMAL"
    connection.exec_driver_sql(f"PRAGMA synchronous={mode}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes", False) else "BEGIN")
