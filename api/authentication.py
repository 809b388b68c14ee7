"""Authentication of a request by access token, API key or session cookie.

A browser sends the cookie also for pages of other sites. A request with the cookie that changes something is
therefore accepted only if the browser states that it comes from a page of this server (`Sec-Fetch-Site`, or
`Origin`); in addition the cookie is `SameSite=Lax`. A bearer token is not sent automatically and needs no check.
"""

from hmac import compare_digest
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from api.context import AppContext, Context
from ledger.service.access.accounts import KEY_PREFIX
from ledger.service.access.login import (
    principal_of_credential,
    principal_of_key,
    principal_of_session,
)
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from schemas.errors import CradleError

COOKIE = "cradle_session"
_READING = ("GET", "HEAD", "OPTIONS")


def authenticate(request: Request, context: Context) -> Principal:
    """Return the principal that a request authenticates.

    Raises:
        CradleError: `login.required`, `login.refused`, `login.cross_site`, `token.*`.
    """
    bearer = bearer_token(request)
    if bearer is not None:
        return authenticate_bearer(context, bearer)
    cookie = request.cookies.get(COOKIE)
    if cookie is None:
        detail = "The request has no login; send `Authorization: Bearer ...` or log in."
        raise CradleError("login.required", detail)
    require_same_origin(request)
    return principal_of_session(context.ledger.store, cookie, context.now())


Caller = Annotated[Principal, Depends(authenticate)]
"""The authenticated principal of a request; a request without one is refused."""


def bearer_token(request: Request) -> str | None:
    """Return the bearer token of a request, or None."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" and value.strip() else None


def authenticate_bearer(context: AppContext, bearer: str) -> Principal:
    """Return the principal of an API key or access token."""
    store, now = context.ledger.store, context.now()
    if bearer.startswith(KEY_PREFIX):
        return principal_of_key(store, bearer, now)
    return principal_of_credential(store, context.tokens.read(bearer, now), now)


def require_same_origin(request: Request) -> None:
    """Refuse a change that a page of another site requests with the session cookie.

    Raises:
        CradleError: `login.cross_site`.
    """
    if request.method in _READING:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    own = urlsplit(origin).netloc == request.headers.get("Host") if origin else False
    if site not in {"same-origin", "none"} and not (site is None and own):
        detail = "A page of another site requested this change; use a page of this server."
        raise CradleError("login.cross_site", detail)


def require_log_access(request: Request, context: Context) -> None:
    """Refuse a reader of the logs, unless they are open or it has the operator's token or a login.

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
