"""The pages of a checked spreadsheet."""

import io
import re

import openpyxl
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.office_workbooks import KINDS, office_file
from support.sheets import Rows, at, saved, sound, workbook
from support.supplier_pages import OWN, followed, log_in, open_pages

from ledger.exchange.spreadsheet.columns import TABLES
from ledger.service.access.drafts import list_drafts
from ledger.service.access.principal import Principal
from schemas.vocabulary import CredentialKind, Role


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The pages of the small battery's ledger."""
    return open_pages(chain)


@pytest.fixture
def client(house: House) -> TestClient:
    """A browser of the mine."""
    return log_in(house, "anna")


def own() -> Rows:
    """Rows without a delivery of others, which this ledger does not know."""
    return {**sound(), "inputs": sound()["inputs"][1:2]}


def wrong() -> bytes:
    """A workbook with an amount in words and a unit that is none."""
    book = workbook(rows=own())
    book["Inputs"][at("inputs", "amount")] = "twelve"
    book["Outputs"][at("outputs", "unit")] = "barrels"
    return saved(book)


def choose(client: TestClient, data: bytes, name: str = "mine.xlsx") -> Response:
    """Choose a file and go to its report."""
    return followed(client, client.post("/supplier/sheets", files={"file": (name, data)}))


def test_the_report_names_each_wrong_cell_and_shows_it_in_its_sheet(client: TestClient) -> None:
    """The title counts the cells; each is a link to its place in the sheet below."""
    page = choose(client, wrong())
    assert page.status_code == 200
    assert "<h1>2 cells to correct in mine.xlsx</h1>" in page.text
    for sheet, cell, found in (
        ("Inputs", at("inputs", "amount"), "twelve"),
        ("Outputs", at("outputs", "unit"), "barrels"),
    ):
        link = re.search(
            rf'<td>{sheet}</td>\s*<td><a href="#(sheet\d-{cell})">{cell}</a>', page.text
        )
        assert link is not None
        assert f'id="{link[1]}"' in page.text
        assert f"✕ {found}" in page.text


def test_the_report_is_there_as_data_and_as_a_list(client: TestClient) -> None:
    """JSON has the rows too; the list quotes what a spreadsheet program would run."""
    book = workbook(rows=own())
    book["Inputs"][at("inputs", "amount")].value = "'=2+3x"
    location = client.post("/supplier/sheets", files={"file": ("a.xlsx", saved(book))}).headers[
        "location"
    ]
    data = client.get(f"{location}.json").json()
    assert not data["report"]["accepted"]
    assert data["sheets"][0]["rows"]
    lines = client.get(f"{location}.csv").text.splitlines()
    assert lines[0].lstrip("\ufeff").startswith("Severity,Sheet,Cell")
    assert not any(part.startswith("=") for line in lines for part in line.split(","))


def test_the_workbook_to_correct_comes_from_the_same_upload(client: TestClient) -> None:
    """Its wrong cells are red, and corrected it is right."""
    location = client.post("/supplier/sheets", files={"file": ("a.xlsx", wrong())}).headers[
        "location"
    ]
    answer = client.get(f"{location}/corrected.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cell = book["Inputs"][at("inputs", "amount")]
    assert cell.fill.start_color.rgb == "FFFFC7CE"
    cell.value, book["Outputs"][at("outputs", "unit")].value = 12, "kg"
    assert "mine.xlsx is right" in choose(client, saved(book)).text


@pytest.mark.parametrize("ending", KINDS)
def test_a_sheet_of_a_firms_own_is_answered_with_the_template(
    client: TestClient, ending: str
) -> None:
    """The page says why nothing was read, has the form of the template, and becomes no draft."""
    files = {"file": (f"works.{ending}", office_file("works", ending))}
    location = client.post("/supplier/sheets", files=files).headers["location"]
    page = client.get(location).text
    assert f"<h1>works.{ending} is not a filled template</h1>" in page
    assert "file.foreign" in page
    assert f"cradle map works.{ending}" in page
    assert '<form action="/supplier/template"' in page
    assert "corrected.xlsx" not in page
    assert client.post(f"{location}/draft").status_code == 404


def test_a_right_file_becomes_a_draft_when_the_person_goes_on(
    house: House, client: TestClient, chain: BatteryChain
) -> None:
    """Before that nothing is kept; afterwards the way leads to signing, with the request that is answered."""
    mine = Principal(
        "anna", CredentialKind.PERSON, "mine", chain.mine.id, frozenset({Role.SUPPLIER})
    )
    store = house.context.ledger.store
    form = {"request": "a" * 32}
    files = {"file": ("mine.xlsx", saved(workbook(rows=own())))}
    location = client.post("/supplier/sheets", files=files, data=form).headers["location"]
    page = client.get(location)
    assert "Continue to sign" in page.text
    assert list_drafts(store, mine) == ()
    answer = client.post(f"{location}/draft")
    (draft,) = list_drafts(store, mine)
    assert answer.headers["location"] == f"/drafts/{draft.id}/sign?request={'a' * 32}"
    assert (draft.form, draft.title) == ("entry", "mine.xlsx")


def test_a_wrong_file_becomes_no_draft(client: TestClient) -> None:
    """Also if the form is sent by hand."""
    location = client.post("/supplier/sheets", files={"file": ("a.xlsx", wrong())}).headers[
        "location"
    ]
    assert client.post(f"{location}/draft").status_code == 404


def test_no_file_is_told_so(client: TestClient) -> None:
    """An empty form leads to a page that says what to do."""
    answer = client.post("/supplier/sheets")
    assert (answer.status_code, "choose your filled template" in answer.text) == (422, True)


def test_a_file_above_the_limit_is_refused_before_it_is_read(client: TestClient) -> None:
    """The page says so, and nothing is kept."""
    answer = client.post("/supplier/sheets", files={"file": ("a.xlsx", bytes(22 << 20))})
    assert (answer.status_code, "http.too_large" in answer.text) == (413, True)


@pytest.mark.parametrize("tail", ["", ".json", ".csv", "/corrected.xlsx"])
def test_another_firm_sees_no_file(house: House, client: TestClient, tail: str) -> None:
    """Its report is as absent as one that was forgotten."""
    location = client.post("/supplier/sheets", files={"file": ("a.xlsx", wrong())}).headers[
        "location"
    ]
    other = log_in(house, "rita")
    assert other.get(location + tail).status_code == 410
    assert other.get(f"/supplier/sheets/{'0' * 32}{tail}").status_code == 410
    assert other.post(f"{location}/draft").status_code == 410


def test_a_form_of_another_site_checks_nothing(client: TestClient) -> None:
    """The upload needs a page of this server."""
    crossed = OWN | {"Sec-Fetch-Site": "cross-site"}
    answer = client.post("/supplier/sheets", files={"file": ("a.xlsx", wrong())}, headers=crossed)
    assert answer.status_code == 403


def test_a_firm_without_registration_is_led_to_register(house: House) -> None:
    """Its file is read, and the page says that the rules were not tried."""
    page = choose(log_in(house, "nemo"), saved(workbook(rows=own())))
    assert "Your firm is not registered yet" in page.text
    assert 'href="/registration"' in page.text


def test_every_column_of_the_template_has_a_heading() -> None:
    """The report names columns as the sheet does."""
    from ledger.translations.spreadsheet import is_heading

    assert all(is_heading(key) for table in TABLES for key in table.keys)
