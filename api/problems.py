"""Refusals as problem documents (RFC 9457).

The library raises `CradleError`; this module alone maps its code to an HTTP status. The body has the code and
the place beside the sentence, so that a program can read both. `type` is `about:blank`, because the code
identifies the problem; `title` therefore is the status phrase (RFC 9457 section 4.2.1). The response to an
unforeseen error does not show its cause, which is in the server's log.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, Final

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match

from schemas.base import wording
from schemas.errors import CradleError

MEDIA_TYPE: Final = "application/problem+json"

# A code that is not listed refuses the content: 422.
STATUS: Final[dict[str, HTTPStatus]] = {
    "access.denied": HTTPStatus.FORBIDDEN,
    "access.issuer": HTTPStatus.FORBIDDEN,
    "access.registered": HTTPStatus.FORBIDDEN,
    "access.unregistered": HTTPStatus.FORBIDDEN,
    "account.changed": HTTPStatus.CONFLICT,
    "account.exists": HTTPStatus.CONFLICT,
    "account.own": HTTPStatus.CONFLICT,
    "audit.busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "audit.finding": HTTPStatus.NOT_FOUND,
    "audit.no_run": HTTPStatus.GONE,
    "audit.running": HTTPStatus.SERVICE_UNAVAILABLE,
    "audit.too_many": HTTPStatus.CONFLICT,
    "batch.lines": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "blob.damaged": HTTPStatus.SERVICE_UNAVAILABLE,
    "check.busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "checkpoint.absent": HTTPStatus.NOT_FOUND,
    "checkpoint.conflict": HTTPStatus.SERVICE_UNAVAILABLE,
    "checkpoint.instance": HTTPStatus.SERVICE_UNAVAILABLE,
    "checkpoint.store": HTTPStatus.SERVICE_UNAVAILABLE,
    "credential.ended": HTTPStatus.CONFLICT,
    "credential.unknown": HTTPStatus.NOT_FOUND,
    "cursor.invalid": HTTPStatus.BAD_REQUEST,
    "draft.absent": HTTPStatus.NOT_FOUND,
    "draft.too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "draft.too_many": HTTPStatus.CONFLICT,
    "document.unknown": HTTPStatus.NOT_FOUND,
    "engagement.exists": HTTPStatus.CONFLICT,
    "engagement.unknown": HTTPStatus.NOT_FOUND,
    "entry.unknown": HTTPStatus.NOT_FOUND,
    "export.subject": HTTPStatus.NOT_FOUND,
    "http.charset": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "http.forwarded": HTTPStatus.BAD_REQUEST,
    "http.not_acceptable": HTTPStatus.NOT_ACCEPTABLE,
    "http.too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "invitation.closed": HTTPStatus.FORBIDDEN,
    "invitation.expired": HTTPStatus.GONE,
    "invitation.unknown": HTTPStatus.NOT_FOUND,
    "invitation.used": HTTPStatus.GONE,
    "ledger.fenced": HTTPStatus.SERVICE_UNAVAILABLE,
    "ledger.read_only": HTTPStatus.SERVICE_UNAVAILABLE,
    "log.closed": HTTPStatus.FORBIDDEN,
    "log.damaged": HTTPStatus.SERVICE_UNAVAILABLE,
    "log.position": HTTPStatus.NOT_FOUND,
    "log.shrunk": HTTPStatus.SERVICE_UNAVAILABLE,
    "document.busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "login.busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "login.cross_site": HTTPStatus.FORBIDDEN,
    "login.refused": HTTPStatus.UNAUTHORIZED,
    "login.required": HTTPStatus.UNAUTHORIZED,
    "method.exists": HTTPStatus.CONFLICT,
    "method.used": HTTPStatus.CONFLICT,
    "organisation.bound": HTTPStatus.CONFLICT,
    "notice.exists": HTTPStatus.CONFLICT,
    "notice.many": HTTPStatus.CONFLICT,
    "notice.unknown": HTTPStatus.NOT_FOUND,
    "organisation.unknown": HTTPStatus.NOT_FOUND,
    "quota.checks": HTTPStatus.TOO_MANY_REQUESTS,
    "quota.logins": HTTPStatus.TOO_MANY_REQUESTS,
    "quota.previews": HTTPStatus.TOO_MANY_REQUESTS,
    "quota.sheets": HTTPStatus.TOO_MANY_REQUESTS,
    "quota.refusals": HTTPStatus.TOO_MANY_REQUESTS,
    "pact.absent": HTTPStatus.NOT_FOUND,
    "participant.unknown": HTTPStatus.NOT_FOUND,
    "portfolio.package": HTTPStatus.NOT_IMPLEMENTED,
    "receipt.not_cosigned": HTTPStatus.NOT_FOUND,
    "registration.absent": HTTPStatus.NOT_FOUND,
    "registration.declined": HTTPStatus.CONFLICT,
    "request.ended": HTTPStatus.CONFLICT,
    "request.exists": HTTPStatus.CONFLICT,
    "request.party": HTTPStatus.FORBIDDEN,
    "request.reached": HTTPStatus.CONFLICT,
    "request.unknown": HTTPStatus.NOT_FOUND,
    "schema.json_invalid": HTTPStatus.BAD_REQUEST,
    "setting.public_url": HTTPStatus.SERVICE_UNAVAILABLE,
    "sheet.busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "sheet.forgotten": HTTPStatus.GONE,
    "statement.unknown": HTTPStatus.NOT_FOUND,
    "store.damaged": HTTPStatus.SERVICE_UNAVAILABLE,
    "store.failed": HTTPStatus.SERVICE_UNAVAILABLE,
    "tile.absent": HTTPStatus.NOT_FOUND,
    "trace.entry": HTTPStatus.NOT_FOUND,
    "trace.row": HTTPStatus.NOT_FOUND,
    "tile.path": HTTPStatus.NOT_FOUND,
    "token.expired": HTTPStatus.UNAUTHORIZED,
    "token.invalid": HTTPStatus.UNAUTHORIZED,
}

_WAIT: Final = "60"
_METHODS: Final = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")

_NAMES: Final = {413: "too_large", 422: "unprocessable"}
"""Code words for statuses whose names differ between versions of Python."""


class BodyRefusal(HTTPException):
    """A refusal while a body is read, where the framework passes on no other kind of error."""

    def __init__(self, error: CradleError) -> None:
        super().__init__(status_of(error), error.detail)
        self.error = error


class Problem(BaseModel):
    """A refusal: what is wrong, where, and what to do (RFC 9457)."""

    model_config = ConfigDict(frozen=True)

    type: Annotated[str, Field(description="Always `about:blank`.")] = "about:blank"
    title: Annotated[str, Field(description="The phrase of the HTTP status.")]
    status: Annotated[int, Field(description="The HTTP status.", examples=[422])]
    code: Annotated[
        str,
        Field(
            description="The stable code of the broken rule.", examples=["delivery.above_output"]
        ),
    ]
    detail: Annotated[str, Field(description="What is wrong and what to do, for a person.")]
    place: Annotated[
        str | None,
        Field(
            description="The field that is wrong, if the problem is in one.",
            examples=["inputs[3].amount"],
        ),
    ] = None


PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"description": text}
    for status, text in {
        400: "The request cannot be parsed; correct it.",
        401: "The request has no valid login; log in or get a new token.",
        403: "The login is not allowed to do this.",
        404: "The resource does not exist, or the login may not see it.",
        409: "The resource exists already.",
        413: "The request is too large; send it in parts.",
        422: "The content breaks the rule that `code` names; correct it.",
        429: "The organisation or name exceeded a quota; wait `Retry-After` seconds.",
        503: "The server cannot do this at the moment; try again later.",
    }.items()
}
"""The refusals of an operation, for OpenAPI."""


def status_of(error: CradleError) -> HTTPStatus:
    """Return the status of a refusal."""
    return STATUS.get(error.code, HTTPStatus(422))


def is_own_failure(error: CradleError) -> bool:
    """Return whether the server could not do what was asked; that counts against no caller."""
    return status_of(error) >= HTTPStatus.INTERNAL_SERVER_ERROR


def problem_members(error: CradleError, status: HTTPStatus | None = None) -> dict[str, str | int]:
    """Return the members of a problem document; an empty place is left out."""
    http_status = status or status_of(error)
    members: dict[str, str | int] = {
        "type": "about:blank",
        "title": http_status.phrase,
        "status": http_status.value,
        "code": error.code,
        "detail": error.detail,
    }
    if error.place:
        members["place"] = error.place
    return members


def problem(status: HTTPStatus, error: CradleError) -> Response:
    """Build the response for a refusal; it is not cached, since its cause may end at any time."""
    body = orjson.dumps(problem_members(error, status))
    headers = {"Cache-Control": "no-store"}
    return Response(body, status.value, headers, media_type=MEDIA_TYPE)


Presentation = Callable[[Request, CradleError, HTTPStatus], Response | None]
"""Present a refusal to a person; None leaves it to the problem document."""


def _no_presentation(_: Request, __: CradleError, ___: HTTPStatus) -> Response | None:
    return None


def add_problem_handlers(app: FastAPI, present: Presentation = _no_presentation) -> None:
    """Answer every error of the application with a problem document, or with a page for a person.

    Args:
        app: the application.
        present: makes the page of a refusal.
    """

    def answer_with(request: Request, error: CradleError, status: HTTPStatus) -> Response:
        return present(request, error, status) or problem(status, error)

    @app.exception_handler(BodyRefusal)
    def unread(request: Request, refusal: BodyRefusal) -> Response:
        return refused(request, refusal.error)

    @app.exception_handler(CradleError)
    def refused(request: Request, error: CradleError) -> Response:
        answer = answer_with(request, error, status_of(error))
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            answer.headers["WWW-Authenticate"] = "Bearer"
        if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            answer.headers["Retry-After"] = _WAIT
        return answer

    _add_framework_handlers(app, answer_with)


def _add_framework_handlers(
    app: FastAPI, answer_with: Callable[[Request, CradleError, HTTPStatus], Response]
) -> None:
    @app.exception_handler(HTTPException)
    def unrouted(request: Request, error: HTTPException) -> Response:
        status = HTTPStatus(error.status_code)
        allowed = ", ".join(methods_at(request))
        called = f"{request.method} {request.url.path}"
        detail = {
            HTTPStatus.NOT_FOUND: f"{called} does not exist; /docs lists the operations.",
            HTTPStatus.METHOD_NOT_ALLOWED: f"{called} does not exist; this path has {allowed}.",
        }.get(status, f"{called}: {error.detail}.")
        code = _NAMES.get(status.value, status.name.lower())
        answer = answer_with(request, CradleError(f"http.{code}", detail), status)
        answer.headers.update(error.headers or {})
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            answer.headers["Allow"] = allowed
        return answer

    @app.exception_handler(RequestValidationError)
    def malformed(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        if first["type"] == "json_invalid":
            detail = f"The body is not JSON: {first['ctx']['error']}; correct it."
            return answer_with(request, CradleError("http.json", detail), HTTPStatus.BAD_REQUEST)
        # A rule or a grammar of a model has a code of its own (`schemas.base`).
        code = first["type"] if "." in first["type"] else "http.malformed"
        place = ".".join(str(step) for step in first["loc"])
        return answer_with(request, CradleError(code, f"{wording(first)}.", place), HTTPStatus(422))

    @app.exception_handler(Exception)
    def failed(request: Request, __: Exception) -> Response:
        detail = "The server failed; its operator finds the cause in the server's log."
        error = CradleError("http.internal", detail)
        return answer_with(request, error, HTTPStatus.INTERNAL_SERVER_ERROR)


def methods_at(request: Request) -> list[str]:
    """Return the methods of a path; the framework names only those of the first matching route."""
    return [
        method
        for method in _METHODS
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    ]
