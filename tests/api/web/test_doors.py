"""Every page that the application has: who gets in, what a page of another site can do, and under which headers.

A new route is in the list of nobody (`support.page_doors`), and so fails the first test until it is named.
"""

import re

import pytest
from httpx2 import Response
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.page_doors import PageWorld, doors, open_world, opener_of
from support.pages_operator import OPERATOR_ANSWERS
from support.supplier_pages import OWN, log_in

from api.authentication import COOKIE
from api.headers import POLICY
from api.web.docs import STILL
from ledger.store.schema import METADATA

BY_LINK = {
    "/invitation/{secret}/account",
    "/invitation/{secret}/login",
    "/invitation/{secret}/decline",
}
"""Forms whose address is a secret; they read no cookie."""

OPEN = {"/check", "/check/policy"}
"""Forms that change nothing and read no cookie."""

WORKSPACES = ("/supplier", "/manufacturer", "/auditor", "/operator")
"""The paths that only some roles reach, whatever a page asks besides."""

REGISTRATIONS = "/operator/registrations"
"""The page of the operator's workspace that a registrar reaches."""

OF_EVERY_PERSON = "/password"
"""The page that every login has."""

REGISTRATION = "/registration"
"""The page that every role that registers reaches; a witness does not register."""

NOTICES = "/notices"
"""The pages that every login but a witness's has."""

REFUSED = 403, "access.denied"
ABSENT = (
    (404, "draft.absent"),
    (404, "statement.unknown"),
    (422, "access.issuer"),
    (422, "access.denied"),
)
"""Refusals on pages that any login may have, of a draft or statement of its own."""
PUBLIC = {
    ("GET", "/"),
    ("GET", "/docs"),
    ("GET", "/login"),
    ("GET", "/check"),
    ("GET", "/check/policy"),
    ("GET", "/log"),
    ("GET", "/log/{place}/{name}"),
    ("GET", "/log/{place}/{name}.json"),
    ("GET", "/log/{place}/{name}/proof.txt"),
    ("GET", "/invitation/template"),
    ("GET", "/invitation/{secret}"),
    ("GET", "/declarations/{digits}"),
    ("GET", "/declarations/{digits}.bundle"),
    ("GET", "/declarations/{digits}.{form}"),
    ("GET", "/declarations/{digits}/study.{form}"),
    ("GET", "/declarations/{digits}/battery-pass.json"),
}
"""What anybody may open."""

ANSWERS = {
    "/check": 422,
    "/check/policy": 422,
    "/invitation/{secret}/login": 200,
    "/invitation/{secret}/decline": 410,
    "/invitation/{secret}/account": 410,
    "/registration": 422,
    "/password": 422,
    "/notices/{name}/remove": 404,
    "/manufacturer/asked/{name}/invitation": 422,
    "/manufacturer/calculate/{name}/sign": 409,
    "/supplier/requests/{name}/invitation": 422,
    "/supplier/requests/{name}/withdraw": 403,
    "/drafts/{name}/delete": 404,
    **OPERATOR_ANSWERS,
}
"""Forms that lead to no page: no bundle, two new passwords that differ, registered already, the asker's alone, and what
a form before has used up."""

NO_PASSPORT = {"/declarations/{digits}/battery-pass.json"}
"""An example of law has none."""


@pytest.fixture
def world(chain: BatteryChain) -> PageWorld:
    """The server with something under each address."""
    return open_world(chain)


def all_doors(world: PageWorld) -> list[tuple[str, str]]:
    """Every page and form, in order."""
    return sorted(doors(world.house.client.app))  # type: ignore[arg-type]  # an application of FastAPI


def ask(world: PageWorld, method: str, route: str, **headers: str) -> Response:
    """Open a page, or send its form."""
    address = world.addresses[route]
    if method == "GET":
        return world.house.client.get(address, headers=headers)
    form = world.forms[route]
    return world.house.client.request(
        method, address, data=form.data, files=form.files, headers=headers
    )


def come_in(world: PageWorld, person: str) -> None:
    """Be a person: by the cookie of a session that is still open, else by logging in."""
    client = world.house.client
    client.cookies.clear()
    if person in world.cookies:
        client.cookies.jar.set_cookie(world.cookies[person])
        if client.get("/v1/session").status_code == 200:
            return
    log_in(world.house, person)
    world.cookies[person] = next(one for one in client.cookies.jar if one.name == COOKIE)


def rows_of(house: House) -> dict[str, list[object]]:
    """All that the database holds."""
    with house.context.ledger.store.read() as connection:
        return {
            name: sorted(map(repr, connection.execute(table.select())))
            for name, table in METADATA.tables.items()
        }


def test_no_page_is_forgotten(world: PageWorld) -> None:
    """A page is public by name or somebody's; each form has fields to try it with."""
    found = doors(world.house.client.app)  # type: ignore[arg-type]  # an application of FastAPI
    pages = {door for door in found if door[0] == "GET" and not opener_of(door[1])}
    assert pages == PUBLIC
    assert {route for method, route in found if method != "GET"} == set(world.forms)
    assert BY_LINK | OPEN | {"/login", "/logout"} == {
        route for route in world.forms if not opener_of(route)
    }


