"""A ledger as an older version of the program left it: the tables of that revision, with all their rows."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import MetaData, insert, select, text
from support.postgres import fresh_database

from ledger.store.engine import open_engine, reading, writing
from ledger.store.migrate import VERSION_TABLE, migrate
from ledger.store.place import DATABASE, LedgerPlace, read_place
from ledger.store.place import _write as write_place


def set_back(folder: Path, revision: str = "0001") -> None:
    """Give a closed ledger a database of an older revision, made by its migrations and filled row by row."""
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
        tables = MetaData()
        tables.reflect(writer)
        for name, table in tables.tables.items():
            rows = (
                []
                if name == VERSION_TABLE
                else [dict(row) for row in reader.execute(select(table)).mappings()]
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
