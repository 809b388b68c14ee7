"""Folders of closed ledgers: copied, set back to an older version of the program, or damaged.

To open a copy takes a sixth of the time of beginning a ledger, so `built_once` copies.
"""

import atexit
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import fields, replace
from functools import cache, wraps
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pytest
from sqlalchemy import MetaData, insert, select, text
from support.postgres import fill, fresh_database, name_of
from support.sabotage import VARIABLE

from ledger.append.ledger import Ledger
from ledger.append.marking import Marking
from ledger.store.engine import is_server, open_engine, reading, writing
from ledger.store.log import Log
from ledger.store.migrate import VERSION_TABLE, migrate
from ledger.store.place import DATABASE, LedgerPlace, keep_place, read_place, settle
from ledger.store.place import _write as write_place
from ledger.trust.leaves import NOTHING_BOUND


def newest_checkpoint(folder: Path, log: Log = "entries") -> bytes:
    """The newest checkpoint in a ledger's own checkpoint store."""
    signed = read_place(folder).store(folder).read()
    assert signed is not None
    return signed.notes[log]


def copy_folder(source: Path, folder: Path, database: str | None = None) -> None:
    """Copy a closed ledger; a database in a server is copied, into the empty one that is named or a new one."""
    copytree(source, folder)
    place = read_place(folder)
    if place.database is not None:
        template = name_of(place.database)
        if database is not None:
            fill(database, template)
        keep_place(folder, replace(place, database=database or fresh_database(template)))


def copy_ledger(source: Path, folder: Path, database: str | None = None) -> None:
    """Copy a closed ledger, and bind it to its folder, so that the copy signs; see `unlock` for what a user does."""
    copy_folder(source, folder, database)
    settle(folder, read_place(folder))


Built = TypeVar("Built")
Builder = Callable[..., AbstractContextManager[Built]]
"""Takes a folder and the address of a database, None for SQLite; yields something with a `World` in it."""


@cache
def _templates() -> Path:
    folder = TemporaryDirectory(prefix="templates")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def built_once(build: Builder[Built]) -> Builder[Built]:
    """Let a builder of a ledger run once for each database; each call then opens a copy.

    Where a test runs without a mechanism it builds anew: to open a ledger may need the mechanism.
    """
    if VARIABLE in os.environ:
        return build
    kept: dict[bool, Built] = {}

    @wraps(build)
    @contextmanager
    def copies(folder: Path, database: str | None = None) -> Iterator[Built]:
        in_server = database is not None
        source = _templates() / f"{build.__name__}-{in_server}"
        if in_server not in kept:
            with build(source, fresh_database() if in_server else None) as built:
                kept[in_server] = built
        copy_ledger(source, folder, database)
        with opened(kept[in_server], folder) as it:
            yield it

    return copies


@contextmanager
def opened(built: Built, folder: Path) -> Iterator[Built]:
    """What was built, over the copy of its ledger in this folder."""
    world = built if hasattr(built, "ledger") else built.world
    with Ledger.open(folder, world.ledger.sequencer.signing.signers) as ledger:
        yield _over(built, world.over(ledger))


def _over(built: Built, world: Any) -> Built:  # noqa: ANN401 - `World` is built with this module
    names = {field.name for field in fields(built)}
    if "ledger" in names:
        return world
    inner = "world" if "world" in names else "chain"
    own = {name: dict(getattr(built, name)) for name in names & {"ids"}}
    return replace(built, **{inner: _over(getattr(built, inner), world)}, **own)


@contextmanager
def without_marks() -> Iterator[None]:
    """Append leaves as they were before marks, as a ledger of an older revision has them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Marking, "commitments", lambda *_: NOTHING_BOUND)
        yield


def set_back(folder: Path, revision: str = "0001") -> None:
    """Give a closed ledger a database of an older revision, made by its migrations and filled row by row.

    Its leaves should have no marks (`without_marks`), because an older database has no table of them.
    """
    place = read_place(folder)
    older = replace(place, database=None if place.database is None else fresh_database())
    if older.database is None:
        (folder / DATABASE).rename(folder / "source.db")
    source = f"sqlite:///{folder / 'source.db'}" if place.database is None else place.database
    _fill(source, older, folder, revision)
    (folder / "source.db").unlink(missing_ok=True)
    write_place(folder, older)


def _fill(source: str, older: LedgerPlace, folder: Path, revision: str) -> None:
    engines = open_engine(source), open_engine(older.url(folder))
    with reading(engines[0]) as reader, writing(engines[1]) as writer:
        migrate(writer, revision)
        tables, newer = MetaData(), MetaData()
        tables.reflect(writer)
        newer.reflect(reader)
        for name, table in tables.tables.items():
            kept = [column for column in table.c if column.name in newer.tables[name].c]
            rows = (
                []
                if name == VERSION_TABLE
                else [dict(row) for row in reader.execute(select(*kept)).mappings()]
            )
            if rows:
                writer.execute(insert(table), rows)
    for engine in engines:
        engine.dispose()


def mark_as(folder: Path, revision: str) -> None:
    """Have a closed ledger's database say that it is at a revision."""
    engine = open_engine(read_place(folder).url(folder))
    with writing(engine) as connection:
        set_to = text("UPDATE alembic_version SET version_num = :revision")
        connection.execute(set_to, {"revision": revision})
    engine.dispose()


def damage(folder: Path, *statements: str) -> None:
    """Run statements on a ledger's database without the triggers and references that guard it."""
    engine = open_engine(read_place(folder).url(folder))
    if is_server(engine):
        with writing(engine) as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            for statement in statements:
                connection.exec_driver_sql(statement)
    else:
        _damage_file(str(engine.url.database), statements)
    engine.dispose()


def _damage_file(path: str, statements: tuple[str, ...]) -> None:
    with unguarded(path) as connection:
        for statement in statements:
            connection.execute(statement)


@contextmanager
def unguarded(path: Path | str) -> Iterator[sqlite3.Connection]:
    """A transaction of a plain connection, without enforced foreign keys and without triggers, which are put back."""
    with closing(sqlite3.connect(path)) as connection, connection:
        select_triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = connection.execute(select_triggers).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in triggers:
            connection.execute(sql)


def quoted(statement: str) -> str:
    """The statement with the column `index`, a word of SQL, in quotes."""
    return statement.replace(" index ", ' "index" ')
