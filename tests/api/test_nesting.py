"""JSON that is nested too deep is refused at every address that takes JSON, before anything is stored."""

from collections.abc import Iterator

import pytest
from support.http_api import House

DEEP = b'{"content":' + b"[" * 16 + b"]" * 16 + b"}"
NAMES = {"{statement}": "sha256:" + "0f" * 32, "{digest}": "sha256:" + "0f" * 32}


def addresses(house: House) -> Iterator[tuple[str, str, str]]:
    """Method, address and media type of each operation that takes JSON; the PACT interface is described elsewhere."""
    yield "POST", "/3/events", "application/json"
    described = house.client.get("/openapi.json").json()["paths"]
    for path, methods in described.items():
        for method, operation in methods.items():
            kinds = operation.get("requestBody", {}).get("content", {})
            for name, value in NAMES.items():
                path = path.replace(name, value)  # noqa: PLW2901 - filled in
            yield from ((method, path, kind) for kind in kinds if "json" in kind)


def test_every_address_that_takes_json_refuses_deep_json(inside: House) -> None:
    """With the same code, in the form of each interface, to a login that may do all."""
    asked = list(addresses(inside))
    assert len(asked) > 30
    for method, path, kind in asked:
        headers = {**inside.as_("operator"), "Content-Type": kind}
        answer = inside.client.request(method, path, content=DEEP, headers=headers)
        assert "json.depth" in answer.text, (path, answer.text)
    assert inside.client.get("/v1/drafts", headers=inside.as_("operator")).json()["items"] == []


@pytest.mark.parametrize(
    "media", ["", "text/plain", "application/octet-stream", "application/x+json"]
)
def test_another_media_type_opens_no_way_around(inside: House, media: str) -> None:
    """The readers of bytes find the depth themselves; who may not ask is refused before, others read no such type."""
    for method, path, _ in addresses(inside):
        headers = {**inside.as_("operator"), "Content-Type": media}
        answer = inside.client.request(method, path, content=DEEP, headers=headers)
        found = [
            code
            for code in ("json.depth", "http.malformed", "access.denied")
            if code in answer.text
        ]
        assert found, (path, answer.text)


def test_a_long_body_is_refused_too(inside: House) -> None:
    """A body in several parts, in another encoding, whose last bytes are the deep ones."""
    text = '{"title":"' + "x" * 100_000 + '","form":"form","content":' + "[" * 16 + "]" * 16 + "}"
    headers = {**inside.as_("mine"), "Content-Type": "application/json"}
    answer = inside.client.post("/v1/drafts", content=text.encode("utf-16"), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "json.depth")
