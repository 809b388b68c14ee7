"""The doors of a witness: `add-checkpoint` for logs, the last checkpoint of each for everybody.

    POST /add-checkpoint                        C2SP tlog-witness
    GET  /<SHA-256 of the origin>/checkpoint    what it signed last of a log, cosigned
    GET  /vkey                                  its verifier key

The specification leaves reading open for now; the second path is what witnesses in use offer, the
third is ours. Refusals are one sentence of plain text; a 409 alone answers a size, as a log expects
it. Requests need no login, for the log's signature on the checkpoint is one.
"""

import os
from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from time import time
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from ledger.trust.add_checkpoint import REQUEST_LIMIT
from ledger.trust.note import format_vkey
from ledger.trust.witness import ConflictError
from schemas.errors import CradleError
from witness.record import open_record
from witness.settings import Settings, open_settings
from witness.signing import add_checkpoint

FOLDER: Final = "CRADLE_WITNESS"
"""The environment variable that names the folder to a server which is started by name."""

SIZE_TYPE: Final = "text/x.tlog.size"

# A code that is not listed is one of form: 400.
STATUS: Final[dict[str, HTTPStatus]] = {
    "log.signature": HTTPStatus.FORBIDDEN,
    "log.unknown": HTTPStatus.NOT_FOUND,
    "merkle.consistency": HTTPStatus.UNPROCESSABLE_ENTITY,
    "witness.clock": HTTPStatus.SERVICE_UNAVAILABLE,
    "witness.nothing": HTTPStatus.NOT_FOUND,
}


def from_environment() -> FastAPI:
    """The application of the witness whose folder the environment names."""
    return create_app(open_settings(Path(os.environ[FOLDER])), lambda: int(time()))


def create_app(settings: Settings, clock: Callable[[], int]) -> FastAPI:
    """Build the application of one witness.

    Args:
        settings: who it is and whose logs it looks after.
        clock: gives the POSIX time in seconds.
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
            detail = "This witness has signed no checkpoint of such a log."
            raise CradleError("witness.nothing", detail)
        return _plain(signed.note.decode("utf-8"))

    @app.get("/vkey")
    def vkey() -> Response:
        return _plain(format_vkey(settings.vkey) + "\n")

    return app


def _plain(text: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(text, status, headers, media_type="text/plain; charset=utf-8")


async def _read(request: Request) -> bytes:
    """The body, as far as a request may be long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > REQUEST_LIMIT:
            detail = f"A request has at most {REQUEST_LIMIT} bytes."
            raise CradleError("add_checkpoint.size", detail)
    return body
