"""The application as a whole: its headers, its OpenAPI document."""

import json

import pytest
from fastapi.testclient import TestClient
from support.http_api import House, house_of
from support.ledger_battery import BatteryChain

from api.configuration import Configuration
from api.headers import POLICY


def test_every_answer_has_the_security_headers(inside: House) -> None:
    """A page, a file, a refusal and a 404 have the same headers."""
    for path in ("/check", "/v1/entries", "/nowhere", "/health"):
        headers = inside.client.get(path).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("public_url", "header"),
    [("https://cradle.example", "max-age=31536000"), ("http://cradle.example", None), (None, None)],
)
def test_a_browser_keeps_to_https(
    shared: BatteryChain, public_url: str | None, header: str | None
) -> None:
    """Where clients reach the server over https, every answer says so, refusals and the PACT API too."""
    client = furnished_client(shared, public_url)
    for path in ("/health", "/v1/entries", "/nowhere", "/3/footprints"):
        assert client.get(path).headers.get("strict-transport-security") == header


def furnished_client(shared: BatteryChain, public_url: str | None) -> TestClient:
    """A client of a server with this address."""
    return house_of(
        shared.world.ledger, Configuration.model_validate({"public_url": public_url})
    ).client


def test_each_operation_is_named_once(inside: House) -> None:
    """A generated client has one name for each operation."""
    document = json.loads(inside.client.get("/openapi.json").text)
    names = [
        operation["operationId"]
        for path in document["paths"].values()
        for operation in path.values()
    ]
    assert len(names) == len(set(names)) > 50
