"""From tiles alone: every node, every proof and every root of a log."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refused
from support.tree import Tree, grow

from ledger.trust.proof import prove_consistency, prove_inclusion, root_at
from ledger.trust.tile_nodes import TileNodes
from ledger.trust.tiles import ENTRIES, Tile, build_tile, check_tile, tile_at, tiles_of

LARGEST = 66_000
SIZES = st.one_of(
    st.integers(min_value=1, max_value=LARGEST), st.sampled_from([1, 255, 256, 257, 65_536, 65_537])
)


@pytest.fixture(scope="module")
def tree() -> Tree:
    """A log with more leaves than two levels of full tiles have."""
    return grow(b"%d" % number for number in range(LARGEST))


@given(size=SIZES, data=st.data())
def test_proofs_from_tiles_are_those_of_the_tree(
    tree: Tree, size: int, data: st.DataObject
) -> None:
    """Inclusion, consistency and roots come out of tiles as out of the stored nodes."""
    nodes = TileNodes(size, lambda tile: build_tile(tile, size, tree.nodes))
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    assert prove_inclusion(nodes, index, size) == prove_inclusion(tree.nodes, index, size)
    assert prove_consistency(nodes, index, size) == prove_consistency(tree.nodes, index, size)
    assert root_at(nodes, index) == tree.roots[index]
    assert root_at(nodes, size) == tree.roots[size]


def test_a_tile_is_fetched_once(tree: Tree) -> None:
    """A proof in a large tree asks for a few tiles, each of them once."""
    asked: list[Tile] = []

    def fetch(tile: Tile) -> bytes:
        asked.append(tile)
        return build_tile(tile, LARGEST, tree.nodes)

    nodes = TileNodes(LARGEST, fetch)
    prove_inclusion(nodes, 40_000, LARGEST)
    prove_consistency(nodes, 40_000, LARGEST)
    assert len(asked) == len(set(asked)) <= 5


@pytest.mark.parametrize("data", [b"", bytes(32 * 5 - 1), bytes(32 * 6)])
def test_a_tile_of_another_width_is_refused(data: bytes) -> None:
    """A tile that holds more or fewer hashes than it should is no tile."""
    with refused("tile.form"):
        TileNodes(5, lambda _: data)(0, 0)


def test_a_node_beyond_the_tree_has_no_tile(tree: Tree) -> None:
    """Tiles that the tree does not have yet are not fetched."""
    with refused("tile.path"):
        TileNodes(5, lambda tile: build_tile(tile, 5, tree.nodes))(0, 600)


@given(SIZES)
def test_all_tiles_of_a_tree(size: int) -> None:
    """The list holds exactly the tiles that the tree has, each as wide as it is there."""
    tiles = list(tiles_of(size))
    assert len(set(tiles)) == len(tiles)
    for tile in tiles:
        check_tile(tile, size)
        assert tile_at(tile.level, tile.index, size) == tile
    assert sum(tile.width for tile in tiles if tile.level == ENTRIES) == size
    assert sum(tile.width for tile in tiles if tile.level == 0) == size
    assert sum(tile.width for tile in tiles if tile.level == 1) == size >> 8


def test_an_empty_tree_has_no_tiles() -> None:
    """Nothing is published of nothing."""
    assert list(tiles_of(0)) == []
