"""`among`: the rows whose column is one of the values, whatever and however many they are, found by an index."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Column, Engine, MetaData, String, Table, insert, select, text
from support.postgres import fresh_database

from ledger.store.among import among
from ledger.store.engine import open_engine, reading, writing

COUNT = 70_000
"""More than a query may have parameters: 32,766 on SQLite, 65,535 on PostgreSQL."""

TABLE = Table(
    "named", MetaData(), Column("name", String, primary_key=True), Column("number", BigInteger)
)
BY_NAME = select(TABLE.c.name).where(among(TABLE.c.name, "names"))
BY_NUMBER = select(TABLE.c.number).where(among(TABLE.c.number, "numbers"))
NAMES = ["", "1", "a", "A", 'a"b', "a\\b", "a'b", "é", "\U0001f50b", "{a,b}", "NULL", "[1]"]


@pytest.fixture(scope="module")
def engine(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database with a table of names and numbers."""
    file: Path = tmp_path_factory.mktemp("among") / "db"
    opened = open_engine(f"sqlite:///{file}" if kind == "sqlite" else fresh_database())
    TABLE.metadata.create_all(opened)
    rows = [*NAMES, *(f"n{at}" for at in range(1000))]
    with writing(opened) as connection:
        connection.execute(insert(TABLE), [{"name": n, "number": i} for i, n in enumerate(rows)])
    yield opened
    opened.dispose()


@given(asked=st.sets(st.sampled_from([*NAMES, "n7", "n8", "absent", "b", "2"])))
def test_text_is_found_as_it_is_written(asked: set[str], engine: Engine) -> None:
    """Quotation marks, numbers and what an array or JSON would mean something by are text like any other."""
    with reading(engine) as connection:
        found = connection.execute(BY_NAME, {"names": asked}).scalars()
        assert {*found} == asked & {*NAMES, "n7", "n8"}


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


def test_an_index_is_used(engine: Engine) -> None:
    """No table is gone through for a name, which the plan of the query says."""
    with reading(engine) as connection:
        asked = str(BY_NAME.compile(engine)).replace("%(names)s::VARCHAR[]", "ARRAY['n7']")
        if engine.dialect.name == "sqlite":
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", ('["n7"]',)).all()
            assert "SEARCH named USING COVERING INDEX" in plan[0].detail
        else:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            plan = connection.execute(text(f"EXPLAIN {asked}")).all()
            assert "Index" in plan[0][0]
