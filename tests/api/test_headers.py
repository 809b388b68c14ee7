"""What caches may keep: an answer to a login nobody, or its reader alone; a public page as it says."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from httpx2 import Response
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.page_doors import PageWorld, open_world
from support.supplier_pages import log_in

from api.web.style import script_address, style_address

FOR_ALL = (style_address(), script_address("drop.js"))
"""Files whose addresses name their content."""


@pytest.fixture(scope="module")
def world(shared: BatteryChain) -> PageWorld:
    """The server with something under each address."""
    return open_world(shared)


def doors(world: PageWorld) -> Iterator[tuple[str, str]]:
    """Method and address of every route, of pages, programs and both logs."""
    app: FastAPI = world.house.client.app  # type: ignore[assignment]  # an application of FastAPI
    yield from (("GET", f"/3/footprints{rest}") for rest in ("", "/x"))
    yield from (("POST", "/3/events"), ("GET", "/nowhere"))
    for one in iter_route_contexts(app.routes):
        route = str(one.path)
        address = world.addresses.get(route) or re.sub(
            r"\{[^}]*\}", world.chain.mined, route
        ).replace(f"tile/{world.chain.mined}", "tile/0/000.p/1")
        yield from ((method, address) for method in one.methods or ())


def is_private(answer: Response) -> bool:
    """True if no cache answers another request with it, or its reader's own without asking."""
    stated = answer.headers.get("cache-control", "")
    return "no-store" in stated or {"private", "no-cache"} <= set(stated.split(", "))


@pytest.mark.parametrize("name", ["anna", "paul", "otto", "olga"])
def test_an_answer_to_a_cookie_is_kept_by_nobody(world: PageWorld, name: str) -> None:
    """Of every route, to a person of each workspace: pages, files, refusals, and what is public too."""
    client, answered = log_in(world.house, name), 0
    for method, address in doors(world):
        if address == "/logout" or (method == "DELETE" and address == "/v1/session"):
            continue
        answer = client.request(method, address)
        answered += answer.status_code == 200
        assert is_private(answer) or address in FOR_ALL, (name, method, address, answer.headers)
    assert answered > 50
    client.cookies.clear()


@pytest.mark.parametrize("credential", ["Bearer", "Basic", "Digest", ""])
def test_an_answer_to_a_credential_is_kept_by_nobody(world: PageWorld, credential: str) -> None:
    """Right or wrong, of a scheme that is read or not."""
    house: House = world.house
    key = house.keys["operator"]
    for method, address in doors(world):
        headers = {"Authorization": f"{credential} {key}".strip()}
        answer = house.client.request(method, address, headers=headers)
        assert is_private(answer) or address in FOR_ALL, (method, address, answer.headers)
        house.client.cookies.clear()


def test_logging_in_and_out_is_kept_by_nobody(world: PageWorld) -> None:
    """An answer that sets the cookie, or deletes it."""
    client = log_in(world.house, "anna")
    for answer in (client.get("/v1/session"), client.post("/logout")):
        assert is_private(answer), answer.headers
    client.cookies.clear()


def test_what_is_public_is_kept_as_it_says(world: PageWorld) -> None:
    """Without a login, and with a cookie that is not ours."""
    for other in ({}, {"Cookie": "theme=dark"}):
        client = world.house.client
        declaration = client.get(world.addresses["/declarations/{digits}"], headers=other)
        assert declaration.headers["cache-control"].startswith("public, max-age=")
        assert client.get("/check", headers=other).headers["cache-control"].startswith("public")
        for address in FOR_ALL:
            assert "immutable" in client.get(address, headers=other).headers["cache-control"]
