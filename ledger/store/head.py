"""The head of each log: how far it reaches, and which epoch may append to it.

Whoever opens a ledger for writing takes it over: the epoch rises by one, and from then on only that
number can append, for every batch moves the head by a compare-and-swap of size and epoch, and every
checkpoint is signed under a look at the epoch. A process that was paused, or cut off from its
database, while another took over therefore fails at its next step, whatever locks it believes to
hold. One rule for SQLite and PostgreSQL; locks (`lock`) merely spare the honest the trouble.
"""

from sqlalchemy import bindparam, insert, select, update

from ledger.store.engine import Connection
from ledger.store.log import LOGS, Log
from ledger.store.tables import Table
from schemas.errors import CradleError

_head = Table.metadata.tables["head"]
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
    """Begin the heads of both logs, empty and taken over by nobody."""
    connection.execute(_PUT, [{"log": log, "size": 0, "epoch": 0} for log in LOGS])


def take_over(connection: Connection) -> int:
    """Shut out whoever wrote before; returns the epoch that may write from now on."""
    connection.execute(_RAISE_EPOCH)
    (epoch,) = {row.epoch for row in connection.execute(_ALL)}
    return int(epoch)


def heads_of(connection: Connection, epoch: int, *, lock: bool = False) -> dict[Log, int]:
    """The sizes of both logs, as the writer of this epoch sees them.

    Args:
        connection: a transaction; a writing one if the heads are to be locked.
        epoch: of who asks.
        lock: whether nobody else may move the heads until the transaction ends.

    Raises:
        CradleError: `ledger.fenced` where another has taken over.
    """
    rows = connection.execute(_LOCKED if lock else _ALL).all()
    if {row.epoch for row in rows} != {epoch}:
        raise _fenced()
    return {row.log: row.size for row in rows}


def advance_head(connection: Connection, log: Log, sizes: tuple[int, int], epoch: int) -> None:
    """Move a log's head from one size to a larger one.

    Raises:
        CradleError: `ledger.fenced` where the head is not where this writer left it.
    """
    old, new = sizes
    moved = {"of_log": log, "old": old, "new": new, "of_epoch": epoch}
    if connection.execute(_ADVANCE, moved).rowcount != 1:
        raise _fenced()


def _fenced() -> CradleError:
    detail = "Another process has taken this ledger over; nothing more is written or signed here."
    return CradleError("ledger.fenced", detail)
