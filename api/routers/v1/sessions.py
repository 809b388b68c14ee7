"""A person's login: begin a session, see whose it is, end it.

The cookie is for this server alone: not for scripts of a page, not over plain HTTP but on this machine,
and not sent along by pages of others.
"""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Cookie, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api import answers
from api.doors import TheDoors
from api.problems import PROBLEMS
from api.who import COOKIE, Who
from ledger.service.access.login import SESSION, log_in, log_out
from schemas.errors import CradleError

router = APIRouter(tags=["login"], responses=PROBLEMS)
_LOCAL = ("localhost", "127.0.0.1", "[::1]")


class Login(BaseModel):
    """What a person types."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=100)]
    password: Annotated[str, Field(min_length=1, max_length=256)]


@router.post("/session", status_code=HTTPStatus.NO_CONTENT, operation_id="log_in")
def begin(login: Login, request: Request, doors: TheDoors) -> Response:
    """Log in; the answer sets the cookie of the session."""
    doors.quota.require_calm(login.name)
    try:
        secret = log_in(doors.ledger.store, login.name, login.password, doors.draw, doors.now())
    except CradleError:
        doors.quota.count_failed_login(login.name)
        raise
    answer = Response(status_code=HTTPStatus.NO_CONTENT)
    plain = request.url.scheme == "http" and request.url.hostname in _LOCAL
    answer.set_cookie(
        COOKIE, secret, max_age=SESSION, httponly=True, secure=not plain, samesite="lax"
    )
    return answer


@router.get("/session", operation_id="who_am_i")
def whose(who: Who) -> answers.Login:
    """Who this login is."""
    return answers.Login(
        credential=who.credential,
        kind=who.kind,
        organisation=who.organisation,
        participant=who.participant,
        roles=sorted(who.roles),
    )


@router.delete("/session", status_code=HTTPStatus.NO_CONTENT, operation_id="log_out")
def end(
    _who: Who, doors: TheDoors, cradle_session: Annotated[str | None, Cookie()] = None
) -> Response:
    """Log out: the session ends, the cookie goes."""
    if cradle_session is not None:
        log_out(doors.ledger.store, cradle_session, doors.now())
    answer = Response(status_code=HTTPStatus.NO_CONTENT)
    answer.delete_cookie(COOKIE)
    return answer
