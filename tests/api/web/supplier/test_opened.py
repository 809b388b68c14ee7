"""The suppliers that a signed delivery opens, read by its parties: page, data and table."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.http_api import House
from support.ledger_opened import OpenChain, open_chain
from support.open_pages import open_house
from support.supplier_pages import log_in
from support.supplier_reading import words

from ledger.translations.languages import LANGUAGES


@pytest.fixture(name="it")
def opened_chain(tmp_path: Path) -> Iterator[OpenChain]:
    """The refinery has delivered to the plant and opened the mine, and the pit behind it."""
    with open_chain(tmp_path / "ledger") as chain:
        chain.deliver("refinery", "plant", "10", chain.opening("refinery", of=("mine",)))
        yield chain


@pytest.fixture
def house(it: OpenChain) -> House:
    """The firms with their persons."""
    return open_house(it)


def page_of(it: OpenChain, name: str = "refinery") -> str:
    """The address of the page of a firm's delivery."""
    return f"/supplier/deliveries/{it.deliveries[name][7:]}/opened"


@pytest.mark.parametrize("person", ["rosa", "paul"])
def test_both_parties_read_the_rows_and_the_rest(house: House, it: OpenChain, person: str) -> None:
    """The issuer sees what it shows; the recipient sees the same."""
    client = log_in(house, person)
    text = words(client.get(page_of(it)))
    assert "Mine Ltd SE Refinery Ltd Raw material acquisition and pre-processing 0.3 0" in text
    assert "Pit Ltd FI Mine Ltd Raw material acquisition and pre-processing 0.1 0" in text
    assert "The rest is 0.68 kg" in text
    assert "Works" not in text
    data = client.get(f"{page_of(it)}.json").json()
    rows = [(row["name"], row["behind"], row["burdens"]) for row in data["rows"]]
    assert rows == [("Mine Ltd", [], "0.3"), ("Pit Ltd", ["Mine Ltd"], "0.1")]
    assert (data["total"], data["rest"], data["onward"]) == ("0.98", "0.68", False)
    table = client.get(f"{page_of(it)}.csv").text.splitlines()
    assert len(table) == 3
    receipt = client.get(f"/statements/{it.deliveries['refinery'][7:]}")
    assert page_of(it) in receipt.text


@pytest.mark.parametrize("person", ["mia", "wim", "pia"])
def test_nobody_else_reads_it(house: House, it: OpenChain, person: str) -> None:
    """Also not the firms that it names: it is another firm's delivery."""
    client = log_in(house, person)
    for ending in ("", ".json", ".csv"):
        assert client.get(f"{page_of(it)}{ending}").status_code == 404


def test_the_issuer_reads_in_the_journal_that_it_was_read(house: House, it: OpenChain) -> None:
    """One line, of its customer."""
    log_in(house, "paul").get(page_of(it))
    lines = house.client.get("/v1/journal", headers=house.as_("refinery")).json()["items"]
    assert [(row["organisation"], row["action"]) for row in lines] == [("plant", "read")]


def test_a_delivery_that_opens_nothing_says_so(house: House, it: OpenChain) -> None:
    """In each language, and the data has no row."""
    it.deliver("works", "plant", "1", number="W 2")
    client = log_in(house, "paul")
    assert "The delivery shows no supplier." in words(client.get(page_of(it, "works")))
    data = client.get(f"{page_of(it, 'works')}.json").json()
    assert (data["rows"], data["rest"], "onward" in data) == ([], "0.1", False)
    for language in LANGUAGES:
        assert client.get(f"{page_of(it)}?lang={language}").status_code == 200


def test_a_delivery_without_a_figure(house: House, it: OpenChain) -> None:
    """There is no total and no rest."""
    it.deliver("works", "plant", "1", figure=None, number="W 2")
    client = log_in(house, "paul")
    assert "The delivery states no figure." in words(client.get(page_of(it, "works")))
    assert "rest" not in client.get(f"{page_of(it, 'works')}.json").json()
