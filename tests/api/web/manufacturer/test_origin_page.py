"""The manufacturer's page of the origin of its battery's elements."""

import io
import json

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate, declare
from support.ledger_origin import DOCUMENT, with_nickel
from support.supplier_pages import log_in
from support.supplier_reading import open_all_pages, words


@pytest.fixture
def nickel(chain: BatteryChain) -> tuple[House, BatteryChain]:
    """The pages of the ledger of the battery with nickel."""
    made = with_nickel(chain)
    return open_all_pages(made), made


@pytest.fixture
def client(nickel: tuple[House, BatteryChain]) -> TestClient:
    """A browser of the plant."""
    return log_in(nickel[0], "paul")


def path(statement: str, ending: str = "") -> str:
    """The address of the page or of one of its files."""
    return f"/manufacturer/figures/{statement[7:]}/origin{ending}"


def test_picture_and_table_show_the_country(
    nickel: tuple[House, BatteryChain], client: TestClient
) -> None:
    """Nickel from the Congo in both, elements that nobody states by a sentence, and what it does not mean."""
    page = client.get(path(calculate(nickel[1])))
    shown = words(page)
    assert page.status_code == 200
    claimed = "(0.625 kg by the word of firms registered elsewhere)"
    assert f"Nickel CD, mined {claimed} 100 % 0.625" in shown.replace("\u00a0", " ").replace(
        "100.0", "100"
    )
    assert "<title>CD, mined: 100" in page.text
    assert "Lithium unknown: no entry states it" in shown
    assert "Due-diligence documents named by digest: 1" in shown
    assert "not due diligence" in shown


def test_the_page_names_no_mine(nickel: tuple[House, BatteryChain], client: TestClient) -> None:
    """Neither the page nor one of its files has an id, a firm or a document of the mine."""
    calculation = calculate(nickel[1])
    mine = nickel[1].mine
    for ending in ("", ".json", ".csv", ".svg"):
        text = client.get(path(calculation, ending)).text
        for hidden in (nickel[1].mined, mine.id, "Mine Ltd", "pit-7", DOCUMENT):
            assert hidden not in text
            assert hidden.removeprefix("sha256:") not in text
    book = load_workbook(io.BytesIO(client.get(path(calculation, ".xlsx")).content))
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert not {nickel[1].mined, "Mine Ltd", DOCUMENT} & set(cells)
    assert "CD" in cells


def test_the_files_agree(nickel: tuple[House, BatteryChain], client: TestClient) -> None:
    """The table has the data's share, and the picture is the page's."""
    calculation = calculate(nickel[1])
    data = json.loads(client.get(path(calculation, ".json")).text)
    (share,) = next(row["shares"] for row in data["elements"] if row["element"] == "Ni")
    assert (
        f"Ni,mined,CD,{share['kg']},{share['share']}" in client.get(path(calculation, ".csv")).text
    )
    assert client.get(path(calculation, ".svg")).text in client.get(path(calculation)).text


def test_a_declaration_shows_its_calculation_s_origin(
    nickel: tuple[House, BatteryChain], client: TestClient
) -> None:
    """Both addresses show the same elements, and the figure's page links here."""
    calculation = calculate(nickel[1])
    declaration = declare(nickel[1], calculation)
    first, second = (client.get(path(name, ".json")).json() for name in (calculation, declaration))
    assert first == second
    own = client.get(f"/manufacturer/figures/{declaration[7:]}")
    assert f'href="{path(declaration)}"' in own.text


def test_another_firm_s_origin_is_not_there(nickel: tuple[House, BatteryChain]) -> None:
    """A supplier's person has no such page."""
    calculation = calculate(nickel[1])
    answer = log_in(nickel[0], "anna").get(path(calculation, ".json"))
    assert answer.status_code in {403, 404}
