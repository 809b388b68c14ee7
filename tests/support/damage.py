"""Change the database of a closed ledger, as a broken disk or an intruder would."""

import sqlite3
from contextlib import closing
from pathlib import Path

from ledger.store.engine import is_server, open_engine, writing
from ledger.store.place import read_place


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
    """A plain connection, without enforced foreign keys."""
    with closing(sqlite3.connect(path)) as connection, connection:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in connection.execute(triggers).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


def quoted(statement: str) -> str:
    """The statement with the column `index`, a word of SQL, in quotes."""
    return statement.replace(" index ", ' "index" ')
