"""For who keeps the process running: it answers, it can write, and what it has done so far.

`/health` says nothing about the ledger behind it: no sizes, no names, no paths. `/ready` looks at the
database and says whether the ledger takes statements. `/metrics` is there where it is switched on.
"""

from http import HTTPStatus
from importlib.metadata import version
from typing import Literal

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from api.context import Context
from api.problems import PROBLEMS
from ledger.store.log import size_of

router = APIRouter(tags=["health"])


class HealthResponse(BaseModel):
    """The answer of a process that is up."""

    model_config = ConfigDict(frozen=True)

    status: Literal["up"]
    version: str


class ReadyResponse(BaseModel):
    """The answer of a ledger that takes statements."""

    model_config = ConfigDict(frozen=True)

    status: Literal["ready"]


@router.get("/health", operation_id="health")
def health() -> HealthResponse:
    """Say that the process is up."""
    return HealthResponse(status="up", version=version("cradle-ledger"))


@router.get("/ready", operation_id="ready", responses={503: PROBLEMS[503]})
def ready(context: Context) -> ReadyResponse:
    """Say that the ledger takes statements, or why it does not (503)."""
    context.ledger.sequencer.require_open()
    with context.ledger.store.read() as connection:
        size_of(connection, "registry")
    return ReadyResponse(status="ready")


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request, context: Context) -> Response:
    """Counts and times, in the form of Prometheus."""
    if not context.configuration.metrics:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Not Found")
    found = generate_latest(request.app.state.metrics.registry)
    return Response(found, media_type=CONTENT_TYPE_LATEST)
