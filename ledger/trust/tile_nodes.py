"""A tree read from its tiles: every node, and so every proof, from the files that a log publishes.

A node of level 8 L + h covers 2^h hashes of a tile of level L. A tile is fetched once, in the width
that it has in the tree. Tiles are not trusted: proofs made from them are checked against the root of
a signed checkpoint, and fail with a wrong tile.

Source: C2SP tlog-tiles. Left out: fetching, which the caller does.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from ledger.trust.merkle import HASH_LENGTH, root_of
from ledger.trust.tiles import HEIGHT, WIDTH, Tile, format_tile_path, tile_at
from schemas.errors import CradleError


@dataclass(frozen=True)
class TileNodes:
    """The nodes of the tree of `size` leaves.

    Attributes:
        size: the number of leaves of the tree.
        fetch: returns the bytes of a tile of this tree.
    """

    size: int
    fetch: Callable[[Tile], bytes]
    _fetched: dict[Tile, bytes] = field(default_factory=dict)

    def __call__(self, level: int, index: int, /) -> bytes:
        """The hash over leaves index * 2^level to (index + 1) * 2^level - 1.

        Raises:
            CradleError: `tile.form`, `tile.path`, or as `fetch`.
        """
        count = 1 << (level % HEIGHT)
        number, start = divmod(index * count, WIDTH)
        data = self._read(tile_at(level // HEIGHT, number, self.size))
        steps = range(start * HASH_LENGTH, (start + count) * HASH_LENGTH, HASH_LENGTH)
        return root_of(data[step : step + HASH_LENGTH] for step in steps)

    def _read(self, tile: Tile) -> bytes:
        if tile not in self._fetched:
            data = self.fetch(tile)
            if len(data) != tile.width * HASH_LENGTH:
                detail = (
                    f"{format_tile_path(tile)} has {len(data)} bytes and not {tile.width} hashes;"
                    " fetch it again."
                )
                raise CradleError("tile.form", detail)
            self._fetched[tile] = data
        return self._fetched[tile]
