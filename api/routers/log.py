"""The public reads of one log: `checkpoint` and `tile/...` below its prefix (C2SP tlog-tiles).

Witnesses, monitors and tools that nobody here wrote need no more than these two. A checkpoint
changes and is asked for again each time; a tile, full or partial, is named with its width and never
changes. Tiles reach as far as the newest signed checkpoint, read in the same transaction. Unless
the operator has opened the logs both are refused (`log.closed`), whatever was asked for. Left out:
compression, and reading with a login.
"""

from fastapi import APIRouter, Depends, Response

from api.settings import Settings
from ledger.store.engine import Connection
from ledger.store.log import Log, latest_checkpoint, leaves_of, nodes_of
from ledger.trust.tiles import (
    ENTRIES,
    WIDTH,
    Tile,
    build_tile,
    check_tile,
    format_bundle,
    parse_tile_path,
)
from schemas.errors import CradleError

FRESH = {"Cache-Control": "no-cache"}
IMMUTABLE = {"Cache-Control": "public, max-age=31536000, immutable"}


def log_router(log: Log, settings: Settings) -> APIRouter:
    """Build the router of one log, to be included under the log's prefix."""

    def admit() -> None:
        if not settings.logs_open:
            detail = "This ledger does not publish its logs; ask its operator for a bundle."
            raise CradleError("log.closed", detail)

    router = APIRouter(tags=["log"], dependencies=[Depends(admit)])

    @router.get("/checkpoint")
    def checkpoint() -> Response:
        with settings.store.read() as connection:
            _, note = latest_checkpoint(connection, log)
        if not note:
            raise CradleError("checkpoint.absent", "This log has not signed a checkpoint yet.")
        return Response(note, media_type="text/plain; charset=utf-8", headers=FRESH)

    @router.get("/tile/{path:path}")
    def tile(path: str) -> Response:
        place = parse_tile_path(f"tile/{path}")
        with settings.store.read() as connection:
            data = read_tile(connection, log, place)
        return Response(data, media_type="application/octet-stream", headers=IMMUTABLE)

    return router


def read_tile(connection: Connection, log: Log, tile: Tile) -> bytes:
    """Return a tile of hashes, or a bundle of leaves, as far as the newest checkpoint reaches.

    Raises:
        CradleError: `tile.absent`.
    """
    size, _ = latest_checkpoint(connection, log)
    check_tile(tile, size)
    if tile.level == ENTRIES:
        start = tile.index * WIDTH
        return format_bundle(leaves_of(connection, log, start, start + tile.width))
    return build_tile(tile, size, nodes_of(connection, log))
