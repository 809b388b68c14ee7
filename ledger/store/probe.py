"""A proof that a store can be written: one real, synchronised write to each place that a batch writes to.

It is made after a failure only. Its files and rows have as much room as a large batch takes, so that a disk with a few
free bytes does not count as one that works again.
"""

from pathlib import Path

from sqlalchemy import text

from ledger.store.engine import Connection, Engine, is_server, writing
from ledger.store.failures import failure
from ledger.store.files import write_file

ROOM = 1 << 20
"""The bytes that are written to each disk, and removed."""

_NAME = "probe"
_TOUCH = text("UPDATE head SET size = size")
_ROWS = text(
    "CREATE TEMPORARY TABLE probe ON COMMIT DROP AS"
    " SELECT md5(number::text) FROM generate_series(1, :rows) AS number"
)
_ROW_BYTES = 64


def require_writable(engine: Engine, folder: Path, journal: Path) -> None:
    """Write to the database, to the ledger's folder, and beside the journal of checkpoints.

    Raises:
        CradleError: `store.failed` if any of them cannot be written.
    """
    try:
        for probed in (folder, journal.parent):
            write_file(probed / _NAME, bytes(ROOM))
            (probed / _NAME).unlink()
        journal.open("r+b").close()
    except OSError as error:
        raise failure("The ledger's folder cannot be written", error) from error
    with writing(engine) as connection:
        _write_rows(connection)


def _write_rows(connection: Connection) -> None:
    """Write a row of the ledger, whose values stay; in a server, whose disk is not seen here, also room."""
    if is_server(connection.engine):
        connection.execute(_ROWS, {"rows": ROOM // _ROW_BYTES})
    connection.execute(_TOUCH)
