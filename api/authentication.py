"""Who a request comes from: a bearer token, an API key, or the cookie of a session.

A browser sends a cookie by itself, also for pages that others wrote, so a request that changes
something counts only where the browser says that it comes from a page of ours (`Sec-Fetch-Site`), or
names our own address as its origin; the cookie is `SameSite=Lax` besides. A bearer is sent knowingly
and needs no such check.
"""

from hmac import compare_digest
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from api.context import AppContext, Context
from ledger.service.access.accounts import KEY_PREFIX
from ledger.service.access.login import by_key, by_name, by_session
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from schemas.errors import CradleError

COOKIE = "cradle_session"
_READING = ("GET", "HEAD", "OPTIONS")


def authenticate(request: Request, context: Context) -> Principal:
    """The principal of a request.

    Raises:
        CradleError: `login.required`, `login.refused`, `login.foreign`, `token.*`.
    """
    bearer = bearer_token(request)
    if bearer is not None:
        return authenticate_bearer(context, bearer)
    cookie = request.cookies.get(COOKIE)
    if cookie is None:
        detail = "Log in, or send a token or an API key as `Authorization: Bearer ...`."
        raise CradleError("login.required", detail)
    require_same_origin(request)
    return by_session(context.ledger.store, cookie, context.now())


Caller = Annotated[Principal, Depends(authenticate)]
"""The principal of a request; without one it is refused."""


def bearer_token(request: Request) -> str | None:
    """What a request brings as bearer; None where it brings none."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" and value.strip() else None


def authenticate_bearer(context: AppContext, bearer: str) -> Principal:
    """The principal of an API key or an access token."""
    store, now = context.ledger.store, context.now()
    if bearer.startswith(KEY_PREFIX):
        return by_key(store, bearer, now)
    return by_name(store, context.tokens.read(bearer, now), now)


def require_same_origin(request: Request) -> None:
    """Refuse a change that a page of somebody else's asks for with our cookie.

    Raises:
        CradleError: `login.foreign`.
    """
    if request.method in _READING:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    own = urlsplit(origin).netloc == request.headers.get("Host") if origin else False
    if site not in {"same-origin", "none"} and not (site is None and own):
        detail = "This change was asked for by a page of another address; open ours and try again."
        raise CradleError("login.foreign", detail)


def require_log_access(request: Request, context: Context) -> None:
    """Let a reader of the logs in, or refuse.

    Raises:
        CradleError: `login.*`, `token.*` or `access.denied`.
    """
    configuration = context.configuration
    if configuration.logs_open:
        return
    token, bearer = configuration.log_token, bearer_token(request)
    if token is not None and bearer is not None and compare_digest(bearer.encode(), token.encode()):
        return
    scope_of(authenticate(request, context), Action.READ_LOGS)
