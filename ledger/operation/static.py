"""A log as static files: everything a reader needs, for any web server to publish.

    entries/checkpoint, registry/checkpoint     the newest checkpoint, with any cosignatures
    entries/cosigned, registry/cosigned         the newest that witnesses have signed, if any
    entries/tile/..., registry/tile/...         C2SP tlog-tiles, for the sizes of both

Tiles never change, so an existing one is kept; checkpoints are written last and as a whole, so that
a reader at any moment finds the tiles of the checkpoint it reads. Nothing here is confidential
(leaves have ids and digests), but sizes over time disclose volumes: publishing is the operator's
choice.
"""

import os
from pathlib import Path

from ledger.append.ledger import Ledger
from ledger.operation.published_checkpoints import cosigned_pair, present_pair
from ledger.store.engine import Connection
from ledger.store.log import LOGS, Log, latest_checkpoint, leaves_of, nodes_of
from ledger.trust.tiles import (
    ENTRIES,
    WIDTH,
    Tile,
    build_tile,
    check_tile,
    format_bundle,
    format_tile_path,
    tiles_of,
)


def read_tile(connection: Connection, log: Log, tile: Tile) -> bytes:
    """A tile of hashes, or a bundle of leaves, up to the newest checkpoint.

    Raises:
        CradleError: `tile.absent`.
    """
    size, _ = latest_checkpoint(connection, log)
    check_tile(tile, size)
    if tile.level == ENTRIES:
        start = tile.index * WIDTH
        return format_bundle(leaves_of(connection, log, start, start + tile.width))
    return build_tile(tile, size, nodes_of(connection, log))


def export_static(ledger: Ledger, folder: Path) -> dict[Log, int]:
    """Write both logs into a folder, new or with an earlier export; return their sizes.

    Args:
        ledger: the ledger with the logs.
        folder: made if it does not exist; nothing in it is removed.
    """
    store = ledger.store
    with store.read() as connection:
        pair = present_pair(store, connection)
        cosigned = cosigned_pair(store, connection, "entries")
        for log in LOGS:
            sizes = {pair.size(log)} | ({cosigned.size(log)} if cosigned is not None else set())
            for tile in {tile for size in sizes for tile in tiles_of(size)}:
                path = folder / log / format_tile_path(tile)
                if not path.exists():
                    _write(path, read_tile(connection, log, tile))
    for log in LOGS:
        if cosigned is not None:
            _write(folder / log / "cosigned", cosigned.note(log))
        _write(folder / log / "checkpoint", pair.note(log))
    return {log: pair.size(log) for log in LOGS}


def _write(path: Path, data: bytes) -> None:
    """Replace a file as a whole: a web server may be reading it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    temporary.write_bytes(data)
    temporary.replace(path)
