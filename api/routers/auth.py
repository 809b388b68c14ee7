"""Where machines get their token: OAuth 2.0 client credentials (RFC 6749 section 4.4) and its discovery.

The client names itself by HTTP Basic, or in the form. Errors have the form of RFC 6749 section 5.2 and
not that of problems, for the clients of this address are OAuth libraries. Scope, audience and resource
are ignored: what a client may do is what its roles say.
"""

from base64 import b64decode
from binascii import Error
from http import HTTPStatus
from typing import Annotated, Literal
from urllib.parse import unquote_plus

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.addresses import base_url
from api.context import Context
from api.problems import PROBLEMS
from ledger.service.access.login import by_client
from schemas.errors import CradleError

router = APIRouter(tags=["login"])
TOKEN = "/auth/token"  # noqa: S105 - a path
_NO_STORE = {"Cache-Control": "no-store"}
_GRANT = "client_credentials"


class AccessTokenResponse(BaseModel):
    """A token, and for how many seconds it holds (RFC 6749 section 5.1)."""

    model_config = ConfigDict(frozen=True)

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - its type
    expires_in: Annotated[int, Field(examples=[3600])]


class TokenErrorResponse(BaseModel):
    """Why there is no token (RFC 6749 section 5.2)."""

    model_config = ConfigDict(frozen=True)

    error: Literal["invalid_client", "unsupported_grant_type"]
    error_description: str


class DiscoveryResponse(BaseModel):
    """What a client of OAuth 2.0 looks up (RFC 8414)."""

    model_config = ConfigDict(frozen=True)

    issuer: str
    token_endpoint: str
    grant_types_supported: tuple[str, ...] = (_GRANT,)
    token_endpoint_auth_methods_supported: tuple[str, ...] = (
        "client_secret_basic",
        "client_secret_post",
    )
    response_types_supported: tuple[str, ...] = ("token",)


@router.post(
    TOKEN,
    summary="A token for a client id and secret",
    operation_id="token",
    response_model=None,
    responses={
        200: {"model": AccessTokenResponse, "description": "A token."},
        400: {"model": TokenErrorResponse, "description": "Another grant than that of clients."},
        401: {
            "model": TokenErrorResponse,
            "description": "There is no such client, or it has ended.",
        },
        413: PROBLEMS[413],
        422: PROBLEMS[422],
        429: PROBLEMS[429],
    },
)
def token(
    request: Request,
    context: Context,
    grant_type: Annotated[str, Form(json_schema_extra={"enum": [_GRANT]})] = "",
    client_id: Annotated[str, Form()] = "",
    client_secret: Annotated[str, Form()] = "",
) -> Response:
    """The access token of a machine."""
    if grant_type != _GRANT:
        detail = f"The form names grant_type={_GRANT}."
        return _error(HTTPStatus.BAD_REQUEST, "unsupported_grant_type", detail)
    name, secret = _basic(request) or (client_id, client_secret)
    try:
        context.quota.require_calm(name)
        principal = by_client(context.ledger.store, name, secret, context.now())
    except CradleError as error:
        if error.code == "quota.logins":
            raise
        context.quota.count_failed_login(name)
        return _error(HTTPStatus.UNAUTHORIZED, "invalid_client", error.detail)
    signed = context.tokens.sign(principal.credential, context.now())
    made = AccessTokenResponse(access_token=signed, expires_in=context.tokens.seconds)
    return Response(made.model_dump_json(), media_type="application/json", headers=_NO_STORE)


@router.get(
    "/.well-known/openid-configuration", summary="Where tokens are", operation_id="discovery"
)
def discovery(request: Request, context: Context) -> DiscoveryResponse:
    """The addresses of this server that a client of OAuth 2.0 looks up."""
    base = base_url(request, context.configuration)
    return DiscoveryResponse(issuer=base, token_endpoint=base + TOKEN)


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


def _error(
    status: HTTPStatus,
    error: Literal["invalid_client", "unsupported_grant_type"],
    description: str,
) -> Response:
    body = TokenErrorResponse(error=error, error_description=description).model_dump_json()
    headers = {**_NO_STORE}
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Basic realm="cradle"'
    return Response(body, status.value, media_type="application/json", headers=headers)
