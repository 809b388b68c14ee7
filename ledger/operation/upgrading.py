"""Upgrade of a ledger's database: its plan, and its execution without a loss of data.

    status_of(folder)          # the database's revision, this program's, and the migrations between
    upgrade(folder, backup)    # copied first (SQLite), migrated, and proved whole, or left as it was

Everything happens under the ledger's locks (on a server also its advisory lock) and in one
transaction: the migrations, and after them the same proof as of a backup (`contents`): both roots,
every leaf, statement and document under the new tables. If the proof fails, the transaction is
undone. The operator of a database server makes its copy.
"""

from dataclasses import dataclass
from pathlib import Path

from ledger.operation.contents import Contents, prove_contents
from ledger.store.blobs import Blobs
from ledger.store.copying import copy_file
from ledger.store.engine import Connection, is_server, open_engine, reading
from ledger.store.migrate import HEAD, Step, migrate, revision_of, steps_from
from ledger.store.place import read_place
from ledger.store.store import BLOBS, open_store
from schemas.errors import CradleError


@dataclass(frozen=True, slots=True)
class UpgradeStatus:
    """A database compared with this program.

    Attributes:
        revision: of the database.
        program: the revision of this program.
        steps: the migrations that an upgrade would run; none where the database is current.
        server: True for a database server, which has its own means to make copies.
    """

    revision: str
    program: str
    steps: tuple[Step, ...]
    server: bool


@dataclass(frozen=True, slots=True)
class UpgradeResult:
    """The result of an upgrade: the state before it, the copy of that state, and the proved contents."""

    before: UpgradeStatus
    copy: Path | None
    proved: Contents


def status_of(folder: Path) -> UpgradeStatus:
    """The revision of a ledger's database; nothing is written, and it may be in use.

    Raises:
        CradleError: `ledger.absent`, `ledger.place`, `store.newer`, `store.failed`.
    """
    engine = open_engine(read_place(folder).url(folder))
    try:
        with reading(engine) as connection:
            return _status(connection)
    finally:
        engine.dispose()


def upgrade(folder: Path, copy: Path | None) -> UpgradeResult | None:
    """Bring a ledger's database to this program's revision; None where it is current.

    Args:
        folder: of the ledger; no process may have it open.
        copy: a new file for the copy that is made of a SQLite database first; None for a server's, of
            which the operator says that a copy is made.

    Raises:
        CradleError: `upgrade.copy`, `ledger.absent`, `ledger.locked`, `store.*`, or as `prove_contents`; the
            database is then unchanged.
    """
    upgrades: list[UpgradeResult] = []

    def prepare(connection: Connection) -> None:
        before = _status(connection)
        if not before.steps:
            return
        _copy(connection, before, copy)
        migrate(connection)
        signed = place.store(folder).read()
        proved = prove_contents(connection, Blobs(folder / BLOBS), signed)
        upgrades.append(UpgradeResult(before, copy, proved))

    place = read_place(folder)
    open_store(folder, prepare).close()
    return upgrades[0] if upgrades else None


def _status(connection: Connection) -> UpgradeStatus:
    revision = revision_of(connection)
    if revision is None:
        raise CradleError("ledger.absent", "The database holds no ledger; name another.")
    return UpgradeStatus(revision, HEAD, steps_from(revision), is_server(connection.engine))


def _copy(connection: Connection, before: UpgradeStatus, copy: Path | None) -> None:
    """Copy a SQLite file while this transaction keeps every other writer out."""
    if copy is None and not before.server:
        raise CradleError("upgrade.copy", "Name a new file for a copy of the database first.")
    if copy is None:
        return
    if before.server:
        detail = (
            "A database server's copy is made by its own means (pg_dump), not into a file here."
        )
        raise CradleError("upgrade.copy", detail)
    if copy.exists():
        raise CradleError("upgrade.copy", f"{copy} exists already; name a new file for the copy.")
    copy_file(connection.engine, copy)
