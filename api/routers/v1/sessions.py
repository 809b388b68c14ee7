"""A person's login: begin a session, see whose it is, end it.

The cookie is for this server alone: not for scripts of a page, not over plain HTTP but on this machine,
and not sent along by pages of others.
"""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Cookie, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api import responses
from api.authentication import COOKIE, Caller
from api.context import Context
from api.problems import PROBLEMS
from ledger.service.access.login import SESSION, log_in, log_out
from schemas.errors import CradleError

router = APIRouter(tags=["login"], responses=PROBLEMS)
_LOCAL = ("localhost", "127.0.0.1", "[::1]")


class LoginRequest(BaseModel):
    """What a person types."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=100)]
    password: Annotated[str, Field(min_length=1, max_length=256)]


@router.post("/session", status_code=HTTPStatus.NO_CONTENT, operation_id="log_in")
def begin(login: LoginRequest, request: Request, context: Context) -> Response:
    """Log in; the answer sets the cookie of the session."""
    context.quota.require_calm(login.name)
    try:
        secret = log_in(
            context.ledger.store, login.name, login.password, context.draw, context.now()
        )
    except CradleError:
        context.quota.count_failed_login(login.name)
        raise
    answer = Response(status_code=HTTPStatus.NO_CONTENT)
    plain = request.url.scheme == "http" and request.url.hostname in _LOCAL
    answer.set_cookie(
        COOKIE, secret, max_age=SESSION, httponly=True, secure=not plain, samesite="lax"
    )
    return answer


@router.get("/session", operation_id="who_am_i")
def read_login(caller: Caller) -> responses.LoginResponse:
    """Who this login is."""
    return responses.LoginResponse(
        credential=caller.credential,
        kind=caller.kind,
        organisation=caller.organisation,
        participant=caller.participant,
        roles=sorted(caller.roles),
    )


@router.delete("/session", status_code=HTTPStatus.NO_CONTENT, operation_id="log_out")
def end(
    _caller: Caller, context: Context, cradle_session: Annotated[str | None, Cookie()] = None
) -> Response:
    """Log out: the session ends, the cookie goes."""
    if cradle_session is not None:
        log_out(context.ledger.store, cradle_session, context.now())
    answer = Response(status_code=HTTPStatus.NO_CONTENT)
    answer.delete_cookie(COOKIE)
    return answer
