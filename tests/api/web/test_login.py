"""Logging in and out on pages."""

import pytest
from fastapi.testclient import TestClient
from support.http_api import PASSWORD, House, furnished
from support.ledger_battery import BatteryChain

from api.authentication import COOKIE
from api.web.login import local_path
from schemas.vocabulary import Role

OWN = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
PERSON = {"user": "anna", "password": PASSWORD}


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The parties of the small battery, and a person of the mine."""
    made = furnished(chain)
    made.open_person("anna", "mine", Role.SUPPLIER)
    made.client.follow_redirects = False
    made.client.base_url = "https://testserver"
    return made


def log_in(client: TestClient, **typed: str) -> str:
    """Log in; return the secret of the cookie."""
    answer = client.post("/login", data=PERSON | typed, headers=OWN)
    assert answer.status_code == 303
    return answer.cookies[COOKIE]


def test_a_page_that_needs_a_login_leads_there_and_back(house: House) -> None:
    """The log-in page keeps the address that asked for it, with its query."""
    client = house.client
    first = client.get("/supplier?lang=de", headers=OWN)
    assert (first.status_code, first.headers["location"]) == (
        303,
        "/login?next=%2Fsupplier%3Flang%3Dde",
    )
    form = client.get(first.headers["location"], headers=OWN)
    assert 'value="/supplier?lang=de"' in form.text
    answer = client.post("/login", data=PERSON | {"next": "/supplier?lang=de"}, headers=OWN)
    assert answer.headers["location"] == "/supplier?lang=de"


def test_a_program_still_gets_a_problem_document(house: House) -> None:
    """A client that does not accept HTML is not led to a form."""
    answer = house.client.get("/supplier")
    assert (answer.status_code, answer.json()["code"]) == (401, "login.required")


@pytest.mark.parametrize("typed", [{"password": "wrong words"}, {"user": "nobody"}, {"user": ""}])
def test_a_wrong_login_says_the_same_whatever_is_wrong(house: House, typed: dict[str, str]) -> None:
    """The form is shown again with the name, without the password, and sets no cookie."""
    answer = house.client.post("/login", data=PERSON | typed, headers=OWN)
    assert answer.status_code == 401
    assert "login.refused" in answer.text
    assert "<title>Error: Log in" in answer.text
    assert PASSWORD not in answer.text
    assert COOKIE not in answer.cookies


def test_too_many_attempts_are_told_to_wait(house: House) -> None:
    """The quota of logins holds on the page as over the API."""
    for _ in range(house.context.quota.login):
        house.client.post("/login", data=PERSON | {"password": "wrong"}, headers=OWN)
    answer = house.client.post("/login", data=PERSON, headers=OWN)
    assert (answer.status_code, "quota.logins" in answer.text) == (429, True)


def test_a_session_is_new_at_each_login(house: House) -> None:
    """The secret before a login is worthless after it, so a planted one gives nothing."""
    client = house.client
    first = log_in(client)
    second = log_in(client)
    assert first != second
    client.cookies.clear()
    old = client.get("/v1/session", headers={"Cookie": f"{COOKIE}={first}"})
    new = client.get("/v1/session", headers={"Cookie": f"{COOKIE}={second}"})
    assert (old.status_code, new.status_code) == (401, 200)


def test_a_session_ends_at_logout(house: House) -> None:
    """The cookie is deleted, and its secret is of no use to who copied it."""
    secret = log_in(house.client)
    assert house.client.post("/logout", headers=OWN).status_code == 303
    house.client.cookies.clear()
    copied = house.client.get("/v1/session", headers={"Cookie": f"{COOKIE}={secret}"})
    assert copied.status_code == 401


@pytest.mark.parametrize("path", ["/login", "/logout"])
def test_the_form_of_another_site_is_refused(house: House, path: str) -> None:
    """Nobody is logged in or out by a page of another site."""
    crossed = {"Sec-Fetch-Site": "cross-site", "Accept": "text/html"}
    answer = house.client.post(path, data=PERSON, headers=crossed)
    assert (answer.status_code, "login.cross_site" in answer.text) == (403, True)
    assert COOKIE not in answer.cookies


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/supplier", "/supplier"),
        ("/log?q=1", "/log?q=1"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\nSet-Cookie: b", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_stays_on_this_server(target: str, path: str) -> None:
    """An address that a link could name leads nowhere else."""
    assert local_path(target) == path
