"""The start page."""

import pytest
from support.http_api import PASSWORD, House, furnished
from support.ledger_battery import BatteryChain

from ledger.translations.languages import LANGUAGES, Language
from schemas.vocabulary import Role

OWN = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The parties of the small battery, with a person each for two of them."""
    made = furnished(chain)
    made.open_person("anna", "mine", Role.SUPPLIER)
    made.open_person("otto", "auditor", Role.AUDITOR)
    made.client.follow_redirects = False
    made.client.base_url = "https://testserver"
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visitor_sees_the_three_ways(house: House, language: Language) -> None:
    """Check a file, look up the log, log in; no cookie is set."""
    answer = house.client.get(f"/?lang={language}")
    for href in ("/check", "/log", "/login"):
        assert f'<a href="{href}">' in answer.text
    assert not answer.cookies


def test_a_supplier_is_led_to_its_workspace(house: House) -> None:
    """The start page of a person who supplies is its open requests."""
    house.client.post("/login", data={"user": "anna", "password": PASSWORD}, headers=OWN)
    assert house.client.get("/", headers=OWN).headers["location"] == "/supplier"


def test_a_login_without_a_workspace_is_told_where_its_work_is_done(house: House) -> None:
    """A witness reads that its work has no page, and can log out."""
    house.open_person("wim", "witness", Role.WITNESS)
    house.client.post("/login", data={"user": "wim", "password": PASSWORD}, headers=OWN)
    answer = house.client.get("/", headers=OWN)
    assert "the command line or the HTTP API" in answer.text
    assert 'action="/logout"' in answer.text


def test_an_ended_session_shows_the_visitors_page(house: House) -> None:
    """An old cookie is no error on a public page."""
    answer = house.client.get("/", headers={"Cookie": "cradle_session=gone", "Accept": "text/html"})
    assert answer.status_code == 200
    assert '<a href="/login">' in answer.text
