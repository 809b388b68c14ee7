"""The operator's pages of a test's ledger: olga is an operator, rega a registrar."""

import re

from fastapi.testclient import TestClient
from httpx2 import Response
from support.http_api import House, on_the_wire
from support.ledger_battery import BatteryChain
from support.supplier_pages import log_in
from support.supplier_reading import open_all_pages

from ledger.service.access.journal import NEWEST
from ledger.state.drafting import sign_draft
from ledger.store.access.journal import Event, events_of
from ledger.trust.submission import Submission
from schemas.vocabulary import Role


def open_operator(chain: BatteryChain) -> tuple[House, TestClient]:
    """All parties with their persons, and a client that olga is logged in with."""
    house = open_all_pages(chain)
    house.open_person("rega", "registrar", Role.REGISTRAR)
    return house, log_in(house, "olga")


def journal_of(house: House) -> list[Event]:
    """All lines of the journal, the oldest first."""
    with house.context.ledger.store.read() as connection:
        found = events_of(connection, None, NEWEST, 1000)
    return list(reversed(found))


def hidden(answer: Response, action: str) -> dict[str, str]:
    """The hidden fields of the form of a page that is sent to an address."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', answer.text, re.DOTALL)
    assert form is not None, answer.text
    found = re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', form[0])
    return dict(found)


def secret_of(answer: Response) -> str:
    """The secret that an answer shows once."""
    found = re.search(r"<pre>([^<]+)</pre>", answer.text)
    assert found is not None, answer.text
    return found[1]


def leave(house: House, chain: BatteryChain, name: str = "smelter") -> Submission:
    """Leave a registration that its keys have signed and the registrar has not, as the stranger."""
    world = chain.world
    draft, party = world.registration(name, (Role.SUPPLIER,), world.registrar.id)
    submission = sign_draft(draft, [party.root, party.working])
    body = on_the_wire(submission)
    answer = house.client.post("/v1/registrations", json=body, headers=house.as_("stranger"))
    assert answer.status_code == 201, answer.text
    return submission
