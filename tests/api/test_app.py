"""The application as a whole: its documentation page, its headers, its OpenAPI document."""

import json

import pytest
from support.http_api import House

from api.headers import POLICY

pytestmark = pytest.mark.one_database  # Pages and headers do not depend on the database.


def test_the_documentation_loads_nothing_from_elsewhere(inside: House) -> None:
    """Page, script, style and document come from this server, and nothing in the page runs by itself."""
    page = inside.client.get("/docs")
    assert page.status_code == 200
    assert "//" not in page.text.replace("<!doctype", "")
    assert "<script>" not in page.text
    for path in (
        "/static/swagger/swagger-ui.css",
        "/static/swagger/swagger-ui-bundle.js",
        "/static/own/docs.js",
        "/openapi.json",
    ):
        assert f'"{path}"' in page.text
        assert inside.client.get(path).status_code == 200


def test_every_answer_has_the_security_headers(inside: House) -> None:
    """A page, a file, a refusal and a 404 have the same headers."""
    for path in ("/docs", "/static/own/docs.js", "/v1/entries", "/nowhere", "/health"):
        headers = inside.client.get(path).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"


def test_each_operation_is_named_once(inside: House) -> None:
    """A generated client has one name for each operation."""
    document = json.loads(inside.client.get("/openapi.json").text)
    names = [
        operation["operationId"]
        for path in document["paths"].values()
        for operation in path.values()
    ]
    assert len(names) == len(set(names)) > 50
