"""The pages about a supplier's deliveries: the list, and the code for the delivery note."""

import csv
import html
import io
import re

import pytest
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.supplier_pages import log_in
from support.supplier_reading import open_all_pages, words

from ledger.exchange.delivery_code import parse_delivery_code
from schemas.signed.delivery import DeliveredFigure

NEW, PREVIEW = "/supplier/deliveries/new", "/supplier/deliveries/preview"


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The parties of the small battery, with their persons."""
    return open_all_pages(chain)


def with_figure(house: House, chain: BatteryChain) -> str:
    """A delivery of the mine with a figure; its id."""
    asked = {"entry": chain.mined, "rulebook": chain.rulebook, "factor_sets": [chain.factors]}
    answer = house.client.post("/v1/previews", json=asked, headers=house.as_("mine"))
    figure = DeliveredFigure.parse(answer.content)
    parts = {"amount": "5", "figure": figure, "number": "LS-1"}
    return chain.world.deliver(chain.mine, chain.mined, chain.plant, **parts)


def test_each_delivery_is_listed_with_its_figure_and_code(
    house: House, chain: BatteryChain
) -> None:
    """The newest first: customer, amount, figure to 4 digits, position, and the code that names it."""
    name = with_figure(house, chain)
    log_in(house, "anna")
    page = house.client.get("/supplier/deliveries")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "private, no-store"
    text = words(page)
    for part in ("mine product", "Plant Ltd", "SE", "5 kg", "0.5", "kg CO₂e per kg", "In the log"):
        assert part in text
    rows = house.client.get("/supplier/deliveries.json").json()["rows"]
    assert [row["id"] for row in rows] == [name, chain.shipped]
    assert (rows[0]["figure"], "figure" in rows[1]) == ("0.5", False)
    assert parse_delivery_code(rows[0]["code"]).delivery == name
    assert f'data-copy="{rows[0]["code"]}"' in page.text
    assert f"/statements/{name[7:]}" in page.text


def test_a_german_reader_gets_a_decimal_comma(house: House, chain: BatteryChain) -> None:
    """Figures on the page follow the language, figures in the data do not."""
    with_figure(house, chain)
    log_in(house, "anna")
    assert "0,5" in words(house.client.get("/supplier/deliveries?lang=de"))
    assert '"figure":"0.5"' in house.client.get("/supplier/deliveries.json?lang=de").text


def test_the_table_is_a_csv_file_with_the_same_rows(house: House, chain: BatteryChain) -> None:
    """A number that a spreadsheet would run as a formula is written as text."""
    chain.world.deliver(chain.mine, chain.mined, chain.plant, number="=1+1", amount="1")
    log_in(house, "anna")
    answer = house.client.get("/supplier/deliveries.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["number"] for row in rows][:1] == ["'=1+1"]
    assert [row["recipient_name"] for row in rows] == ["Plant Ltd", "Plant Ltd"]
    assert rows[0]["period_start"] == "2025-01-01"


def test_a_firm_without_deliveries_reads_what_a_delivery_is(house: House) -> None:
    """The empty page names the next step."""
    log_in(house, "paul")
    page = house.client.get("/supplier/deliveries")
    assert "You have delivered nothing yet" in words(page)
    assert f'href="{NEW}"' in page.text


def test_a_superseded_delivery_has_no_code_any_more(house: House, chain: BatteryChain) -> None:
    """A note must not carry the code of a delivery that was replaced or withdrawn."""
    chain.world.withdraw(chain.mine, chain.shipped)
    log_in(house, "anna")
    page = house.client.get("/supplier/deliveries")
    assert "Withdrawn" in words(page)
    assert "CRADLE1:" not in page.text
    for ending in ("", ".json", ".svg"):
        gone = house.client.get(f"/supplier/deliveries/{chain.shipped[7:]}/code{ending}")
        assert gone.status_code == 404


def test_the_code_is_a_picture_too(house: House, chain: BatteryChain) -> None:
    """The QR code is an SVG file without scripts, on a page that says the same as text."""
    log_in(house, "anna")
    path = f"/supplier/deliveries/{chain.shipped[7:]}/code"
    code = house.client.get(f"{path}.json").json()["code"]
    assert code in html.unescape(house.client.get(path).text)
    picture = house.client.get(f"{path}.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text.startswith('<svg xmlns="http://www.w3.org/2000/svg" ')
    assert "<script" not in picture.text


@pytest.mark.parametrize("user", ["rita", "paul"])
def test_another_firms_delivery_is_as_one_that_does_not_exist(
    house: House, chain: BatteryChain, user: str
) -> None:
    """Not even its recipient finds it under the supplier's pages; no name and no digit is shown."""
    log_in(house, user)
    unknown = "0" * 64
    for name in (chain.shipped[7:], unknown):
        for path in (
            f"/supplier/deliveries/{name}/code",
            f"/supplier/deliveries/{name}/code.json",
            f"/supplier/deliveries/{name}/code.svg",
            f"{NEW}?supersedes={name}",
            f"{NEW}?entry=sha256:{name}",
            f"{PREVIEW}?goods={name}:main&supersedes={name}",
        ):
            answer = house.client.get(path)
            assert answer.status_code == 404, (path, answer.text)
            assert "statement.unknown" in answer.text
            assert "mine product" not in answer.text


def test_every_page_needs_a_login(house: House, chain: BatteryChain) -> None:
    """Without a session a browser is led to the log-in page."""
    for path in ("/supplier/deliveries", NEW, f"/supplier/deliveries/{chain.shipped[7:]}/code"):
        answer = house.client.get(path)
        assert (answer.status_code, answer.headers["location"][:6]) == (303, "/login")


def test_older_statements_are_a_link_away(
    house: House, chain: BatteryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page shows the newest ones alone; its link leads to the next, and the last page has none."""
    later = with_figure(house, chain)
    log_in(house, "anna")
    for module in ("deliveries", "history"):
        monkeypatch.setattr(f"api.web.supplier.{module}.SHOWN", 1)
    for path, names in (
        ("/supplier/deliveries", [later, chain.shipped]),
        ("/supplier/history", [later, chain.shipped, chain.mined]),
    ):
        address, seen = path, []
        while address:
            page = house.client.get(address).text.partition("<main")[2]
            seen += [name for name in names if f"/statements/{name[7:]}" in page]
            found = re.search(rf'href="({path}\?before=\d+)"', page)
            address = "" if found is None else found[1]
        assert seen == names


def test_goods_older_than_the_newest_are_offered_where_they_are_wanted(
    house: House, chain: BatteryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With room for no entry, the form still offers the one that it is opened for, or that it corrects."""
    monkeypatch.setattr("ledger.service.access.own_deliveries.MOST", 0)
    log_in(house, "anna")
    value = f'value="{chain.mined[7:]}:main"'
    assert value not in house.client.get(NEW).text
    assert value in house.client.get(f"{NEW}?entry={chain.mined}").text
    assert value in house.client.get(f"{NEW}?supersedes={chain.shipped[7:]}").text
