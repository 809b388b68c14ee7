"""`among`: the rows whose column is one of the values, whatever and however many they are, found by an index."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    MetaData,
    Select,
    String,
    Table,
    insert,
    select,
    text,
)
from support.postgres import fresh_database

from ledger.store.engine import open_engine, reading, writing
from ledger.store.in_values import in_rows, in_values

COUNT = 70_000
"""More than a query may have parameters: 32,766 on SQLite, 65,535 on PostgreSQL."""

TABLE = Table(
    "named",
    MetaData(),
    Column("name", String, primary_key=True),
    Column("number", BigInteger),
    Column("twice", String),
)
BY_NAME = select(TABLE.c.name).where(in_values(TABLE.c.name, "names"))
BY_NUMBER = select(TABLE.c.number).where(in_values(TABLE.c.number, "numbers"))
BY_BOTH = select(TABLE.c.name, TABLE.c.twice).where(in_rows((TABLE.c.name, TABLE.c.twice), "rows"))
NAMES = ["", "1", "a", "A", 'a"b', "a\\b", "a'b", "é", "\U0001f50b", "{a,b}", "NULL", "[1]"]


@pytest.fixture(scope="module")
def engine(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database with a table of names and numbers."""
    file: Path = tmp_path_factory.mktemp("among") / "db"
    opened = open_engine(f"sqlite:///{file}" if kind == "sqlite" else fresh_database())
    TABLE.metadata.create_all(opened)
    rows = [*NAMES, *(f"n{at}" for at in range(1000))]
    with writing(opened) as connection:
        connection.execute(
            insert(TABLE), [{"name": n, "number": i, "twice": n * 2} for i, n in enumerate(rows)]
        )
    yield opened
    opened.dispose()


@given(asked=st.sets(st.sampled_from([*NAMES, "n7", "n8", "absent", "b", "2"])))
def test_text_is_found_as_it_is_written(asked: set[str], engine: Engine) -> None:
    """Quotation marks, numbers and what an array or JSON would mean something by are text like any other."""
    with reading(engine) as connection:
        found = connection.execute(BY_NAME, {"names": asked}).scalars()
        assert {*found} == asked & {*NAMES, "n7", "n8"}


@given(asked=st.sets(st.tuples(*[st.sampled_from([*NAMES, "aa", "11", "n7n7", "n7"])] * 2)))
def test_rows_are_found_as_they_are_written(asked: set[tuple[str, str]], engine: Engine) -> None:
    """All columns of a row are those of one row that was asked for."""
    with reading(engine) as connection:
        found = {tuple(row) for row in connection.execute(BY_BOTH, {"rows": asked})}
        assert found == {(name, twice) for name, twice in asked if twice == name * 2}


def test_numbers_are_found_as_numbers(engine: Engine) -> None:
    """A column of numbers takes numbers, large ones too."""
    with reading(engine) as connection:
        found = connection.execute(BY_NUMBER, {"numbers": [3, 5, 5000, 2**53 - 1]}).scalars()
        assert sorted(found) == [3, 5]


def test_more_values_than_a_query_has_parameters(engine: Engine) -> None:
    """However many there are, they are one parameter."""
    with reading(engine) as connection:
        asked = (f"n{at}" for at in range(COUNT))
        assert len(connection.execute(BY_NAME, {"names": asked}).all()) == 1000


def plan(engine: Engine, query: Select[Any], asked: str) -> str:
    """The database's plan of a query."""
    with reading(engine) as connection:
        if engine.dialect.name == "sqlite":
            rows = connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {query.compile(engine)}", (asked,)
            )
            return " ".join(row.detail for row in rows)
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        written = re.sub(r"%\(\w+\)s(::VARCHAR\[\])?", asked, str(query.compile(engine)))
        return " ".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {written}"))


def test_an_index_is_used(engine: Engine) -> None:
    """No table is gone through for a name or a row, which the plan of the query says."""
    lite = engine.dialect.name == "sqlite"
    names, rows = ('["n7"]', '[["n7", "n7n7"]]') if lite else ("ARRAY['n7']", '\'[["n7", "x"]]\'')
    expected = "SEARCH named USING" if lite else "Index"
    assert expected in plan(engine, BY_NAME, names)
    assert expected in plan(engine, BY_BOTH, rows)
