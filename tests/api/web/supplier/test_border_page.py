"""The page of goods at the carbon border: what its maker may know, typed numbers, and the certificates of an import."""

import csv
import io

import pytest
from support.form_pages import log_in
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.ledger_border import Border
from support.supplier_reading import open_all_pages

IMPORT = {"tonnes": "1000", "price": "75,28", "price_day": "2026-07-06"}


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The parties of the small battery, with their persons."""
    return open_all_pages(chain)


@pytest.fixture
def border(chain: BatteryChain) -> Border:
    """A maker of billets and a forge, with an attestation."""
    found = Border(chain)
    found.attest()
    return found


def asked(border: Border, **typed: str) -> dict[str, str]:
    """The form as it is sent."""
    usual = {"entry": border.screws[7:], "factor_set": border.chain.factors}
    return {**usual, "year": "2026", "cscf": "1", **typed}


def test_goods_of_the_firm(house: House, border: Border) -> None:
    """Six decimals of emissions, the verified billets, the default beside them; and an offer of all its entries."""
    client = log_in(house.client, "paul")
    page = client.get("/supplier/border", params=asked(border))
    assert page.status_code == 200
    for word in ("73181542", "4.04321", "verified", "5.6831", "7.013"):
        assert word in page.text
    assert border.screws[7:] in client.get("/supplier/border").text


def test_an_import_with_a_decimal_comma(house: House, border: Border) -> None:
    """75,28 EUR is read as 75.28 in every language; each assumption is on the page."""
    client = log_in(house.client, "paul")
    page = client.get("/supplier/border", params=asked(border, **IMPORT)).text
    assert "427,823.77" in page or "427823.77" in page
    assert "first publication" in page
    assert "No carbon price paid" in page


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"cscf": "x"}, "quantity.positive"),
        ({"cscf": "3"}, "cbam.correction"),
        ({"year": "2030"}, "cbam.year"),
        ({"year": "2025"}, "cbam.year"),
        ({"tonnes": "1000"}, "quantity.positive"),
        ({**IMPORT, "price_day": "6 July"}, "date.grammar"),
        ({"entry": "0" * 64}, "statement.unknown"),
    ],
)
def test_what_is_missing_is_asked_for(
    house: House, border: Border, typed: dict[str, str], code: str
) -> None:
    """The page says what is wrong, and keeps what was typed."""
    page = log_in(house.client, "paul").get("/supplier/border", params=asked(border, **typed))
    assert page.status_code == 422
    assert code in page.text
    assert 'value="2026"' in page.text or "year" in typed


def test_the_goods_of_others_are_not_shown(house: House, border: Border) -> None:
    """Anna of the mine does not learn what the forge embeds."""
    page = log_in(house.client, "anna").get("/supplier/border", params=asked(border))
    assert page.status_code == 422
    assert "4.04321" not in page.text


def test_the_same_as_data_and_as_a_table(house: House, border: Border) -> None:
    """JSON is that of the API, and the table has a row for each good."""
    client = log_in(house.client, "paul")
    data = client.get("/supplier/border.json", params=asked(border)).json()
    assert data["goods"][0]["see_direct"] == "4.04321"
    rows = list(
        csv.DictReader(io.StringIO(client.get("/supplier/border.csv", params=asked(border)).text))
    )
    assert [(row["cn"], row["see_direct"]) for row in rows] == [("73181542", "4.04321")]
