"""The means of a test of the PACT API: logins, requests, events, and the partner that is called back."""

from dataclasses import dataclass
from uuid import uuid4

import httpx2
from support.exchanging import Exchange
from support.http_api import House
from support.pact_partner import PartnerServer

from ledger.exchange.pact.delivering import Sender

NAME = "packs.pact"


@dataclass
class Lab:
    """The means of a test of the PACT API.

    Attributes:
        it: the ledger and what was delivered.
        house: its server.
        http: a client without a login.
        base: the address of the API.
        login: client id and secret of the customer's machine.
        partner: the customer's own server.
    """

    it: Exchange
    house: House
    http: httpx2.Client
    base: str
    login: tuple[str, str]
    partner: PartnerServer

    def token(self) -> str:
        """A token of the customer's machine."""
        answer = self.http.post(
            "/auth/token", data={"grant_type": "client_credentials"}, auth=self.login
        )
        return str(answer.json()["access_token"])

    def get(self, path: str, **query: object) -> httpx2.Response:
        """The response to the customer's machine."""
        return self.http.get(
            path, params=query or None, headers={"Authorization": f"Bearer {self.token()}"}
        )

    def post(self, event: object) -> httpx2.Response:
        """The response to an event of the customer's machine."""
        headers = {
            "Authorization": f"Bearer {self.token()}",
            "Content-Type": "application/cloudevents+json; charset=UTF-8",
        }
        return self.http.post("/3/events", json=event, headers=headers)

    def send_due(self) -> int:
        """Send what is due to the partner, as the server does every second."""
        with Sender(self.it.world.ledger, self.house.context.secrets, lab=True) as sender:
            return sender.send_due(self.house.clock())


def footprints(lab: Lab, **query: object) -> list[dict[str, object]]:
    """The items of a list."""
    answer = lab.get("/3/footprints", **query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["data"])


def first(lab: Lab) -> dict[str, object]:
    """The first footprint of the list."""
    return footprints(lab)[0]


def event(kind: str, data: dict[str, object], source: str) -> dict[str, object]:
    """An event as the conformance service writes it."""
    return {
        "type": f"org.wbcsd.pact.ProductFootprint.{kind}.3",
        "specversion": "1.0",
        "id": f"{uuid4()}/12",
        "source": source,
        "time": "2026-01-01T00:00:00Z",
        "data": data,
    }
