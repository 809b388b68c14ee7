"""Whole tables in order: a hole shows, a node is found with the leaves that complete it."""

from collections.abc import Iterator

import pytest
from support.ledger_world import LOG_SIGNERS, ORIGIN
from support.tree import grow

from ledger.store.documents import put_documents
from ledger.store.log import append_leaf, checkpoint_at, put_checkpoint, put_log
from ledger.store.scan import (
    checkpoints_of,
    derived_rows,
    document_digests,
    documents_of,
    leaves_between,
    nodes_between,
)
from ledger.store.store import Store, create_store
from ledger.trust.merkle import Edge

LEAVES = tuple(b"leaf %d" % number for number in range(21))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store whose log `entries` has the leaves, and two checkpoints."""
    opened = create_store(tmp_path_factory.mktemp("scan") / "x")
    with opened.write() as connection:
        put_log(connection, "entries", LOG_SIGNERS.vkey(ORIGIN, "entries"))
        edge = Edge()
        for leaf in LEAVES:
            edge = append_leaf(connection, "entries", edge, leaf)
        for size in (21, 5):
            put_checkpoint(connection, "entries", size, b"%d" % size)
    yield opened
    opened.close()


@pytest.mark.parametrize("batch", [1, 2, 3, 8, 21, 50])
def test_every_node_comes_once_with_its_last_leaf(store: Store, batch: int) -> None:
    """Batches of any size give all leaves and all nodes, each once."""
    leaves: dict[int, bytes] = {}
    nodes: dict[tuple[int, int], bytes] = {}
    with store.read() as connection:
        for start in range(0, len(LEAVES), batch):
            end = min(start + batch, len(LEAVES))
            leaves |= leaves_between(connection, "entries", start, end)
            more = nodes_between(connection, "entries", start, end)
            assert not more.keys() & nodes.keys()
            nodes |= more
    assert tuple(leaves[index] for index in range(len(LEAVES))) == LEAVES
    assert nodes == grow(LEAVES).stored


def test_checkpoints(store: Store) -> None:
    """All of them, the smallest first; one by its size; none where nothing was signed."""
    with store.read() as connection:
        assert checkpoints_of(connection, "entries") == ((5, b"5"), (21, b"21"))
        assert checkpoints_of(connection, "registry") == ()
        assert checkpoint_at(connection, "entries", 5) == b"5"
        assert checkpoint_at(connection, "entries", 6) is None


def test_documents(store: Store) -> None:
    """Documents come as they are stored, whatever their digests say; others are not there."""
    with store.write() as connection:
        put_documents(connection, {"sha256:b": b"2", "sha256:a": b"1"})
    with store.read() as connection:
        assert document_digests(connection) == ("sha256:a", "sha256:b")
        assert documents_of(connection, ["sha256:b", "sha256:c"]) == {"sha256:b": b"2"}


def test_a_derived_table_without_rows(store: Store) -> None:
    """A table that nothing was written to is empty."""
    with store.read() as connection:
        assert list(derived_rows(connection, "draw")) == []
