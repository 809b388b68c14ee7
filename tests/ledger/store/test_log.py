"""A log in the database: edges, roots and proofs at every size equal those of a tree in memory."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.ledger_world import LOG_SIGNERS, ORIGIN, signer
from support.postgres import fresh_database
from support.refusal import refused
from support.tree import Tree, grow

from ledger.store.log import (
    append_leaf,
    edge_of,
    is_begun,
    key_of,
    latest_checkpoint,
    leaves_of,
    nodes_beside,
    nodes_of,
    put_checkpoint,
    put_log,
    put_log_key,
    runs_of_leaves,
    size_of,
)
from ledger.store.store import Store, create_store
from ledger.trust.log_key import LogKey
from ledger.trust.merkle import Edge
from ledger.trust.note import ED25519, Vkey
from ledger.trust.proof import prove_consistency, prove_inclusion, prove_neighbours

LEAVES = tuple(b"leaf %d" % number for number in range(70))


@pytest.fixture(scope="module")
def store(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store whose log `entries` has the leaves, and whose registry has none."""
    database = None if kind == "sqlite" else fresh_database()
    opened = create_store(tmp_path_factory.mktemp("log") / "x", database)
    with opened.write() as connection:
        put_log(connection, "entries", LOG_SIGNERS.vkey(ORIGIN, "entries"))
        put_log(connection, "registry", LOG_SIGNERS.vkey(ORIGIN, "registry"))
        edge = Edge()
        for leaf in LEAVES:
            edge = append_leaf(connection, "entries", edge, leaf)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def tree() -> Tree:
    """The same log in memory."""
    return grow(LEAVES)


def test_sizes_and_keys(store: Store) -> None:
    """A log knows its size and key; the two logs do not mix."""
    with store.read() as connection:
        assert size_of(connection, "entries") == len(LEAVES)
        assert size_of(connection, "registry") == 0
        assert key_of(connection, "registry") == LogKey(LOG_SIGNERS.vkey(ORIGIN, "registry"))
        assert leaves_of(connection, "entries", 0, 1000) == LEAVES
        assert leaves_of(connection, "entries", 68, 70) == LEAVES[68:]
        assert leaves_of(connection, "registry", 0, 10) == ()


def test_keys_of_a_log_follow_each_other(tmp_path: Path) -> None:
    """Each ends at the size at which the next took over; a log that was never begun has none."""
    opened = create_store(tmp_path / "ledger")
    first, *later = (Vkey("l/entries", ED25519, signer(name).public) for name in "abc")
    with opened.write() as connection:
        assert not is_begun(connection)
        with refused("ledger.absent"):
            key_of(connection, "entries")
        put_log(connection, "entries", first)
        for vkey, since in zip(later, (4, 4), strict=True):
            put_log_key(connection, "entries", vkey, since)
        assert is_begun(connection)
        known = LogKey(later[1], ((first, 4), (later[0], 4)))
        assert key_of(connection, "entries") == known
    opened.close()


def test_roots_at_every_size(store: Store, tree: Tree) -> None:
    """The stored nodes give the root of every size that the log has had."""
    with store.read() as connection:
        for size in range(len(LEAVES) + 1):
            edge = edge_of(connection, "entries", size)
            assert (edge.size, edge.root()) == (size, tree.roots[size])


def test_proofs(store: Store, tree: Tree) -> None:
    """Proofs from the database are those of the tree in memory."""
    with store.read() as connection:
        nodes = nodes_of(connection, "entries")
        for size in (1, 2, 3, 64, 65, 70):
            for index in {0, size // 2, size - 1}:
                expected = prove_inclusion(tree.nodes, index, size)
                assert prove_inclusion(nodes, index, size) == expected
            expected = prove_consistency(tree.nodes, size // 2, size)
            assert prove_consistency(nodes, size // 2, size) == expected


@pytest.mark.parametrize(
    ("start", "end", "size"),
    [(0, 1, 1), (0, 70, 70), (13, 40, 64), (33, 37, 70), (69, 70, 70), (5, 6, 70), (64, 66, 67)],
)
def test_proofs_of_neighbours(
    store: Store, tree: Tree, monkeypatch: pytest.MonkeyPatch, start: int, end: int, size: int
) -> None:
    """One query reads the nodes for all proofs, and each proof equals the one made alone."""
    with store.read() as connection:
        nodes = nodes_beside(connection, "entries", start, end, size)
        monkeypatch.delattr("ledger.store.log._read_node")
        path = prove_neighbours(nodes, start, tree.hashes[start:end], size, tree.roots[size])
    for index in range(start, end):
        assert path(index) == prove_inclusion(tree.nodes, index, size)


def test_a_node_that_was_not_foreseen_is_read(store: Store, tree: Tree) -> None:
    """A reader for some neighbours reads any other node too."""
    with store.read() as connection:
        nodes = nodes_beside(connection, "entries", 33, 37, 70)
        assert prove_inclusion(nodes, 3, 70) == prove_inclusion(tree.nodes, 3, 70)


def test_runs_of_leaves(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole log is read some leaves at a time."""
    monkeypatch.setattr("ledger.store.log.LEAVES_AT_ONCE", 7)
    with store.read() as connection:
        runs = list(runs_of_leaves(connection, "entries", 0, 70))
        assert [len(run) for run in runs] == [7] * 10
        assert tuple(leaf for run in runs for leaf in run) == LEAVES
        assert list(runs_of_leaves(connection, "entries", 3, 11)) == [LEAVES[3:10], LEAVES[10:11]]


def test_checkpoints(tmp_path: Path, database: str | None) -> None:
    """The newest checkpoint is the largest; before the first there is none."""
    store = create_store(tmp_path / "x", database)
    with store.write() as connection:
        put_log(connection, "entries", LOG_SIGNERS.vkey(ORIGIN, "entries"))
        assert latest_checkpoint(connection, "entries") == (-1, b"")
        for size in (0, 5, 3):
            put_checkpoint(connection, "entries", size, b"note %d" % size)
        assert latest_checkpoint(connection, "entries") == (5, b"note 5")
    store.close()
