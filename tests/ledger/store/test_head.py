"""The fence: of two that hold a ledger, only the one that took it over last can move its heads."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.ledger_world import LOG_SIGNERS, ORIGIN
from support.refusal import refused

from ledger.store.head import advance_head, heads_of, put_heads, take_over
from ledger.store.log import LOGS, put_log
from ledger.store.store import Store, create_store


@pytest.fixture
def store(tmp_path: Path, database: str | None) -> Iterator[Store]:
    """A store with the heads of two empty logs."""
    opened = create_store(tmp_path / "x", database)
    with opened.write() as connection:
        for log in LOGS:
            put_log(connection, log, LOG_SIGNERS.vkey(ORIGIN, log))
        put_heads(connection)
    yield opened
    opened.close()


def test_heads_move_by_compare_and_swap(store: Store) -> None:
    """A head moves from where it is; from anywhere else it does not."""
    with store.write() as connection:
        epoch = take_over(connection)
        assert heads_of(connection, epoch, lock=True) == {"entries": 0, "registry": 0}
        advance_head(connection, "entries", 0, 3, epoch)
        with refused("ledger.fenced"):
            advance_head(connection, "entries", 0, 4, epoch)
    with store.read() as connection:
        assert heads_of(connection, epoch) == {"entries": 3, "registry": 0}


def test_the_last_to_take_over_wins(store: Store) -> None:
    """A writer that was taken over can neither read nor write, in a new transaction or an old one."""
    with store.write() as connection:
        first = take_over(connection)
    with store.write() as connection:
        second = take_over(connection)
        assert second == first + 1
    with store.write() as connection:
        with refused("ledger.fenced"):
            heads_of(connection, first, lock=True)
        with refused("ledger.fenced"):
            advance_head(connection, "entries", 0, 1, first)
        advance_head(connection, "entries", 0, 1, second)
