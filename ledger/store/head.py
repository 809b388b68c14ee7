"""The head of each log: its size, and the epoch of the process that may append to it.

Opening a ledger for writing takes it over: the epoch rises by one, and from then on only that epoch
can append, because every batch moves the head by a compare-and-swap of size and epoch, and every
checkpoint is signed after a check of the epoch. A process that was paused, or cut off from its
database, while another took over therefore fails at its next step, whatever locks it seems to hold.
The rule is the same for SQLite and PostgreSQL; locks (`lock`) only give an earlier message.
"""

from sqlalchemy import bindparam, insert, select, update

from ledger.store.engine import Connection
from ledger.store.log import LOGS, Log
from ledger.store.tables import HeadRow
from schemas.errors import CradleError

_head = HeadRow.__table__
_PUT = insert(_head)
_ALL = select(_head.c.log, _head.c.size, _head.c.epoch)
_LOCKED = _ALL.with_for_update()
_RAISE_EPOCH = update(_head).values(epoch=_head.c.epoch + 1)
_ADVANCE = (
    update(_head)
    .where(
        _head.c.log == bindparam("of_log"),
        _head.c.size == bindparam("old"),
        _head.c.epoch == bindparam("of_epoch"),
    )
    .values(size=bindparam("new"))
)


def put_heads(connection: Connection) -> None:
    """Create the heads of both logs, with size and epoch zero."""
    connection.execute(_PUT, [{"log": log, "size": 0, "epoch": 0} for log in LOGS])


def take_over(connection: Connection) -> int:
    """Shut out the previous writer; return the epoch that may write from now on."""
    connection.execute(_RAISE_EPOCH)
    (epoch,) = {row.epoch for row in connection.execute(_ALL)}
    return int(epoch)


def heads_of(connection: Connection, epoch: int, *, lock: bool = False) -> dict[Log, int]:
    """The sizes of both logs, for the writer of this epoch.

    Args:
        connection: a transaction; a writing one to lock the heads.
        epoch: the caller's epoch.
        lock: True to keep the heads from moving until the transaction ends.

    Raises:
        CradleError: `ledger.fenced` if another process has taken over.
    """
    rows = connection.execute(_LOCKED if lock else _ALL).all()
    if {row.epoch for row in rows} != {epoch}:
        raise _fenced()
    return {row.log: row.size for row in rows}


def read_heads(connection: Connection) -> dict[str, tuple[int, int]]:
    """The size and epoch of each head, by log, for a check of the whole ledger."""
    return {row.log: (row.size, row.epoch) for row in connection.execute(_ALL)}


def advance_head(connection: Connection, log: Log, old: int, new: int, epoch: int) -> None:
    """Move a log's head from an old size to a larger new one.

    Raises:
        CradleError: `ledger.fenced` if this writer did not leave the head at that size.
    """
    moved = {"of_log": log, "old": old, "new": new, "of_epoch": epoch}
    if connection.execute(_ADVANCE, moved).rowcount != 1:
        raise _fenced()


def _fenced() -> CradleError:
    detail = "Another process has taken this ledger over, and this one no longer writes or signs; stop it."
    return CradleError("ledger.fenced", detail)
