"""What OpenAPI is told beyond what the framework finds by itself: refusals, and how one logs in.

Every refusal is a problem document, whatever handler it comes from, so its schema is put in here, once,
in place of the framework's own. The same goes for the three ways to log in, which no handler declares.
"""

from typing import Any, Final

from fastapi import FastAPI
from pydantic import BaseModel

from api.problems import MEDIA_TYPE, Problem

OPEN: Final = ("/auth/token", "/.well-known/openid-configuration", "/health", "/ready")
"""Paths that are answered without a login; so is logging in."""

_REFUSED: Final = {"schema": {"$ref": "#/components/schemas/Problem"}}
_FROM_FRAMEWORK: Final = ("HTTPValidationError", "ValidationError")
_SCHEMES: Final[dict[str, Any]] = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key `cradle_...`, or an access token of /auth/token.",
    },
    "machine": {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "/auth/token", "scopes": {}}},
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "cradle_session",
        "description": "Of a person, set by POST /v1/session.",
    },
}


class Application(FastAPI):
    """The framework's application, whose document also tells refusals and logins."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document; made at the first call."""
        if self.openapi_schema is None:
            _complete(super().openapi())
        return super().openapi()


def binary(media_type: str, text: str) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI is told of an answer of bytes."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {200: {"description": text, "content": content}}


def lines(media_type: str, text: str) -> dict[str, object]:
    """What OpenAPI is told of JSON values one a line, for which its version 3.1 has no form but a text."""
    return {media_type: {"schema": {"type": "string", "description": text}}}


def body_schema(model: type[BaseModel]) -> dict[str, object]:
    """What OpenAPI is told of a body that a handler reads by itself."""
    schema = model.model_json_schema()
    inlined = _inline(schema, schema.pop("$defs", {}))
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": inlined}}}}


def _complete(document: dict[str, Any]) -> None:
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in _FROM_FRAMEWORK:
        schemas.pop(name, None)
    schemas["Problem"] = Problem.model_json_schema()
    components["securitySchemes"] = _SCHEMES
    document["security"] = [{name: []} for name in _SCHEMES]
    for path, operations in document["paths"].items():
        for operation in operations.values():
            if path in OPEN or operation["operationId"] == "log_in":
                operation["security"] = []
            _describe_refusals(operation["responses"])


def _describe_refusals(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        content = response.get("content", {})
        if int(status) >= 400 and not _has_own_form(content):  # noqa: PLR2004 - where refusals begin
            response["content"] = {MEDIA_TYPE: _REFUSED}


def _has_own_form(content: dict[str, Any]) -> bool:
    """Whether a handler says itself how it refuses."""
    told = str(content)
    return bool(content) and not any(name in told for name in _FROM_FRAMEWORK)


def _inline(node: object, definitions: dict[str, object]) -> object:
    """A schema without references, so that it stands by itself."""
    if isinstance(node, dict):
        reference = node.get("$ref")
        if isinstance(reference, str):
            return _inline(definitions[reference.rpartition("/")[2]], definitions)
        return {key: _inline(value, definitions) for key, value in node.items()}
    if isinstance(node, list):
        return [_inline(item, definitions) for item in node]
    return node
