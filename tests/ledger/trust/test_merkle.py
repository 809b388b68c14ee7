"""Tree hashes, against the published roots and another implementation."""

import json

from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree  # type: ignore[import-untyped]
from support.need import need_shared
from support.tree import grow

from ledger.trust.merkle import EMPTY_ROOT, Edge, leaf_hash, node_hash, root_of

LARGEST = 256
TREE = grow(b"leaf %d" % number for number in range(LARGEST))


def test_published_roots() -> None:
    """The eight leaves that certificate logs test with have the published roots at every size."""
    vectors = json.loads((need_shared("vectors") / "rfc6962/roots.json").read_bytes())
    tree = grow(map(bytes.fromhex, vectors["leaves"]))
    assert [root.hex() for root in tree.roots] == vectors["roots"]


def test_roots_of_another_implementation() -> None:
    """The roots of all sizes to 256 are those of pymerkle."""
    peer = InmemoryTree.init_from_entries(list(TREE.leaves))
    for size in range(1, LARGEST + 1):
        assert TREE.roots[size] == peer.get_root(size)


def test_edge_and_levels_agree() -> None:
    """Growing leaf by leaf and hashing level by level give the same roots."""
    for size in range(LARGEST + 1):
        assert root_of(TREE.hashes[:size]) == TREE.roots[size]


@given(st.integers(0, 80), st.integers(0, 80))
def test_many_at_once_as_one_after_another(size: int, more: int) -> None:
    """An edge extended by many leaves is the one that grew, and completes the same nodes."""
    edge, completed = Edge().extend(TREE.hashes[:size])
    grown, nodes = edge.extend(TREE.hashes[size : size + more])
    alone = edge
    steps = []
    for leaf in TREE.hashes[size : size + more]:
        alone, step = alone.append(leaf)
        steps += step
    assert grown == alone
    assert sorted(nodes) == sorted(steps)
    assert (edge.root(), grown.root()) == (TREE.roots[size], TREE.roots[size + more])
    assert all(TREE.stored[level, index] == node for level, index, node in completed)


@given(st.integers(min_value=0, max_value=300))
def test_edge_is_as_long_as_the_size_has_bits(size: int) -> None:
    """The right edge holds one hash for each one-bit of the size, and the tree 2n less those."""
    edge, nodes = Edge(), 0
    for number in range(size):
        edge, completed = edge.append(leaf_hash(b"%d" % number))
        nodes += len(completed)
        assert completed[0] == (0, number, leaf_hash(b"%d" % number))
    assert edge.size == size
    assert len(edge.hashes) == size.bit_count()
    assert nodes == 2 * size - size.bit_count()


def test_completed_nodes_are_the_roots_of_their_leaves() -> None:
    """Each stored node is the root over the leaves that it stands for."""
    for (level, index), node in TREE.stored.items():
        assert node == root_of(TREE.hashes[index << level : (index + 1) << level])


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_node_cannot_pass_as_leaf(left: bytes, right: bytes) -> None:
    """The two children of a node, taken as a leaf, hash to something else."""
    assert leaf_hash(left + right) != node_hash(left, right)


def test_empty_tree() -> None:
    """The tree without leaves has the hash of nothing as its root."""
    assert Edge().root() == root_of([]) == EMPTY_ROOT
