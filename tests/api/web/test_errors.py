"""Refusals as pages, for people, and as problem documents, for programs."""

import re

import pytest
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain

BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The parties of the small battery."""
    return furnished(chain)


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "This page does not exist"), ("de", "Diese Seite gibt es nicht"), ("zh", "页面不存在")],
)
def test_an_unknown_address_is_a_page_with_a_way_on(
    house: House, language: str, title: str
) -> None:
    """The page is in the language of the browser, names the code, and leads to the start."""
    answer = house.client.get("/nothing", headers=BROWSER | {"Accept-Language": language})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert f"<h1>{title}</h1>" in answer.text
    assert '<a href="/">' in answer.text
    assert "http.not_found" in answer.text


def test_a_machine_address_answers_with_data_whatever_is_accepted(house: House) -> None:
    """Below /v1 a refusal is a problem document, also in a browser."""
    answer = house.client.get("/v1/nothing", headers=BROWSER)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_program_gets_data_at_every_address(house: House) -> None:
    """Without HTML among what it accepts."""
    assert house.client.get("/nothing").json()["code"] == "http.not_found"


def test_what_was_typed_into_an_address_is_escaped(house: House) -> None:
    """The page of an unknown address runs no script of it."""
    answer = house.client.get("/<script>alert(1)</script>", headers=BROWSER)
    assert "<script>" not in answer.text


@pytest.mark.parametrize("path", ["//evil.example/a", "/%5Cevil.example/a", "/%09/evil.example/a"])
def test_the_languages_of_an_unknown_address_stay_on_this_server(house: House, path: str) -> None:
    """A browser takes two slashes, also a backslash or with a tab between, for another host."""
    answer = house.client.get(f"https://testserver{path}", headers=BROWSER)
    links = re.findall(r'href="([^"]*evil[^"]*)"', answer.text)
    assert (answer.status_code, len(links)) == (404, 5)
    for link in links:
        assert re.match(r"/[A-Za-z%]", link), link
        assert not {"\\", "\t"} & set(link), link
