"""Copying a database row by row, in one state of it: from SQLite or PostgreSQL, into either.

Backups are SQLite files whatever the ledger runs on, so a backup is one file that needs no server to
be read, and can be restored into the other kind of database. A SQLite file of any revision can be copied
as it is (`copy_file`).
"""

from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from ledger.store.engine import Connection, Engine, go_on_numbering, reading, writing
from ledger.store.files import make_file, synchronise
from ledger.store.migrate import migrate, require_current
from ledger.store.schema import METADATA
from schemas.errors import CradleError

_AT_ONCE = 1000


def copy_database(source: Engine, target: Engine) -> None:
    """Copy all rows of a ledger, as one transaction sees them, into an empty database.

    Raises:
        CradleError: `store.older`, `store.newer`, `ledger.*` or `store.failed`; the target is then as
            it was.
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
        go_on_numbering(writer, table)


def copy_file(source: Engine, to: Path) -> None:
    """Copy a SQLite database, of whatever revision, into a new file for the ledger's own user alone.

    Raises:
        CradleError: `store.failed`.
    """
    make_file(to)
    raw: Any = source.raw_connection()  # No transaction is begun: VACUUM runs outside of one.
    try:
        raw.driver_connection.execute("VACUUM INTO ?", (str(to),))
    except (OSError, source.dialect.loaded_dbapi.Error) as error:
        to.unlink(missing_ok=True)
        detail = f"The database could not be copied to {to}: {error}."
        raise CradleError("store.failed", detail) from error
    finally:
        raw.close()
    synchronise(to.parent)
