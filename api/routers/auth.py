"""Where machines get their token: OAuth 2.0 client credentials (RFC 6749 section 4.4) and its discovery.

The client names itself by HTTP Basic, or in the form. Errors have the form of RFC 6749 section 5.2 and
not that of problems, for the clients of this address are OAuth libraries. Scope, audience and resource
are ignored: what a client may do is what its roles say.
"""

from base64 import b64decode
from binascii import Error
from http import HTTPStatus
from typing import Annotated
from urllib.parse import unquote_plus

import orjson
from fastapi import APIRouter, Form, Request, Response

from api.addresses import base_url
from api.answers import Answer
from api.doors import TheDoors
from ledger.service.access.login import by_client
from schemas.errors import CradleError

router = APIRouter(tags=["login"])
TOKEN = "/auth/token"  # noqa: S105 - a path
_NO_STORE = {"Cache-Control": "no-store"}


@router.post(TOKEN, summary="A token for a client id and secret", operation_id="token")
def token(
    request: Request,
    doors: TheDoors,
    grant_type: Annotated[str, Form()] = "",
    client_id: Annotated[str, Form()] = "",
    client_secret: Annotated[str, Form()] = "",
) -> Response:
    """The access token of a machine."""
    if grant_type != "client_credentials":
        return _error(HTTPStatus.BAD_REQUEST, "unsupported_grant_type", "Ask client_credentials.")
    name, secret = _basic(request) or (client_id, client_secret)
    try:
        doors.quota.require_calm(name)
        principal = by_client(doors.ledger.store, name, secret, doors.now())
    except CradleError as error:
        if error.code == "quota.logins":
            raise
        doors.quota.count_failed_login(name)
        return _error(HTTPStatus.UNAUTHORIZED, "invalid_client", error.detail)
    made = {
        "access_token": doors.tokens.sign(principal.credential, doors.now()),
        "token_type": "Bearer",
        "expires_in": doors.tokens.seconds,
    }
    return Response(orjson.dumps(made), media_type="application/json", headers=_NO_STORE)


@router.get(
    "/.well-known/openid-configuration", summary="Where tokens are", operation_id="discovery"
)
def discovery(request: Request, doors: TheDoors) -> Answer:
    """The addresses of this server that a client of OAuth 2.0 looks up."""
    base = base_url(request, doors.configuration)
    return {
        "issuer": base,
        "token_endpoint": base + TOKEN,
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "response_types_supported": ["token"],
    }


def _basic(request: Request) -> tuple[str, str] | None:
    """Client id and secret of HTTP Basic, each form-encoded (RFC 6749 section 2.3.1)."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, secret = b64decode(value, validate=True).decode("utf-8").partition(":")
    except (Error, ValueError):
        return ("", "")
    return unquote_plus(name), unquote_plus(secret)


def _error(status: HTTPStatus, error: str, description: str) -> Response:
    body = orjson.dumps({"error": error, "error_description": description})
    headers = {**_NO_STORE}
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Basic realm="cradle"'
    return Response(body, status.value, media_type="application/json", headers=headers)
