"""Rows by a key: read once, many at a time, together with what is added and not written yet."""

from collections.abc import Iterator, Sequence

import pytest

from ledger.store.engine import open_engine, reading
from ledger.store.facts import Lookup


class Rows:
    """Rows in memory that know how they were asked for."""

    def __init__(self) -> None:
        """Hold two rows of `a` and one of `b`."""
        self.stored = {"a": [1, 2], "b": [3]}
        self.asked = list[tuple[str, ...]]()

    def read(self, _connection: object, keys: Sequence[str]) -> Iterator[tuple[str, int]]:
        """Rows of keys, and that they were asked for."""
        self.asked.append(tuple(keys))
        return ((key, row) for key in keys for row in self.stored.get(key, ()))


@pytest.fixture
def rows() -> Rows:
    """Rows that nobody asked for."""
    return Rows()


@pytest.fixture
def found(rows: Rows) -> Iterator[Lookup[str, int]]:
    """A lookup of these rows in a transaction."""
    engine = open_engine("sqlite://")
    with reading(engine) as connection:
        yield Lookup(connection, rows.read)
    engine.dispose()


def test_a_key_is_read_once(rows: Rows, found: Lookup[str, int]) -> None:
    """Fetched keys are not read again, with or without rows."""
    found.fetch(["a", "c", "a"])
    found.fetch(["c", "b"])
    assert [tuple(found.of(key)) for key in "abc"] == [(1, 2), (3,), ()]
    assert rows.asked == [("a", "c"), ("b",)]


def test_a_key_that_nobody_foresaw(rows: Rows, found: Lookup[str, int]) -> None:
    """It is read when it is asked for."""
    assert (found.one("b"), found.one("c")) == (3, None)
    assert rows.asked == [("b",), ("c",)]


def test_what_is_added_is_seen_at_once(rows: Rows, found: Lookup[str, int]) -> None:
    """Before it is written and after, once, whether its key was read before it or later."""
    found.fetch(["a"])
    found.add("a", 9)
    found.add("c", 8)
    assert found.of("a") == (1, 2, 9)
    rows.stored |= {"a": [1, 2, 9], "c": [8]}
    found.settle()
    assert [tuple(found.of(key)) for key in "ac"] == [(1, 2, 9), (8,)]


def test_a_key_that_is_forgotten_is_read_again(rows: Rows, found: Lookup[str, int]) -> None:
    """A row was written behind it."""
    assert found.of("b") == (3,)
    rows.stored["b"] = [3, 4]
    found.forget("b")
    found.forget("never asked for")
    assert found.of("b") == (3, 4)
