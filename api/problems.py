"""Every refusal leaves by one door, as problem details (RFC 9457).

The machinery raises `CradleError`; here, and nowhere else, its code becomes an HTTP status. The
body carries the code and the place beside the sentence, so that a program reads what a person
reads. `type` is `about:blank`: the code is the identity of a problem, and `title` therefore is the
status phrase (RFC 9457 section 4.2.1). An unforeseen error is answered without its cause, which
the server's own log keeps.
"""

from http import HTTPStatus
from typing import Final

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from schemas.errors import CradleError

MEDIA_TYPE: Final = "application/problem+json"

# A code that is not listed is a refusal of content: 422.
STATUS: Final[dict[str, HTTPStatus]] = {
    "checkpoint.absent": HTTPStatus.NOT_FOUND,
    "log.closed": HTTPStatus.FORBIDDEN,
    "log.login": HTTPStatus.UNAUTHORIZED,
    "tile.absent": HTTPStatus.NOT_FOUND,
    "tile.path": HTTPStatus.NOT_FOUND,
}


def problem(status: HTTPStatus, error: CradleError) -> Response:
    """Build the answer for one refusal; an empty place is left out."""
    members: dict[str, str | int] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "code": error.code,
        "detail": error.detail,
    }
    if error.place:
        members["place"] = error.place
    return Response(orjson.dumps(members), status.value, media_type=MEDIA_TYPE)


def add_problem_handlers(app: FastAPI) -> None:
    """Make every error of the application a problem document."""

    @app.exception_handler(CradleError)
    def refused(_: Request, error: CradleError) -> Response:
        answer = problem(STATUS.get(error.code, HTTPStatus(422)), error)
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            answer.headers["WWW-Authenticate"] = "Bearer"
        return answer

    @app.exception_handler(HTTPException)
    def unrouted(request: Request, error: HTTPException) -> Response:
        status = HTTPStatus(error.status_code)
        detail = f"{request.method} {request.url.path}: {error.detail}."
        answer = problem(status, CradleError(f"http.{status.name.lower()}", detail))
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(RequestValidationError)
    def malformed(_: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        return problem(HTTPStatus(422), CradleError("http.malformed", f"{first['msg']}.", place))

    @app.exception_handler(Exception)
    def failed(_: Request, __: Exception) -> Response:
        detail = "The server met an error of its own; its operator finds the cause in its log."
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, CradleError("http.internal", detail))
