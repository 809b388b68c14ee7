"""The manufacturer's page of what bars its battery."""

from decimal import Decimal

import pytest
from fastapi.testclient import TestClient
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate, declare
from support.supplier_pages import log_in
from support.supplier_reading import words

from ledger.choices import listing


def path(statement: str, page: str) -> str:
    """The address of a page about a figure."""
    return f"/manufacturer/figures/{statement[7:]}/{page}"


def test_the_title_counts_what_bars_it(client: TestClient, chain: BatteryChain) -> None:
    """The same number as in the data."""
    calculation = calculate(chain)
    found = client.get(path(calculation, "readiness.json")).json()
    bars = sum(one["state"] == "bars" for one in found["points"])
    page = client.get(path(calculation, "readiness"))
    assert f"{bars} points would bar this battery" in words(page)


def test_the_points_over_http_have_their_places(client: TestClient, chain: BatteryChain) -> None:
    """`GET /v1/calculations/{id}/readiness` answers with the same points as the page."""
    calculation = calculate(chain)
    answer = client.get(f"/v1/calculations/{calculation}/readiness").json()
    assert answer["points"] == client.get(path(calculation, "readiness.json")).json()["points"]
    missing = next(one for one in answer["points"] if one["code"] == "unattested")
    assert (missing["actor"], missing["place"]) == ("auditor", "attestation")
    assert missing["since_entry"] > 0


def test_each_point_leads_to_where_it_is_mended(client: TestClient, chain: BatteryChain) -> None:
    """The page of the declaration, and that of the choices."""
    calculation = calculate(chain)
    page = client.get(path(calculation, "readiness")).text
    assert f'href="{path(calculation, "declare")}"' in page
    assert f'href="{path(calculation, "choices")}"' in page


def test_a_declaration_is_judged_as_its_calculation_is(
    client: TestClient, chain: BatteryChain
) -> None:
    """Both addresses show the same battery; the declaration is done."""
    declaration = declare(chain, calculate(chain))
    assert "Declared The declaration is in the log." in words(
        client.get(path(declaration, "readiness"))
    )


@pytest.mark.parametrize("page", ["readiness", "choices"])
def test_a_page_about_another_firms_figure_is_not_there(
    house: House, chain: BatteryChain, page: str
) -> None:
    """A recycler that is a manufacturer too gets the answer for what does not exist."""
    calculation = calculate(chain)
    client = log_in(house, "rita")
    assert client.get(path(calculation, page)).status_code in {403, 404}


def test_the_choices_stand_beside_both_figures(client: TestClient, chain: BatteryChain) -> None:
    """Each has its worth, and what would settle it; those of others are counted."""
    calculation = calculate(chain)
    page = words(client.get(path(calculation, "choices")))
    counts = client.get(path(calculation, "choices.json")).json()["counts"]
    assert f"{counts['priced']} of {counts['count']} choices have a price" in page
    assert "Conservative, kg CO₂e per kWh" in page
    assert "a usable capacity of 2 kWh is asserted" in page
    assert "the report of a capacity test" in page
    assert "choices are of other firms" in page or "choice is of another firm" in page


def test_small_choices_are_one_line_of_the_page(
    client: TestClient, chain: BatteryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others have rows of their own, and the data name each."""
    monkeypatch.setattr(listing, "SMALL", Decimal(1000))
    calculation = calculate(chain)
    found = client.get(path(calculation, "choices.json")).json()
    page, total = words(client.get(path(calculation, "choices"))), Decimal(found["total"])
    rows = [row["choice"] for row in found["choices"]]
    small = [row for row in rows if Decimal(row["effect"]) < 10 * total]
    assert 0 < len(small) < len(rows)
    assert f"{len(small)} choices below 1000 % each, together" in page
    assert [row["detail"] in page for row in rows] == [row not in small for row in rows]


def test_the_table_of_choices_has_the_rows_of_the_page(
    client: TestClient, chain: BatteryChain
) -> None:
    """One line a choice, under the headings of the data."""
    calculation = calculate(chain)
    table = client.get(path(calculation, "choices.csv")).text.splitlines()
    found = client.get(path(calculation, "choices.json")).json()
    assert table[0].lstrip("\ufeff") == "code,subject,effect,state,detail,without,settled_by"
    assert len(table) == len(found["choices"]) + 1
