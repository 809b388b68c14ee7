"""The short form in tests: a simple mine's entry as typed, a person who is logged in, and the fields of a page."""

import re
from html.parser import HTMLParser

from fastapi.testclient import TestClient
from support.http_api import PASSWORD, House, furnished
from support.ledger_battery import BatteryChain

from schemas.vocabulary import Role

OWN = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
MINED = {
    "process.0.site_code": "PIT-2",
    "process.0.country": "SE",
    "process.0.process": "raw_material.mining",
    "process.0.first_day": "2026-01-01",
    "process.0.last_day": "2026-12-31",
    "process.0.basis": "site_period_average",
    "outputs.0.line": "main",
    "outputs.0.product": "urn:test:new-ore",
    "outputs.0.name": "ore",
    "outputs.0.amount": "200",
    "outputs.0.unit": "kg",
    "outputs.0.role": "main",
    "outputs.0.form": "as_is",
    "inputs.0.kind": "activity",
    "inputs.0.flow": "test:power",
    "inputs.0.amount": "1000",
    "inputs.0.unit": "kWh",
    "inputs.0.purpose": "energy",
    "inputs.0.known": "metered",
    "inputs.0.supply": "grid",
}
"""A mine that used 1000 kWh at 0.5 kg CO2e for 200 kg of ore: 2.5 kg CO2e per kg."""


def staffed(chain: BatteryChain) -> House:
    """The parties of the small battery, each of two with a person; redirects are not followed."""
    house = furnished(chain)
    house.open_person("anna", "mine", Role.SUPPLIER)
    house.open_person("rosa", "recycler", Role.SUPPLIER)
    house.client.base_url = "https://testserver"
    house.client.follow_redirects = False
    return house


def log_in(client: TestClient, user: str = "anna") -> TestClient:
    """Log a person in."""
    client.cookies.clear()
    answer = client.post("/login", data={"user": user, "password": PASSWORD}, headers=OWN)
    assert answer.status_code == 303
    return client


def action_of(page: str) -> str:
    """The address that the form of a page is sent to."""
    found = re.search(r'action="(/supplier/form/[0-9a-f]{32})"', page)
    assert found is not None
    return found[1]


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name:
            self.found[name] = given.get("value") or ""
        elif tag == "select":
            self._select = name
            self.found[name] = ""
        elif tag == "option" and self._select and "selected" in given:
            self.found[self._select] = given.get("value") or ""


def fields_of(page: str) -> dict[str, str]:
    """What the fields of a page hold, as a browser would send them."""
    parser = _Fields()
    parser.feed(page)
    return parser.found


def ask_mine(house: House, chain: BatteryChain, product: str = "urn:test:asked-ore") -> str:
    """The plant asks the mine for goods of 2026; return the request's id."""
    body = {
        "reference": "PO <7>",
        "participant": chain.mine.id,
        "product": product,
        "amount": "60",
        "unit": "kg",
        "period": {"start": "2026-01-01", "end": "2027-01-01"},
        "due": "2027-03-31",
    }
    answer = house.client.post("/v1/requests", json=body, headers=house.as_("plant"))
    assert answer.status_code == 201
    name: str = answer.json()["id"]
    return name