def test_without_a_login_a_person_is_led_to_it_and_a_program_is_refused(world: PageWorld) -> None:
    """No page and no form of the workspace answers a stranger, and no cookie is set."""
    world.house.client.cookies.clear()
    for method, route in all_doors(world):
        if not opener_of(route):
            continue
        person = ask(world, method, route)
        if method == "GET":
            assert person.status_code == 303, route
            assert person.headers["location"].startswith("/login?next=%2F"), route
        else:
            assert person.status_code == 401, route
        program = ask(world, method, route, Accept="application/json")
        assert (program.status_code, program.json()["code"]) == (401, "login.required"), route
        for answer in (person, program):
            assert "set-cookie" not in answer.headers, route
            assert "no-store" in answer.headers["cache-control"], route


@pytest.mark.parametrize("person", ["otto", "wim", "rega"])
def test_a_login_without_the_role_is_refused(world: PageWorld, person: str) -> None:
    """An auditor, a witness and a registrar have no other workspace, but for the one page of the registrar.

    An auditor and a registrar reach the registration. The auditor is shown the receipts behind its case, as over /v1.
    """
    log_in(world.house, person)
    before = {**rows_of(world.house), "journal": []}
    for method, route in all_doors(world):
        engaged = person == "otto" and route.startswith("/statements/{digits}")
        called = person == "rega" and route.startswith(REGISTRATIONS)
        registers = person != "wim" and route.startswith(REGISTRATION)
        noticed = person != "wim" and route.startswith(NOTICES)
        may = engaged or called or registers or noticed or route == OF_EVERY_PERSON
        if opener_of(route) not in {None, person} and not may:
            answer = ask(world, method, route, Accept="application/json")
            found = answer.status_code, re.findall(r"[a-z]+\.[a-z_]+", answer.text)
            kept = route.startswith((*WORKSPACES, REGISTRATION))
            wanted = [REFUSED] if kept else [REFUSED, *ABSENT]
            assert any(found[0] == status and code in found[1] for status, code in wanted), route
    assert {**rows_of(world.house), "journal": []} == before  # a refused statement is noted there


def test_another_firm_opens_nothing_that_is_the_mines(world: PageWorld) -> None:
    """Another supplier and one without a registration get the answer for what does not exist."""
    for person in ("rita", "nemo"):
        log_in(world.house, person)
        before = rows_of(world.house)
        for method, route in all_doors(world):
            if opener_of(route) and "{" in route:
                answer = ask(world, method, route, Accept="application/json")
                assert answer.status_code in {403, 404, 410}, (person, method, route, answer.text)
        assert rows_of(world.house) == before


def test_a_page_of_another_site_changes_nothing(world: PageWorld) -> None:
    """Each form refuses a cross-site request with the cookie, before anything is written."""
    log_in(world.house, "anna")
    before = rows_of(world.house)
    for method, route in all_doors(world):
        if method == "GET" or route in BY_LINK | OPEN:
            continue
        crossed = {"Sec-Fetch-Site": "cross-site", "Accept": "application/json"}
        answer = ask(world, method, route, **crossed)
        assert (answer.status_code, answer.json()["code"]) == (403, "login.cross_site"), route
        assert "set-cookie" not in answer.headers
    assert rows_of(world.house) == before


def test_each_form_can_be_sent(world: PageWorld) -> None:
    """The forms of these tests are complete, so what refused them above was not a missing field."""
    for route in sorted(world.forms, reverse=True):
        come_in(world, opener_of(route) or "anna")
        answer = ask(world, "POST", route)
        assert answer.status_code == ANSWERS.get(route, 303), (route, answer.text)


def test_each_page_answers_under_the_strict_policy(world: PageWorld) -> None:
    """Nothing inline, no sniffing, a language; the workspace is in no cache, the public pages set no cookie."""
    for method, route in all_doors(world):
        if method != "GET":
            continue
        world.house.client.cookies.clear()
        if (person := opener_of(route)) is not None:
            come_in(world, person)
        answer = ask(world, method, route)
        assert answer.status_code == (422 if route in NO_PASSPORT else 200), (route, answer.text)
        check_headers(route, answer)


def check_headers(route: str, answer: Response) -> None:
    """The headers that a page of this sort has."""
    assert answer.headers["x-content-type-options"] == "nosniff", route
    assert "unsafe-inline" not in answer.headers["content-security-policy"], route
    if opener_of(route):
        assert answer.headers["cache-control"] == "private, no-store", route
    assert "set-cookie" not in answer.headers, route
    if not answer.headers["content-type"].startswith("text/html"):
        return
    assert re.search(r'<html[^>]* lang="(en|de|zh)[^"]*"', answer.text), route
    if route == "/docs":
        assert answer.headers["content-security-policy"] == STILL
    elif not route.startswith("/drafts/") and not route.endswith("/sign"):
        assert answer.headers["content-security-policy"] == POLICY, route
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", answer.text), route


def test_a_refused_page_is_as_strict(world: PageWorld) -> None:
    """Pages of refusals have the policy and a language too."""
    log_in(world.house, "rita")
    for path in ("/nothing", *(world.addresses[r] for r in world.addresses if "{" in r)):
        answer = world.house.client.get(path, headers=OWN)
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert "unsafe-inline" not in answer.headers["content-security-policy"], path
            assert re.search(r'<html[^>]* lang="', answer.text), path
