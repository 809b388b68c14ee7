"""Liveness, readiness and metrics, for the operator's monitoring.

`/health` states nothing about the ledger. `/ready` reads the database and states if the ledger accepts statements.
After a write that failed, it writes to the disks itself, because no request reaches a server that is not ready.
`/metrics` exists if the operator has switched it on.
"""

from http import HTTPStatus
from importlib.metadata import version
from typing import Final, Literal

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from api.context import Context
from api.problems import PROBLEMS
from ledger.store.log import size_of

router = APIRouter(tags=["monitoring"])
_VERSION: Final = version("cradle-ledger")


class HealthResponse(BaseModel):
    """A running process."""

    model_config = ConfigDict(frozen=True)

    status: Literal["up"]
    version: str


class ReadyResponse(BaseModel):
    """A ledger that accepts statements."""

    model_config = ConfigDict(frozen=True)

    status: Literal["ready"]


@router.get(
    "/health",
    summary="Check that the server runs",
    operation_id="health",
    response_description="The server runs.",
)
async def health() -> HealthResponse:
    """Return the version of the running server; the ledger is not checked.

    It waits for no thread, all of which may be busy.
    """
    return HealthResponse(status="up", version=_VERSION)


@router.get(
    "/ready",
    summary="Check that the ledger accepts statements",
    operation_id="ready",
    response_description="The ledger accepts statements.",
    responses={503: PROBLEMS[503]},
)
def ready(context: Context) -> ReadyResponse:
    """Check the database and the ledger; if it accepts no statements, the reason is a 503."""
    context.ledger.sequencer.require_open()
    context.ledger.store.require_writable()
    with context.ledger.store.read() as connection:
        size_of(connection, "registry")
    return ReadyResponse(status="ready")


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request, context: Context) -> Response:
    """Return the metrics in the format of Prometheus."""
    if not context.configuration.metrics:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Not Found")
    exposition = generate_latest(request.app.state.metrics.registry)
    return Response(exposition, media_type=CONTENT_TYPE_LATEST)
