"""The read interface of one log: `checkpoint` and `tile/...` below its prefix (C2SP tlog-tiles).

These two suffice for other programs' monitors and tools; `cosigned`, the newest checkpoint that witnesses have
signed, is an addition. A checkpoint changes and is not cached. A tile, full or partial, is addressed with its width
and does not change. Tiles cover the newest signed checkpoint, which is read in the same transaction.

Log sizes over time show the volume of trade. A reader therefore needs a login or the operator's token, unless the
operator has opened the logs. Not included: compression.
"""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from api.openapi import binary
from api.problems import PROBLEMS
from ledger.operation.published_checkpoints import cosigned_pair, present_pair
from ledger.operation.static import read_tile
from ledger.store.log import Log
from ledger.store.store import Store
from ledger.trust.tiles import parse_tile_path
from schemas.errors import CradleError

TEXT = "text/plain; charset=utf-8"
FRESH = {"Cache-Control": "no-cache"}


def log_router(log: Log, store: Store, gate: Callable[..., None], *, public: bool) -> APIRouter:
    """Build the router of one log, to be included under the log's prefix.

    Args:
        log: the name of the log.
        store: the ledger's store.
        gate: the dependency that refuses a reader without access.
        public: True if anybody reads the log, so that caches may store tiles; what has a login is stored by none.
    """
    immutable = {"Cache-Control": "public, max-age=31536000, immutable"} if public else None
    router = APIRouter(
        tags=[f"{log} log"],
        dependencies=[Depends(gate)],
        responses={status: PROBLEMS[status] for status in (401, 403, 404, 422)},
    )
    note = {"content": {"text/plain": {"schema": {"type": "string"}}}}

    @router.get(
        "/checkpoint",
        summary=f"Get the newest checkpoint of the {log} log",
        operation_id=f"{log}_checkpoint",
        response_class=Response,
        responses={200: {"description": "The checkpoint, a signed note.", **note}},
    )
    def checkpoint() -> Response:
        """Return the newest signed checkpoint, with the cosignatures that it has."""
        with store.read() as connection:
            newest = present_pair(store, connection).note(log)
        if not newest:
            raise CradleError(
                "checkpoint.absent", "This log has no signed checkpoint yet; try again later."
            )
        return Response(newest, media_type=TEXT, headers=FRESH)

    @router.get(
        "/cosigned",
        summary=f"Get the newest cosigned checkpoint of the {log} log",
        operation_id=f"{log}_cosigned",
        response_class=Response,
        responses={200: {"description": "The checkpoint, a signed note.", **note}},
    )
    def cosigned() -> Response:
        """Return the newest checkpoint that witnesses have cosigned."""
        with store.read() as connection:
            pair = cosigned_pair(store, connection, log)
        if pair is None:
            detail = "No witness has cosigned a checkpoint of this log yet; try again later."
            raise CradleError("checkpoint.absent", detail)
        return Response(pair.note(log), media_type=TEXT, headers=FRESH)

    @router.get(
        "/tile/{path:path}",
        summary=f"Get a tile of the {log} log",
        operation_id=f"{log}_tile",
        response_class=Response,
        responses=binary("application/octet-stream", "The tile: hashes or leaves."),
    )
    def tile(
        path: Annotated[str, Path(description="The path of C2SP tlog-tiles, without `tile/`.")],
    ) -> Response:
        """Return a full or partial tile of hashes or leaves (C2SP tlog-tiles)."""
        place = parse_tile_path(f"tile/{path}")
        with store.read() as connection:
            data = read_tile(connection, log, place)
        return Response(data, media_type="application/octet-stream", headers=immutable)

    return router
