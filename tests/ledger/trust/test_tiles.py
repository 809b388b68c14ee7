"""Tiles: paths with one spelling, and a log that can be proved from its files alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refused
from support.tree import grow

from ledger.trust.encoding import COUNT_LIMIT
from ledger.trust.merkle import leaf_hash, root_of
from ledger.trust.tiles import (
    ENTRIES,
    LEAF_LIMIT,
    WIDTH,
    Tile,
    build_tile,
    check_tile,
    format_bundle,
    format_tile_path,
    parse_bundle,
    parse_tile_path,
)
from schemas.errors import CradleError

TREE = grow(b"leaf %d" % number for number in range(600))
TILES = st.builds(
    Tile,
    level=st.integers(min_value=ENTRIES, max_value=63),
    index=st.integers(min_value=0, max_value=COUNT_LIMIT - 1)
    | st.integers(min_value=0, max_value=2000),
    width=st.integers(min_value=1, max_value=WIDTH),
)


@given(TILES)
def test_path_round_trip(tile: Tile) -> None:
    """A tile comes back from its path."""
    assert parse_tile_path(format_tile_path(tile)) == tile


@given(st.from_regex(r"\Atile/(entries|[0-9]{1,2})/(x[0-9]{3}/){0,2}[0-9]{3}(\.p/[0-9]{1,3})?\Z"))
def test_path_has_one_spelling(path: str) -> None:
    """A path is accepted only if it is the path of the tile that it names."""
    try:
        tile = parse_tile_path(path)
    except CradleError:
        return
    assert format_tile_path(tile) == path


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 999), "tile/0/999"),
        (Tile(0, 1000), "tile/0/x001/000"),
        (Tile(1, 0, 8), "tile/1/000.p/8"),
        (Tile(63, 273, 112), "tile/63/273.p/112"),
        (Tile(ENTRIES, 273, 112), "tile/entries/273.p/112"),
    ],
)
def test_paths_of_the_specification(tile: Tile, path: str) -> None:
    """Paths are spelled as in C2SP tlog-tiles."""
    assert format_tile_path(tile) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/x000/067",
        "tile/0/001/067",
        "tile/0/x001/x067",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/08",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/\u0663\u0663\u0663",
        "tile/0/" + "x999/" * 6 + "999",
        "tile/0/" + "x999/" * 2000 + "999",
        "tile/../000",
    ],
)
def test_other_paths_are_refused(path: str) -> None:
    """Leading zeros, numbers out of bounds and climbing paths are refused."""
    with refused("tile.path"):
        parse_tile_path(path)


def _widths(level: int, size: int) -> list[Tile]:
    """The tiles of a level as the specification counts them: full ones, then one partial."""
    hashes = size // 256**level
    widths = [256] * (hashes // 256) + [hashes % 256] * (hashes % 256 > 0)
    return [Tile(level, index, width) for index, width in enumerate(widths)]


@pytest.mark.parametrize("size", [1, 255, 256, 257, 511, 512, 600])
def test_log_can_be_rebuilt_from_its_tiles(size: int) -> None:
    """The leaf hashes in the level-0 tiles give the root, and each tile above the one below."""
    places = _widths(0, size) + _widths(1, size)
    tiles = {tile: build_tile(tile, size, TREE.nodes) for tile in places}
    below = b"".join(data for tile, data in tiles.items() if tile.level == 0)
    hashes = [below[start : start + 32] for start in range(0, len(below), 32)]
    assert root_of(hashes) == TREE.roots[size]
    above = b"".join(data for tile, data in tiles.items() if tile.level == 1)
    full = [root_of(hashes[start : start + 256]) for start in range(0, size - 255, 256)]
    assert above == b"".join(full)


def test_widths_of_the_specification() -> None:
    """A log of 70,000 leaves has exactly the tiles that C2SP tlog-tiles counts."""
    last = [Tile(0, 272), Tile(0, 273, 112), Tile(1, 0), Tile(1, 1, 17), Tile(2, 0, 1)]
    for tile in last:
        check_tile(tile, 70_000)
    for tile in (Tile(0, 273, 113), Tile(0, 274, 1), Tile(1, 1, 18), Tile(2, 0, 2), Tile(3, 0, 1)):
        with refused("tile.absent"):
            check_tile(tile, 70_000)


def test_entry_bundles_are_counted_like_leaf_hashes() -> None:
    """A bundle is there when the tile of its leaf hashes is, and is not built from hashes."""
    check_tile(Tile(ENTRIES, 1, 44), 300)
    with refused("tile.absent"):
        check_tile(Tile(ENTRIES, 1, 45), 300)
    with refused("tile.absent"):
        build_tile(Tile(ENTRIES, 0), 600, TREE.nodes)
    with refused("tile.absent"):
        build_tile(Tile(0, 2, 89), 600, TREE.nodes)


@pytest.mark.parametrize(
    ("level", "index", "width"),
    [(-2, 0, 1), (64, 0, 1), (0, -1, 1), (0, COUNT_LIMIT, 1), (0, 0, 0), (0, 0, 257)],
)
def test_tiles_have_bounds(level: int, index: int, width: int) -> None:
    """A tile that no path can name cannot be made."""
    with refused("tile.path"):
        Tile(level, index, width)


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=WIDTH))
def test_bundle_round_trip(leaves: list[bytes]) -> None:
    """Leaves come back from their bundle, and hash to what the tile above holds."""
    parsed = parse_bundle(format_bundle(leaves))
    assert list(parsed) == leaves
    assert list(map(leaf_hash, parsed)) == list(map(leaf_hash, leaves))


def test_largest_leaf() -> None:
    """A leaf of 65,535 bytes fits a bundle, and one byte more does not."""
    assert parse_bundle(format_bundle([bytes(LEAF_LIMIT)])) == (bytes(LEAF_LIMIT),)
    with refused("tile.bundle"):
        format_bundle([bytes(LEAF_LIMIT + 1)])


@pytest.mark.parametrize(
    "data", [b"", b"\0", b"\0\2a", b"\0\1a\0", b"\0\1a\0\2b", b"\0\0" * (WIDTH + 1)]
)
def test_broken_bundles_are_refused(data: bytes) -> None:
    """A bundle that is empty, cut short or too long is refused."""
    with refused("tile.bundle"):
        parse_bundle(data)


@pytest.mark.parametrize("count", [0, WIDTH + 1])
def test_bundles_have_bounds(count: int) -> None:
    """A bundle of no leaf, or of more than 256, cannot be made."""
    with refused("tile.bundle"):
        format_bundle([b"leaf"] * count)
