"""The log lines and metrics of a server.

Each request is logged as one structured line: method, route, status, milliseconds, and the number that the
response carries as `X-Request-Id`. The line has no header, body, query or id, so that statements, secrets and
tokens stay out of the log; for the same reason the path is the route's template. An unforeseen error is logged
with its trace, which the client does not see. A client that disconnects is logged with status 499.
"""

import logging
import secrets
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final, TextIO, cast

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FAILED: Final = 500
_GONE: Final = 499
_UNROUTED: Final = "(none)"

# A trace without the values of variables, which may be secrets or recipes.
_TRACES: Final = structlog.processors.ExceptionRenderer(
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
)


@dataclass(frozen=True, eq=False)
class _Lines:
    """A stream for log lines that drops those it cannot write; a full disk of the log must not fail a request."""

    stream: TextIO

    def write(self, text: str) -> None:
        """Write a text, if possible."""
        with suppress(OSError):
            self.stream.write(text)

    def flush(self) -> None:
        """Pass on what was written, if possible."""
        with suppress(OSError):
            self.stream.flush()


def set_up_logging(stream: TextIO = sys.stderr) -> None:
    """Log to a stream as lines of JSON."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _TRACES,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", _Lines(stream))),
        cache_logger_on_first_use=True,
    )


class Metrics:
    """The metrics of one application: requests by method, route and status, and its witnesses."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("cradle_requests", "Requests.", labels, registry=self.registry)
        self.seconds = Histogram(
            "cradle_request_seconds", "Seconds to answer.", ("route",), registry=self.registry
        )
        self.witness_up = Gauge(
            "cradle_witness_up",
            "1 if the witness signed both logs when it was last asked, else 0.",
            ("witness",),
            registry=self.registry,
        )
        self.witness_time = Gauge(
            "cradle_witness_time_seconds",
            "Time of the witness's newest cosignature, seconds of UTC since 1970.",
            ("witness", "log"),
            registry=self.registry,
        )
        self.witness_refusals = Counter(
            "cradle_witness_refusals",
            "Requests to a witness that did not yield a cosignature.",
            ("witness", "code"),
            registry=self.registry,
        )


class Observe:
    """Middleware that logs and counts each request."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics
        self._log = structlog.get_logger("cradle")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request, then log and count it."""
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
        fields = {"method": method, "route": route, "status": status}
        self._log.info("request", request=number, ms=round(seconds * 1000, 1), **fields)


def _route(scope: MutableMapping[str, Any]) -> str:
    """Return the path template of a request's route, which shows no id.

    A route knows only its path below its router's prefix; the prefix is the rest of the request's path.
    """
    template = getattr(scope.get("route"), "path_format", None)
    if template is None:
        return _UNROUTED
    prefix = str(scope["path"]).removesuffix(template.format(**scope["path_params"]))
    return f"{prefix}{template}" if prefix != scope["path"] else str(template)
