"""The HTTP API of a witness: `add-checkpoint` for logs, the last checkpoint of each log for everyone.

    POST /add-checkpoint                        C2SP tlog-witness
    GET  /<SHA-256 of the origin>/checkpoint    the last checkpoint signed for a log, cosigned
    GET  /vkey                                  its verifier key

The specification does not define reading yet; the second path follows existing witnesses, the third
is Cradle's own. A refusal is one sentence of plain text, except that a 409 answers with a size, as
logs expect. Requests need no login, because the log's signature on the checkpoint authenticates them.
"""

from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from ledger.trust.add_checkpoint import REQUEST_LIMIT
from ledger.trust.note import format_vkey
from ledger.trust.witness import ConflictError
from ledger.witness.record import open_record
from ledger.witness.settings import Settings
from ledger.witness.signing import add_checkpoint
from schemas.errors import CradleError

SIZE_TYPE: Final = "text/x.tlog.size"

# Every other code is about the form of a request: 400.
STATUS: Final[dict[str, HTTPStatus]] = {
    "log.signature": HTTPStatus.FORBIDDEN,
    "log.unknown": HTTPStatus.NOT_FOUND,
    "merkle.consistency": HTTPStatus.UNPROCESSABLE_ENTITY,
    "witness.clock": HTTPStatus.SERVICE_UNAVAILABLE,
    "witness.no_checkpoint": HTTPStatus.NOT_FOUND,
}


def create_app(settings: Settings, clock: Callable[[], int]) -> FastAPI:
    """Build the application of one witness.

    Args:
        settings: its name, its key and its logs.
        clock: returns the POSIX time in seconds.
    """
    app = FastAPI(title="Cradle witness", docs_url=None, redoc_url=None, openapi_url=None)
    record = open_record(settings.record)
    origins = {sha256(origin.encode()).hexdigest(): origin for origin in settings.logs}

    @app.exception_handler(ConflictError)
    def conflict(_: Request, error: ConflictError) -> Response:
        return Response(f"{error.size}\n", HTTPStatus.CONFLICT, media_type=SIZE_TYPE)

    @app.exception_handler(CradleError)
    def refused(_: Request, error: CradleError) -> Response:
        return _plain(f"{error}\n", STATUS.get(error.code, HTTPStatus.BAD_REQUEST))

    @app.post("/add-checkpoint")
    async def add(request: Request) -> Response:
        body = await _read(request)
        return _plain(await run_in_threadpool(add_checkpoint, settings, record, body, clock()))

    @app.get("/{origin_hash}/checkpoint")
    def latest(origin_hash: str) -> Response:
        signed = record.last(origins.get(origin_hash, ""))
        if signed is None:
            detail = (
                "This witness has signed no checkpoint of that log; check the hash of the origin."
            )
            raise CradleError("witness.no_checkpoint", detail)
        return _plain(signed.note.decode("utf-8"))

    @app.get("/vkey")
    def vkey() -> Response:
        return _plain(format_vkey(settings.vkey) + "\n")

    return app


def _plain(text: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(text, status, headers, media_type="text/plain; charset=utf-8")


async def _read(request: Request) -> bytes:
    """Read the body, up to the largest size of a request."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > REQUEST_LIMIT:
            detail = f"The request is too long; send at most {REQUEST_LIMIT} bytes."
            raise CradleError("add_checkpoint.size", detail)
    return body
