"""The page Portfolio: own calculations as of now, beside what is signed."""

import pytest
from fastapi.testclient import TestClient
from support.http_api import House
from support.ledger_battery import BatteryChain, power
from support.ledger_declared import calculate
from support.ledger_world import made, replacing
from support.supplier_pages import log_in
from support.supplier_reading import words

from api.web.manufacturer import portfolio

PAGE = "/manufacturer/portfolio"


def correct(chain: BatteryChain) -> None:
    """The mine needed twice the power."""
    better = {"inputs": [power("200")], "supersedes": replacing(chain.mined)}
    chain.world.enter(chain.mine, [made(chain.mine)], **better)


def test_without_a_calculation_the_page_says_so(client: TestClient) -> None:
    """No picture of nothing."""
    page = client.get(PAGE)
    assert "There is no calculation to recompute." in words(page)
    assert 'class="ring"' not in page.text


def test_an_unchanged_figure_has_no_change(client: TestClient, chain: BatteryChain) -> None:
    """It is listed, and not among those that would be others now."""
    calculate(chain)
    page = client.get(PAGE)
    assert "1 calculation, recomputed with current data" in words(page)
    assert 'class="moved"' not in page.text
    assert "No recomputed figure differs from its signed one." in words(
        client.get(f"{PAGE}?changed=true")
    )


def test_a_correction_moves_a_figure(client: TestClient, chain: BatteryChain) -> None:
    """The picture joins both places, and the table has the change in per cent."""
    name = calculate(chain)
    correct(chain)
    page = client.get(f"{PAGE}?changed=true")
    assert 'class="moved"' in page.text
    assert name[7:] in page.text
    row = client.get(f"{PAGE}.json").json()["rows"][0]
    share = 100 * (float(row["score"]) / float(row["signed"]) - 1)
    assert f"+{share:.1f}\u00a0%" in page.text


def test_a_range_is_an_assumption_that_is_stated(client: TestClient, chain: BatteryChain) -> None:
    """A band in the picture, both ends in the table, and the sentence on what is assumed."""
    calculate(chain)
    page = client.get(f"{PAGE}?inputs=10")
    assert "Range (2.5 to 97.5 %)" in words(page)
    assert "varies alone by about 10.0 %" in words(page).replace("\u00a0", " ")
    assert page.text.count("fill-opacity") == 1
    low, high = (
        client.get(f"{PAGE}.json?inputs=10").json()["rows"][0]["spread"][one]
        for one in ("low", "high")
    )
    text = client.get(f"{PAGE}.csv?inputs=10").text
    assert low in text
    assert high in text


def test_what_is_over_the_page_is_counted(
    client: TestClient, chain: BatteryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table as CSV has all rows."""
    calculate(chain)
    monkeypatch.setattr(portfolio, "LISTED", 0)
    monkeypatch.setattr(portfolio, "DRAWN", 0)
    shown = words(client.get(PAGE))
    assert "The picture shows the 0 with the greatest change." in shown
    assert chain.plant.id[:5] not in shown
    assert client.get(f"{PAGE}.csv").text.count("urn:") == 1


def test_a_withdrawn_statement_leaves_a_calculation_without_a_score(
    client: TestClient, chain: BatteryChain
) -> None:
    """It is listed with the delivery behind which a supplier lacks something, and not with what that is."""
    calculate(chain)
    chain.world.withdraw(chain.mine, chain.mined)
    shown = words(client.get(PAGE))
    assert "Without a score" in shown
    assert "A supplier behind delivery" in shown
    assert "withdrawn" not in shown


def test_a_supplier_has_no_portfolio(house: House) -> None:
    """Anna works for the mine."""
    assert log_in(house, "anna").get(PAGE).status_code == 403


def test_a_computed_range_stands_beside_the_figure(client: TestClient, chain: BatteryChain) -> None:
    """The figure's page has it once the portfolio computed it, as long as nothing was added since."""
    name = calculate(chain)
    page = f"/manufacturer/figures/{name[7:]}"
    assert "of 200 samples" not in words(client.get(page))
    spread = client.get(f"{PAGE}.json?inputs=10").json()["rows"][0]["spread"]
    shown = words(client.get(page)).replace("\u00a0", " ")
    assert f"{spread['low']} to {spread['high']} (2.5 to 97.5 % of 200 samples)" in shown
    assert "a sigma of 0.1" in shown
    correct(chain)
    assert "of 200 samples" not in words(client.get(page))
