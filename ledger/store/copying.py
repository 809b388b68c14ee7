"""Copying a database row by row, in one state of it: from SQLite or PostgreSQL, into either.

Backups are SQLite files whatever the ledger runs on, so a backup is one file that needs no server to
be read, and can be restored into the other kind of database.
"""

from sqlalchemy import insert, select

from ledger.store.engine import Connection, Engine, reading, writing
from ledger.store.migrate import HEAD, migrate, revision_of
from ledger.store.schema import METADATA
from schemas.errors import CradleError

_AT_ONCE = 1000


def copy_database(source: Engine, target: Engine) -> None:
    """Copy all rows of a ledger, as one transaction sees them, into an empty database.

    Raises:
        CradleError: `store.revision`, `ledger.database` or `store.failed`; the target is then as it
            was.
    """
    with reading(source) as reader, writing(target) as writer:
        if revision_of(reader) != HEAD:
            detail = "The ledger's tables are of another version; open it once with this one."
            raise CradleError("store.revision", detail)
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
