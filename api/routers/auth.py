"""Access tokens for machines: OAuth 2.0 client credentials (RFC 6749 section 4.4) and discovery.

The client authenticates by HTTP Basic or in the form. Errors have the form of RFC 6749 section 5.2, because OAuth
libraries expect it. Scope, audience and resource are ignored: the client's roles decide its permissions.
"""

from base64 import b64decode
from binascii import Error
from http import HTTPStatus
from typing import Annotated, Literal
from urllib.parse import unquote_plus

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.addresses import base_url, client_address
from api.context import Context
from api.problems import PROBLEMS, is_own_failure
from ledger.service.access.login import principal_of_client
from schemas.errors import CradleError

router = APIRouter(tags=["login"])
TOKEN = "/auth/token"  # noqa: S105 - a path
_NO_STORE = {"Cache-Control": "no-store"}
_GRANT = "client_credentials"


class AccessTokenResponse(BaseModel):
    """An access token and its lifetime in seconds (RFC 6749 section 5.1)."""

    model_config = ConfigDict(frozen=True)

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - its type
    expires_in: Annotated[int, Field(examples=[3600])]


class TokenErrorResponse(BaseModel):
    """A refused request for a token (RFC 6749 section 5.2)."""

    model_config = ConfigDict(frozen=True)

    error: Literal["invalid_client", "unsupported_grant_type"]
    error_description: str


class DiscoveryResponse(BaseModel):
    """The metadata of the authorization server (RFC 8414)."""

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
    summary="Get an access token",
    operation_id="token",
    response_model=None,
    responses={
        200: {"model": AccessTokenResponse, "description": "The access token."},
        400: {
            "model": TokenErrorResponse,
            "description": "The grant type is not `client_credentials`.",
        },
        401: {
            "model": TokenErrorResponse,
            "description": "The client id or secret is wrong, or the client has ended.",
        },
        413: PROBLEMS[413],
        422: PROBLEMS[422],
        429: PROBLEMS[429],
    },
)
def token(
    request: Request,
    context: Context,
    grant_type: Annotated[
        str, Form(description="The OAuth 2.0 grant.", json_schema_extra={"enum": [_GRANT]})
    ] = "",
    client_id: Annotated[str, Form(description="The client id, if not by HTTP Basic.")] = "",
    client_secret: Annotated[str, Form(description="The secret, if not by HTTP Basic.")] = "",
) -> Response:
    """Exchange a machine's client id and secret for an access token (OAuth 2.0 client credentials)."""
    if grant_type != _GRANT:
        detail = f"The grant type is not supported; send grant_type={_GRANT}."
        return _error(HTTPStatus.BAD_REQUEST, "unsupported_grant_type", detail)
    name, secret = _basic(request) or (client_id, client_secret)
    address = client_address(request)
    try:
        context.quota.require_calm(address, name)
        principal = principal_of_client(context.ledger.store, name, secret, context.now())
    except CradleError as error:
        if error.code == "quota.logins" or is_own_failure(error):
            raise
        context.quota.count_failed_login(address, name)
        return _error(HTTPStatus.UNAUTHORIZED, "invalid_client", error.detail)
    signed = context.tokens.sign(principal.credential, context.now())
    response = AccessTokenResponse(access_token=signed, expires_in=context.tokens.seconds)
    return Response(response.model_dump_json(), media_type="application/json", headers=_NO_STORE)


@router.get(
    "/.well-known/openid-configuration",
    summary="Get the OAuth 2.0 metadata",
    operation_id="discovery",
    response_description="The metadata.",
)
def discovery(request: Request, context: Context) -> DiscoveryResponse:
    """Return the token address and what it supports, for discovery by OAuth 2.0 clients."""
    base = base_url(request, context.configuration)
    return DiscoveryResponse(issuer=base, token_endpoint=base + TOKEN)


def _basic(request: Request) -> tuple[str, str] | None:
    """Return client id and secret of HTTP Basic, each form-encoded (RFC 6749 section 2.3.1)."""
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
