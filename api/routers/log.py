"""The reads of one log: `checkpoint` and `tile/...` below its prefix (C2SP tlog-tiles).

Monitors and tools that nobody here wrote need no more than these two; `cosigned`, the newest
checkpoint that witnesses have signed, is ours. A checkpoint changes and is asked for again each
time; a tile, full or partial, is named with its width and never changes. Tiles reach as far as the
newest signed checkpoint, read in the same transaction.

Sizes over time tell volumes, so whoever reads needs the operator's token (401 `log.login`), or the
operator has opened the logs to all; where there is neither, everything is refused (`log.closed`),
whatever was asked for. Left out: compression, and logins of participants.
"""

from collections.abc import Callable
from hmac import compare_digest
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response

from api.settings import Settings
from ledger.service.shown import cosigned_pair, present_pair
from ledger.service.static import read_tile
from ledger.store.log import Log
from ledger.trust.tiles import parse_tile_path
from schemas.errors import CradleError

TEXT = "text/plain; charset=utf-8"
FRESH = {"Cache-Control": "no-cache"}


def log_router(log: Log, settings: Settings) -> APIRouter:
    """Build the router of one log, to be included under the log's prefix."""
    audience = "public" if settings.logs_open else "private"
    immutable = {"Cache-Control": f"{audience}, max-age=31536000, immutable"}
    router = APIRouter(tags=["log"], dependencies=[Depends(_gate(settings))])

    @router.get("/checkpoint")
    def checkpoint() -> Response:
        with settings.store.read() as connection:
            note = present_pair(settings.store, connection).note(log)
        if not note:
            raise CradleError("checkpoint.absent", "This log has not signed a checkpoint yet.")
        return Response(note, media_type=TEXT, headers=FRESH)

    @router.get("/cosigned")
    def cosigned() -> Response:
        with settings.store.read() as connection:
            pair = cosigned_pair(settings.store, connection, log)
        if pair is None:
            detail = "No witness has signed a checkpoint of this log yet."
            raise CradleError("checkpoint.absent", detail)
        return Response(pair.note(log), media_type=TEXT, headers=FRESH)

    @router.get("/tile/{path:path}")
    def tile(path: str) -> Response:
        place = parse_tile_path(f"tile/{path}")
        with settings.store.read() as connection:
            data = read_tile(connection, log, place)
        return Response(data, media_type="application/octet-stream", headers=immutable)

    return router


def _gate(settings: Settings) -> Callable[[str], None]:
    """The dependency that lets a reader in or refuses."""

    def admit(authorization: Annotated[str, Header()] = "") -> None:
        if settings.logs_open:
            return
        if settings.log_token is None:
            detail = "This ledger does not publish its logs; ask its operator for a bundle."
            raise CradleError("log.closed", detail)
        login = f"Bearer {settings.log_token}"
        if not compare_digest(authorization.encode("utf-8"), login.encode("utf-8")):
            detail = "These logs are read with a token; ask the operator for one."
            raise CradleError("log.login", detail)

    return admit
