"""The database connection: one address, one way to begin a transaction, durability before speed.

SQLite runs in WAL mode with synchronous=FULL, so that a committed transaction survives power loss,
with foreign keys on, and with recursive triggers, without which `INSERT OR REPLACE` would slip past
the triggers that forbid DELETE. A writing transaction begins IMMEDIATE: it takes the write lock
first and never fails half-way for having read before it wrote. Everything else in `ledger.store` is
plain SQL; another database needs its own lines here and in the migrations' triggers, no others.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from schemas.errors import CradleError

__all__ = ["Connection", "Engine", "open_engine", "reading", "writing"]

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA busy_timeout=10000",
)


def open_engine(url: str) -> Engine:
    """The engine of a database address; nothing is read or written yet.

    Raises:
        CradleError: `store.dialect` for a database that this version does not run on.
    """
    if make_url(url).get_backend_name() != "sqlite":
        raise CradleError("store.dialect", "Only SQLite databases are supported; use sqlite:///.")
    engine = create_engine(url)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that reads one state of the database and ends without a change.

    Raises:
        CradleError: `store.failed` where the database cannot be read.
    """
    try:
        with engine.connect() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise _failure("The ledger's database could not be read", error) from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that is committed at the end, or undone if anything in it fails.

    Raises:
        CradleError: `store.failed` where the database or the disk refuses.
    """
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection
    except (SQLAlchemyError, OSError) as error:
        raise _failure("The ledger could not be written, nothing was recorded", error) from error


def _failure(what: str, error: Exception) -> CradleError:
    reason = str(error).partition("\n")[0].removesuffix(".")
    return CradleError("store.failed", f"{what}: {reason}.")


def _on_connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
    # The driver begins no transaction by itself; `_on_begin` alone says how one begins.
    connection.isolation_level = None
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except BaseException:
        connection.close()  # The pool has not taken it in yet.
        raise


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
