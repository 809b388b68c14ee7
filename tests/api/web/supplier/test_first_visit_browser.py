"""A supplier in a real browser, from the invitation's link to the signed receipt: one flow, without a dead end."""

import json
import re
from base64 import b64encode
from pathlib import Path

import openpyxl
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from playwright.sync_api import Browser, Page, expect
from structlog.testing import capture_logs
from support.asking import FIRM, Firms, invited
from support.http_api import PASSWORD, on_the_wire
from support.servers import serving
from support.sheets import Rows, at, saved, sound, workbook
from support.signing_site import PASSPHRASE, Visit, visiting

from api.app import create_app
from ledger.state.drafting import countersign
from ledger.trust.submission import parse_submission
from schemas.vocabulary import Role

pytestmark = pytest.mark.outside

PRODUCT = "urn:test:ore"
ROWS = 20


def rows() -> Rows:
    """A year of the firm in twenty rows: one output, one element, one waste, one emission, sixteen meters."""
    found = sound()
    meter = found["inputs"][1]
    found["outputs"] = [{**found["outputs"][0], "product": PRODUCT}]
    found["inputs"] = [
        {**meter, "document": f"meter {number}", "amount": str(1000 + number)}
        for number in range(ROWS - 4)
    ]
    return found


FAULTS = {
    ("Inputs", at("inputs", "amount", 3)): ("twelve", 12),
    ("Inputs", at("inputs", "unit", 5)): ("kilowatts", "kWh"),
    ("Inputs", at("inputs", "known", 9)): ("gessed", "metered"),
    ("Outputs", at("outputs", "unit")): ("barrels", "kg"),
}
"""Cells of the file: what is wrong, and what is right."""


def faulty() -> bytes:
    """The file with four faults."""
    book = workbook(rows=rows())
    for (sheet, cell), (wrong, _) in FAULTS.items():
        book[sheet][cell] = wrong
    return saved(book)


def open_account(page: Page, link: str) -> None:
    """Open an account through the link, and log in."""
    page.goto(link)
    page.fill("[name=title]", FIRM)
    page.fill("[name=country]", "FI")
    page.fill("[name=person]", "anna@mine.example")
    page.locator("form[action$=account] [name=password]").fill(PASSWORD)
    page.locator("form[action$=account] button").click()
    page.locator("main").get_by_role("link", name="Log in").click()
    expect(page.locator("#user")).to_have_value(re.compile("anna@mine.example-[0-9a-f]{8}"))
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Register your firm")


def register(visit: Visit, folder: Path) -> dict[str, bytes]:
    """State the firm, make the keys, save them and sign; return the saved files."""
    page = visit.page
    page.fill("#country", "fi")
    page.get_by_role("button", name="Continue to keys and signature").click()
    page.wait_for_selector("#rest:not([hidden])")
    for field in ("#new-passphrase", "#new-passphrase-again"):
        page.fill(field, PASSPHRASE)
    page.click("#make-keys")
    page.wait_for_selector("#save-fields:not([hidden])")
    kept = {}
    for number in (1, 2):
        path = visit.download(f"#new-files a:nth-child({number})", folder)
        kept[path.name] = path.read_bytes()
    page.check("#files-saved")
    page.click("#submit-signed")
    page.wait_for_url("**/registration")
    expect(page.get_by_text("waits for the registrar", exact=True)).to_be_visible()
    return kept


def countersigned(asking: Firms) -> str:
    """Let the registrar countersign the registration that waits; return the participant's id."""
    client, house = asking.house.client, asking.house
    (item,) = client.get("/v1/registrations", headers=house.as_("registrar")).json()["items"]
    left = parse_submission(json.dumps(item["submission"]).encode())
    signed = on_the_wire(countersign(left, asking.world.registrar.working))
    answer = client.post("/v1/participants", json=signed, headers=house.as_("registrar"))
    assert answer.status_code == 201, answer.text
    house.clock.time += 2
    return left.id


def choose_file(page: Page, data: bytes) -> None:
    """Choose a file in the drop zone and have it checked."""
    file = {"name": "mine.xlsx", "mimeType": "application/octet-stream", "buffer": data}
    page.set_input_files("#file", file)  # type: ignore[arg-type]  # Playwright's own form
    page.get_by_role("button", name="Check file").click()


