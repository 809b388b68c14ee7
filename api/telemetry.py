"""What an operator sees of a running server: one structured line a request, and counts and times.

A line says method, route, status, milliseconds and a number of the request that the answer carries as
`X-Request-Id`; never a header, a body, a query or a name that is in one: statements, secrets and tokens
stay out of logs. The path is the route's template, so an id in it does not show either. An error that
nobody foresaw is logged with its trace, which no client sees. A client that is gone in the middle is no error
of ours: its line has status 499, as web servers tell it, though nobody is left to be answered.
"""

import logging
import secrets
import sys
from collections.abc import MutableMapping
from time import perf_counter
from typing import Any, Final, TextIO

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FAILED: Final = 500
_GONE: Final = 499
_UNROUTED: Final = "(none)"

# A trace without the values of variables, among which secrets and recipes would be.
_TRACES: Final = structlog.processors.ExceptionRenderer(
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
)


def set_up_logging(stream: TextIO = sys.stderr) -> None:
    """Write structured lines, as JSON, to a stream; uvicorn's own warnings too."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _TRACES,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )


class Metrics:
    """Counts and times of one application, by method, route and status; and what became of its witnesses."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("cradle_requests", "Requests.", labels, registry=self.registry)
        self.seconds = Histogram(
            "cradle_request_seconds", "Seconds to answer.", ("route",), registry=self.registry
        )
        self.witness_up = Gauge(
            "cradle_witness_up",
            "Whether the witness has signed both logs when it was last asked.",
            ("witness",),
            registry=self.registry,
        )
        self.witness_time = Gauge(
            "cradle_witness_time_seconds",
            "The time of the witness's cosignature on the newest checkpoint it has signed.",
            ("witness", "log"),
            registry=self.registry,
        )
        self.witness_refusals = Counter(
            "cradle_witness_refusals",
            "Questions that a witness did not answer with a cosignature.",
            ("witness", "code"),
            registry=self.registry,
        )


class Observe:
    """Middleware that notes each request once it is answered."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics
        self._log = structlog.get_logger("cradle")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status, number = perf_counter(), _FAILED, secrets.token_hex(8)

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", number.encode())]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            status = _GONE
        except Exception:
            self._log.exception("failed", request=number, route=_route(scope))
            raise
        finally:
            self._note(scope, status, number, perf_counter() - begun)

    def _note(
        self, scope: MutableMapping[str, Any], status: int, number: str, seconds: float
    ) -> None:
        route, method = _route(scope), scope["method"]
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        told = {"method": method, "route": route, "status": status}
        self._log.info("request", request=number, ms=round(seconds * 1000, 1), **told)


def _route(scope: MutableMapping[str, Any]) -> str:
    """The template of the route that a request went to; the path itself would tell ids.

    A route knows its path below its router's prefix, so the prefix is what of the path that does not fill.
    """
    template = getattr(scope.get("route"), "path_format", None)
    if template is None:
        return _UNROUTED
    prefix = str(scope["path"]).removesuffix(template.format(**scope["path_params"]))
    return f"{prefix}{template}" if prefix != scope["path"] else str(template)
