"""Refusals in the form of PACT: `{"code", "message"}`, with 400 in place of 422.

The message ends with Cradle's own code and place, which are more precise. An invalid login is `BadRequest` with
401, as version 2 of the conformance tests requires; an expired token is `TokenExpired`.
"""

from http import HTTPStatus
from typing import Final

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.problems import STATUS, BodyRefusal, methods_at
from schemas.errors import CradleError
from schemas.exchanged.pact.events import ErrorCode, PactError

_WORDS: Final = {
    HTTPStatus.BAD_REQUEST: ErrorCode.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED: ErrorCode.BAD_REQUEST,
    HTTPStatus.FORBIDDEN: ErrorCode.ACCESS_DENIED,
    HTTPStatus.NOT_FOUND: ErrorCode.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED: ErrorCode.NOT_IMPLEMENTED,
    HTTPStatus.NOT_IMPLEMENTED: ErrorCode.NOT_IMPLEMENTED,
}
_MOST: Final = 1000


def add_pact_handlers(app: FastAPI) -> None:
    """Answer every error below `/3` in the form of PACT."""

    @app.exception_handler(BodyRefusal)
    def unread(request: Request, refusal: BodyRefusal) -> Response:
        return refused(request, refusal.error)

    @app.exception_handler(CradleError)
    def refused(_: Request, error: CradleError) -> Response:
        status = STATUS.get(error.code, HTTPStatus.BAD_REQUEST)
        place = f" at {error.place}" if error.place else ""
        answer = _answer(status, f"{error.detail} ({error.code}{place})", error.code)
        if status is HTTPStatus.UNAUTHORIZED:
            answer.headers["WWW-Authenticate"] = "Bearer"
        return answer

    @app.exception_handler(HTTPException)
    def unrouted(request: Request, error: HTTPException) -> Response:
        detail = f"{request.method} {request.url.path}: {error.detail}."
        answer = _answer(HTTPStatus(error.status_code), detail)
        answer.headers.update(error.headers or {})
        if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            answer.headers["Allow"] = ", ".join(methods_at(request))
        return answer

    @app.exception_handler(RequestValidationError)
    def malformed(_: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        return _answer(HTTPStatus.BAD_REQUEST, f"{place}: {first['msg']}.")

    @app.exception_handler(Exception)
    def failed(_: Request, __: Exception) -> Response:
        detail = "The server failed; ask its operator, who finds the cause in the server's log."
        return _answer(HTTPStatus.INTERNAL_SERVER_ERROR, detail)


def _answer(status: HTTPStatus, message: str, code: str = "") -> Response:
    error_code = _WORDS.get(status)
    if error_code is None:
        error_code = (
            ErrorCode.INTERNAL_ERROR if status >= HTTPStatus(500) else ErrorCode.BAD_REQUEST
        )
    word = ErrorCode.TOKEN_EXPIRED if code == "token.expired" else error_code
    body = PactError(code=word, message=message[:_MOST]).to_json()
    return Response(orjson.dumps(body), status.value, media_type="application/json")