def sign(page: Page) -> str:
    """Sign with the key that this browser keeps; return the statement's id that the page computed."""
    page.wait_for_selector("#rest:not([hidden])")
    expect(page.locator("#chip")).to_have_text("Registered")
    name = page.inner_text("#statement-id")
    page.click("#submit-signed")
    page.wait_for_url("**/statements/*")
    return name


def spellings(secret: bytes) -> set[bytes]:
    """The ways in which a private key could be written in a request."""
    pairs = b64encode(secret), b64encode(b"x" + secret)[4:40], b64encode(b"xx" + secret)[4:40]
    return {secret, secret.hex().encode(), secret.hex().upper().encode(), *pairs}


def correct(visit: Visit, folder: Path) -> bytes:
    """Go from each problem to its cell, fetch the workbook with red cells, and put in what is right."""
    for (_, cell), (wrong, _) in FAULTS.items():
        visit.page.get_by_role("link", name=cell, exact=True).click()
        expect(visit.page.locator(":target")).to_have_text(f"✕ {wrong}")
    book = openpyxl.load_workbook(visit.download("text=Download the workbook", folder))
    for (sheet, cell), (_, right) in FAULTS.items():
        assert book[sheet][cell].fill.start_color.rgb == "FFFFC7CE"
        book[sheet][cell] = right
    return saved(book)


def deliver(page: Page) -> str:
    """State a delivery from the entry to the firm that asked; return its id."""
    page.get_by_role("link", name="State a delivery").click()
    page.fill("#number", "LS-4711")
    page.fill("#amount", "1.250,5" if page.get_attribute("html", "lang") == "de" else "1250.5")
    page.get_by_role("button", name="Show what the customer will see").click()
    page.get_by_role("button", name="Keep and sign").click()
    return sign(page)


def require_no_key(visit: Visit, url: str, keys: dict[str, bytes]) -> None:
    """No request has a private key or the passphrase in it, and all were to this server."""
    sent = b"".join(request.post_data_buffer or b"" for request in visit.sent)
    assert set(keys) == {"root.pem", "working.pem"}
    for pem in keys.values():
        key = load_pem_private_key(pem, PASSPHRASE.encode())
        assert isinstance(key, Ed25519PrivateKey)
        assert not any(one in sent for one in spellings(key.private_bytes_raw()))
    assert PASSPHRASE.encode() not in sent
    assert all(request.url.startswith((url, "data:", "blob:")) for request in visit.sent)


def test_from_the_invitation_to_the_receipt(
    asking: Firms, browser: Browser, tmp_path: Path
) -> None:
    """Account, keys, registration, a file with four faults, its correction, signature, receipt; no key is sent."""
    registrar = asking.world.registrar.id
    asking.house.open_account("registrar", Role.REGISTRAR, participant=registrar)
    request, path = invited(asking)
    with (
        capture_logs(),
        serving(create_app(asking.house.context)) as url,
        visiting(browser) as visit,
    ):
        page, heading = visit.page, visit.page.get_by_role("heading", level=1)
        open_account(page, f"{url}{path}")
        keys = register(visit, tmp_path)
        participant = countersigned(asking)
        page.goto(f"{url}/registration")
        expect(page.get_by_text(participant)).to_be_visible()
        page.get_by_role("link", name="Requests").click()
        expect(heading).to_have_text("1 request waits for you")
        page.get_by_role("link", name=re.compile("^Answer")).click()
        choose_file(page, faulty())
        expect(heading).to_have_text("4 cells to correct in mine.xlsx")
        choose_file(page, correct(visit, tmp_path))
        expect(heading).to_have_text("mine.xlsx is right")
        page.get_by_role("button", name="Continue to sign").click()
        entry = sign(page)
        expect(heading).to_have_text("Entry: in the log")
        receipt = visit.download("text=Download the receipt", tmp_path)
        assert entry in receipt.read_text()
        delivery = deliver(page)
        expect(heading).to_have_text("Delivery: in the log")
        require_no_key(visit, url, keys)
    answered = asking.told("maker", "GET", f"/v1/requests/{request}")
    assert (answered["state"], answered["delivery"]) == ("answered", delivery)
