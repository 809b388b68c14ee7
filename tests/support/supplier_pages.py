"""The supplier's pages of a test's ledger: logged in as a person of the mine."""

from fastapi.testclient import TestClient
from httpx2 import Response
from support.http_api import PASSWORD, House, furnished
from support.ledger_battery import BatteryChain

from schemas.vocabulary import Role

OWN = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


def open_pages(chain: BatteryChain) -> House:
    """The parties of the small battery, and a person each of two suppliers and of a firm without registration."""
    house = furnished(chain)
    for person, firm in (("anna", "mine"), ("rita", "recycler"), ("nemo", "stranger")):
        house.open_person(person, firm, Role.SUPPLIER)
    house.client.base_url = "https://testserver"
    house.client.headers.update(OWN)
    house.client.follow_redirects = False
    return house


def log_in(house: House, person: str) -> TestClient:
    """Log a person in, in place of the one before."""
    client = house.client
    answer = client.post("/login", data={"user": person, "password": PASSWORD})
    assert answer.status_code == 303
    return client


def followed(client: TestClient, answer: Response) -> Response:
    """The page that a form leads to."""
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["location"])
