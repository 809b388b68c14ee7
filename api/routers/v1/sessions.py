"""Sessions of people: log in, show the login, log out."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Cookie, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api import responses
from api.addresses import client_address
from api.authentication import COOKIE, Caller
from api.context import Context
from api.paths import PREFIX
from api.problems import PROBLEMS
from api.session_cookie import clear_session, set_session
from ledger.service.access.login import log_in, log_out
from ledger.service.access.own_password import change_password

router = APIRouter(prefix=PREFIX, tags=["login"], responses=PROBLEMS)


class LoginRequest(BaseModel):
    """The name and password of a person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=100)]
    password: Annotated[str, Field(min_length=1, max_length=256)]


class PasswordChange(LoginRequest):
    """The name and password of a person, and its new password."""

    new: Annotated[str, Field(min_length=1, max_length=256)]


Session = Annotated[str | None, Cookie(alias=COOKIE, description="The session.")]


@router.post(
    "/session",
    status_code=HTTPStatus.NO_CONTENT,
    summary="Log in",
    operation_id="log_in",
    response_description="The person is logged in; the response sets the session cookie.",
)
def begin(login: LoginRequest, request: Request, context: Context) -> Response:
    """Log a person in by name and password; the session lasts eight hours."""
    address, store = client_address(request), context.ledger.store
    with context.quota.counted_login(address, login.name):
        given = login.name, login.password
        secret = log_in(store, *given, context.draw, context.now(), address)
    answer = Response(status_code=HTTPStatus.NO_CONTENT)
    set_session(answer, request, secret)
    return answer


@router.get(
    "/session",
    summary="Show the login",
    operation_id="who_am_i",
    response_description="The login.",
)
def read_login(caller: Caller) -> responses.LoginResponse:
    """Return the credential, organisation, participant and roles of this login, of any kind."""
    return responses.LoginResponse(
        credential=caller.credential,
        kind=caller.kind,
        organisation=caller.organisation,
        participant=caller.participant,
        roles=sorted(caller.roles),
    )


@router.delete(
    "/session",
    status_code=HTTPStatus.NO_CONTENT,
    summary="Log out",
    operation_id="log_out",
    response_description="The session has ended.",
)
def end(
    _caller: Caller,
    context: Context,
    session: Session = None,
) -> Response:
    """End the session and delete its cookie."""
    if session is not None:
        log_out(context.ledger.store, session)
    answer = Response(status_code=HTTPStatus.NO_CONTENT)
    clear_session(answer)
    return answer


@router.post(
    "/session/password",
    status_code=HTTPStatus.NO_CONTENT,
    summary="Change the password",
    operation_id="change_password",
    response_description="The password is changed.",
)
def change(
    asked: PasswordChange, request: Request, context: Context, session: Session = None
) -> Response:
    """Change a person's password by the present one; its sessions end, but the one of the request."""
    address, store, now = client_address(request), context.ledger.store, context.now()
    with context.quota.counted_login(address, asked.name):
        change_password(store, asked.name, asked.password, asked.new, now, session, address)
    return Response(status_code=HTTPStatus.NO_CONTENT)
