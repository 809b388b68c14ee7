"""Tiles: the log as static files that anyone can fetch, cache and check.

A tile at level L holds up to 256 consecutive hashes of complete subtrees of 256^L leaves; an entry
bundle holds the 256 leaves themselves. The rightmost tiles are partial and have their width in the
path; a full tile never changes. Every proof and the root can be computed from tiles alone, so an
outsider needs no other interface.

    tile/0/x001/x234/067        the full tile 1234067 of leaf hashes
    tile/1/000.p/8              the first 8 hashes of level 1
    tile/entries/000.p/112      112 leaves

Source: C2SP tlog-tiles. Left out: pruning, and HTTP.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.trust.encoding import COUNT_LIMIT
from ledger.trust.proof import Nodes
from schemas.errors import CradleError

HEIGHT = 8
WIDTH = 1 << HEIGHT
LEAF_LIMIT = 0xFFFF
"""The largest size of a leaf in bytes; the bundle holds its length as a 16-bit number."""

ENTRIES = -1
"""The level of an entry bundle, below that of the leaf hashes."""

_LEVEL_LIMIT = 63
_PATH = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6})([0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True)
class Tile:
    """The position of a tile: level (`ENTRIES` for a bundle), index in the level, width from 1 to 256."""

    level: int
    index: int
    width: int = WIDTH

    def __post_init__(self) -> None:
        """Refuse a position without a path."""
        if not (
            ENTRIES <= self.level <= _LEVEL_LIMIT
            and 0 <= self.index < COUNT_LIMIT
            and 1 <= self.width <= WIDTH
        ):
            raise _no_path()


def parse_tile_path(path: str) -> Tile:
    """Parse the path of a tile.

    Raises:
        CradleError: `tile.path`.
    """
    fields = _PATH.fullmatch(path)
    if fields is None:
        raise _no_path()
    level = ENTRIES if fields[1] == "entries" else int(fields[1])
    index = int(fields[2].replace("x", "").replace("/", "") + fields[3])
    tile = Tile(level, index, int(fields[4] or WIDTH))
    if format_tile_path(tile) != path:
        raise _no_path()
    return tile


def format_tile_path(tile: Tile) -> str:
    """Format the path of a tile below the log's prefix; the inverse of `parse_tile_path`."""
    level = "entries" if tile.level == ENTRIES else str(tile.level)
    digits = f"{tile.index:03}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    name = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{name}" + ("" if tile.width == WIDTH else f".p/{tile.width}")


def check_tile(tile: Tile, size: int) -> None:
    """Refuse a tile, or a width of it, that the tree of `size` leaves does not have yet.

    Raises:
        CradleError: `tile.absent`.
    """
    hashes = size >> (HEIGHT * max(tile.level, 0))
    if tile.index * WIDTH + tile.width > hashes:
        detail = (
            f"The log of {size} leaves has no {format_tile_path(tile)} yet; ask for a tile within"
            " its size."
        )
        raise CradleError("tile.absent", detail)


def tile_at(level: int, index: int, size: int) -> Tile:
    """The tile of that level and index in the tree of `size` leaves, with its width there.

    Raises:
        CradleError: `tile.path` if the tree has no such tile.
    """
    hashes = size >> (HEIGHT * max(level, 0))
    return Tile(level, index, min(WIDTH, hashes - index * WIDTH))


def tiles_of(size: int) -> Iterator[Tile]:
    """All tiles of the tree of `size` leaves: entry bundles, then hashes from the leaves upwards."""
    for level in range(ENTRIES, -(-size.bit_length() // HEIGHT)):
        hashes = size >> (HEIGHT * max(level, 0))
        yield from (tile_at(level, index, size) for index in range(-(-hashes // WIDTH)))


def build_tile(tile: Tile, size: int, nodes: Nodes) -> bytes:
    """Build a tile of hashes, 32 bytes each, from a tree of `size` leaves.

    Raises:
        CradleError: `tile.absent`, also for an entry bundle, which holds leaves and not hashes.
    """
    if tile.level == ENTRIES:
        detail = "An entry bundle holds leaves and not hashes; use `format_bundle`."
        raise CradleError("tile.absent", detail)
    check_tile(tile, size)
    start = tile.index * WIDTH
    return b"".join(nodes(HEIGHT * tile.level, start + step) for step in range(tile.width))


def format_bundle(leaves: Sequence[bytes]) -> bytes:
    """Format an entry bundle: 1 to 256 leaves, each after its length, 16 bits big-endian.

    Raises:
        CradleError: `tile.bundle`.
    """
    if not 1 <= len(leaves) <= WIDTH or any(len(leaf) > LEAF_LIMIT for leaf in leaves):
        detail = (
            f"The bundle has too few, too many or too long leaves; give it 1 to {WIDTH} leaves of at"
            f" most {LEAF_LIMIT} bytes."
        )
        raise CradleError("tile.bundle", detail)
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


def parse_bundle(data: bytes) -> tuple[bytes, ...]:
    """Parse the leaves of an entry bundle; the inverse of `format_bundle`.

    Raises:
        CradleError: `tile.bundle`.
    """
    leaves: list[bytes] = []
    start = 0
    while start < len(data) and len(leaves) <= WIDTH:
        end = start + 2 + int.from_bytes(data[start : start + 2], "big")
        leaves.append(data[start + 2 : end])
        start = end
    if start != len(data) or not 1 <= len(leaves) <= WIDTH:
        detail = f"The file is not a bundle of 1 to {WIDTH} whole leaves; fetch it again."
        raise CradleError("tile.bundle", detail)
    return tuple(leaves)


def _no_path() -> CradleError:
    detail = (
        "The path names no tile; write tile/<level or entries>/<index in groups of three>, and"
        " .p/<width> for a partial one."
    )
    return CradleError("tile.path", detail)
