"""The parts of the OpenAPI document that the framework does not find: refusals and authentication.

Every refusal is a problem document, so its schema replaces the framework's own everywhere. The three ways to
authenticate are declared here, because no handler declares them.
"""

import re
from typing import Any, Final

from fastapi import FastAPI
from pydantic import BaseModel

from api.problems import MEDIA_TYPE, Problem

OPEN: Final = (
    "/auth/token",
    "/.well-known/openid-configuration",
    "/health",
    "/ready",
    "/v1/invitations/{secret}",
    "/v1/invitations/{secret}/account",
)
"""Paths that need no authentication."""

_BY_PASSWORD: Final = {"log_in", "change_password"}
"""Operations that a person proves itself for in the body."""

_REFUSED: Final = {"schema": {"$ref": "#/components/schemas/Problem"}}
_FROM_FRAMEWORK: Final = ("HTTPValidationError", "ValidationError")
_ROOM: Final = re.compile(r"\bschemas__(?:signed|exchanged|views)__")
"""The framework names one of two models of the same name by its module; the published name leaves out the room."""

_SCHEMES: Final[dict[str, Any]] = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key `cradle_...`, or an access token from /auth/token.",
    },
    "machine": {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "/auth/token", "scopes": {}}},
        "description": "Client id and secret of a machine, exchanged for an access token.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "cradle_session",
        "description": "The session cookie of a person, set by POST /v1/session.",
    },
}


class Application(FastAPI):
    """A FastAPI application whose OpenAPI document describes refusals and authentication."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document, built at the first call."""
        if self.openapi_schema is None:
            _complete(super().openapi())
        return super().openapi()


def binary(media_type: str, text: str) -> dict[int | str, dict[str, Any]]:
    """Describe a response of bytes."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {200: {"description": text, "content": content}}


def lines(media_type: str, text: str) -> dict[str, object]:
    """Describe content of one JSON value a line, which OpenAPI 3.1 can only describe as text."""
    return {media_type: {"schema": {"type": "string", "description": text}}}


def body_schema(model: type[BaseModel]) -> dict[str, object]:
    """Describe a JSON body that a handler parses itself."""
    schema = model.model_json_schema()
    inlined = _inline(schema, schema.pop("$defs", {}))
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": inlined}}}}


def _complete(document: dict[str, Any]) -> None:
    document["paths"] = _without_rooms(document["paths"])
    components = document.setdefault("components", {})
    schemas = dict(sorted(_without_rooms(components.get("schemas", {})).items()))
    components["schemas"] = schemas
    for name in _FROM_FRAMEWORK:
        schemas.pop(name, None)
    schemas["Problem"] = Problem.model_json_schema()
    components["securitySchemes"] = _SCHEMES
    document["security"] = [{name: []} for name in _SCHEMES]
    for path, operations in document["paths"].items():
        for operation in operations.values():
            if path in OPEN or operation["operationId"] in _BY_PASSWORD:
                operation["security"] = []
            _describe_refusals(operation["responses"])


def _without_rooms(node: Any) -> Any:  # noqa: ANN401 - a part of a JSON document
    """Return a part of the document with the published names of models, and references to them."""
    if isinstance(node, dict):
        return {_ROOM.sub("schemas__", key): _without_rooms(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_without_rooms(item) for item in node]
    return _ROOM.sub("schemas__", node) if isinstance(node, str) else node


def _describe_refusals(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        content = response.get("content", {})
        if int(status) >= 400 and not _has_own_form(content):  # noqa: PLR2004 - where refusals begin
            response["content"] = {MEDIA_TYPE: _REFUSED}


def _has_own_form(content: dict[str, Any]) -> bool:
    """Return whether a handler declares its own form of refusal."""
    declared = str(content)
    return bool(content) and not any(name in declared for name in _FROM_FRAMEWORK)


def _inline(node: object, definitions: dict[str, object]) -> object:
    """Return a schema with its references replaced by the schemas they name."""
    if isinstance(node, dict):
        reference = node.get("$ref")
        if isinstance(reference, str):
            return _inline(definitions[reference.rpartition("/")[2]], definitions)
        return {key: _inline(value, definitions) for key, value in node.items()}
    if isinstance(node, list):
        return [_inline(item, definitions) for item in node]
    return node
