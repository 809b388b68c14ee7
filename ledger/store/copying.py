"""Copies of one state of a database, row by row, from SQLite or PostgreSQL into either.

A backup is always a SQLite file, whatever database the ledger uses, so it can be read without a server
and restored into either kind of database. `copy_file` copies a SQLite file of any revision unchanged.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from ledger.store.engine import Connection, Engine, reading, restart_numbering, writing
from ledger.store.files import make_file, synchronise
from ledger.store.migrate import migrate, require_current
from ledger.store.schema import METADATA
from schemas.errors import CradleError

_AT_ONCE = 1000


def copy_database(source: Engine, target: Engine) -> None:
    """Copy all rows of a ledger, as one transaction sees them, into an empty database.

    Raises:
        CradleError: `store.older`, `store.newer`, `ledger.*` or `store.failed`; the target is then
            unchanged.
    """
    with reading(source) as reader, writing(target) as writer:
        require_current(reader)
        migrate(writer)
        for table in METADATA.sorted_tables:
            if writer.execute(select(table).limit(1)).first() is not None:
                detail = "The database holds a ledger already; name an empty one."
                raise CradleError("ledger.database", detail)
        _copy_rows(reader, writer)


def _copy_rows(reader: Connection, writer: Connection) -> None:
    streaming = reader.execution_options(yield_per=_AT_ONCE)
    for table in METADATA.sorted_tables:
        for rows in streaming.execute(select(table)).mappings().partitions():
            writer.execute(insert(table), [dict(row) for row in rows])
        restart_numbering(writer, table)


def copy_file(source: Engine, to: Path) -> None:
    """Copy a SQLite database of any revision into a new file that only the ledger's own user can read.

    Raises:
        CradleError: `store.failed`.
    """
    make_file(to)
    raw: Any = source.raw_connection()  # Without a transaction, because VACUUM runs outside of one.
    try:
        raw.driver_connection.execute("VACUUM INTO ?", (str(to),))
    except (OSError, source.dialect.loaded_dbapi.Error) as error:
        to.unlink(missing_ok=True)
        detail = (
            f"The database could not be copied to {to}: {error}. Name a path with enough space."
        )
        raise CradleError("store.failed", detail) from error
    finally:
        raw.close()
    synchronise(to.parent)
