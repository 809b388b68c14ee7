"""Damage to a database in PostgreSQL: each row must be found by each of its keys.

With the extension `amcheck`, and the right to call it, the server also checks the structure of every index
(`bt_index_check` with `heapallindexed`). Without it, a table is read as it lies, and its keys are looked up through
each index, which the settings below make the planner do. Both find a row that an index hides.

Left out: damage to the pages of tables; a server with data checksums finds it when it reads them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ledger.store.engine import Connection

_INDEXES: Final = text("""
    SELECT t.relname, c.relname, c.oid, i.indisvalid AND i.indisready,
           array_agg(quote_ident(a.attname) ORDER BY a.attnum)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind = 'r'
    GROUP BY t.relname, c.relname, c.oid, i.indisvalid, i.indisready ORDER BY t.relname, c.relname
""")
_HAS_AMCHECK: Final = text("SELECT count(*) FROM pg_extension WHERE extname = 'amcheck'")
_AMCHECK: Final = text("SELECT bt_index_check(CAST(:index AS oid)::regclass, true)")

# The outer table has no condition, so without index-only scans it is read as it lies; an index finds the inner one.
# A way that is off counts as very dear, for which the server would compile each query: 0.14 s for an empty table.
_PLAN: Final = (
    *(f"SET LOCAL enable_{way} = off" for way in ("indexonlyscan", "seqscan", "bitmapscan")),
    *(f"SET LOCAL enable_{way} = off" for way in ("material", "memoize", "tidscan")),
    "SET LOCAL random_page_cost = 0",
    "SET LOCAL max_parallel_workers_per_gather = 0",
    "SET LOCAL jit = off",
)


class Index(NamedTuple):
    """An index of a table, and its columns; `ready` is False for one that the server does not keep."""

    table: str
    name: str
    oid: int
    ready: bool
    columns: Sequence[str]


def server_problems(connection: Connection) -> Iterator[str]:
    """Yield the problems of every index, each as a clause; the caller's transaction stays usable."""
    indexes = [Index(*row) for row in connection.execute(_INDEXES)]
    amcheck = connection.execute(_HAS_AMCHECK).scalar_one() > 0
    with planned(connection):
        for index in indexes:
            if not index.ready:
                yield f"the index {index.name} is not kept up to date"
            if amcheck:
                yield from _amcheck(connection, index)
            hidden = connection.exec_driver_sql(look_up(index)).scalar_one()
            if hidden:
                yield f"{hidden} rows of {index.table} are not found by the index {index.name}"


def look_up(index: Index) -> str:
    """The query that counts the rows of a table that are not found by an index.

    It looks each key up once (`OFFSET` keeps the planner from a join), since many rows may share one, and compares the
    rows that all keys lead to with those of the table.
    """
    keys = ", ".join(index.columns)
    present = " AND ".join(f"a.{name} IS NOT NULL" for name in index.columns)
    indexed = " AND ".join(f"t.{name} = k.{name}" for name in index.columns)
    same = " AND ".join(f"b.{name} = a.{name}" for name in ("at", *index.columns))
    return (
        f'WITH a AS MATERIALIZED (SELECT ctid AS at, {keys} FROM "{index.table}"),'  # noqa: S608 - names of the catalogue
        f" k AS MATERIALIZED (SELECT DISTINCT {keys} FROM a),"
        " b AS MATERIALIZED (SELECT k.*, f.at FROM k CROSS JOIN LATERAL"
        f' (SELECT t.ctid AS at FROM "{index.table}" t WHERE {indexed} OFFSET 0) f)'
        f" SELECT count(*) FROM a WHERE {present} AND NOT EXISTS (SELECT 1 FROM b WHERE {same})"
    )


def _amcheck(connection: Connection, index: Index) -> Iterator[str]:
    try:
        with connection.begin_nested():
            connection.execute(_AMCHECK, {"index": index.oid})
    except SQLAlchemyError as error:
        state = getattr(getattr(error, "orig", None), "sqlstate", None)
        if state != "42501":  # Without the right to call it, the look-ups remain.
            yield f"the index {index.name} is damaged"


@contextmanager
def planned(connection: Connection) -> Iterator[None]:
    """Set how the planner reads, until the end."""
    point = connection.begin_nested()
    try:
        for setting in _PLAN:
            connection.exec_driver_sql(setting)
        yield
    finally:
        point.rollback()
