"""The reads of one log: `checkpoint` and `tile/...` below its prefix (C2SP tlog-tiles).

Monitors and tools that nobody here wrote need no more than these two; `cosigned`, the newest
checkpoint that witnesses have signed, is ours. A checkpoint changes and is asked for again each
time; a tile, full or partial, is named with its width and never changes. Tiles reach as far as the
newest signed checkpoint, read in the same transaction.

Sizes over time tell volumes, so whoever reads needs a login or the operator's token, unless the
operator has opened the logs to all. Left out: compression.
"""

from collections.abc import Callable

from fastapi import APIRouter, Depends, Response

from api.openapi import binary
from api.problems import PROBLEMS
from ledger.service.shown import cosigned_pair, present_pair
from ledger.service.static import read_tile
from ledger.store.log import Log
from ledger.store.store import Store
from ledger.trust.tiles import parse_tile_path
from schemas.errors import CradleError

TEXT = "text/plain; charset=utf-8"
FRESH = {"Cache-Control": "no-cache"}


def log_router(log: Log, store: Store, gate: Callable[..., None], *, public: bool) -> APIRouter:
    """Build the router of one log, to be included under the log's prefix.

    Args:
        log: which of the two.
        store: of the ledger.
        gate: the dependency that lets a reader in or refuses.
        public: whether caches that many share may keep a tile.
    """
    audience = "public" if public else "private"
    immutable = {"Cache-Control": f"{audience}, max-age=31536000, immutable"}
    router = APIRouter(
        tags=[f"{log} log"],
        dependencies=[Depends(gate)],
        responses={status: PROBLEMS[status] for status in (401, 403, 404)},
    )
    note = {"content": {"text/plain": {"schema": {"type": "string"}}}}

    @router.get(
        "/checkpoint",
        operation_id=f"{log}_checkpoint",
        response_class=Response,
        responses={200: {"description": "The newest checkpoint, a signed note.", **note}},
    )
    def checkpoint() -> Response:
        """The newest checkpoint, with cosignatures where witnesses have signed it."""
        with store.read() as connection:
            newest = present_pair(store, connection).note(log)
        if not newest:
            raise CradleError("checkpoint.absent", "This log has not signed a checkpoint yet.")
        return Response(newest, media_type=TEXT, headers=FRESH)

    @router.get(
        "/cosigned",
        operation_id=f"{log}_cosigned",
        response_class=Response,
        responses={200: {"description": "A cosigned checkpoint, a signed note.", **note}},
    )
    def cosigned() -> Response:
        """The newest checkpoint that witnesses have signed."""
        with store.read() as connection:
            pair = cosigned_pair(store, connection, log)
        if pair is None:
            detail = "No witness has signed a checkpoint of this log yet."
            raise CradleError("checkpoint.absent", detail)
        return Response(pair.note(log), media_type=TEXT, headers=FRESH)

    @router.get(
        "/tile/{path:path}",
        operation_id=f"{log}_tile",
        response_class=Response,
        responses=binary("application/octet-stream", "Hashes, or leaves."),
    )
    def tile(path: str) -> Response:
        """A tile, under its path of C2SP tlog-tiles without `tile/`."""
        place = parse_tile_path(f"tile/{path}")
        with store.read() as connection:
            data = read_tile(connection, log, place)
        return Response(data, media_type="application/octet-stream", headers=immutable)

    return router
