"""The first visit of a firm, from its details to its registration."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from support.http_api import House, on_the_wire
from support.ledger_battery import BatteryChain
from support.supplier_pages import followed, log_in, open_pages

from ledger.cli.keys.identity import create_identity, sign_registration
from ledger.service.state.drafting import countersign
from ledger.trust.submission import Submission, format_submission
from schemas.participant import Profile
from schemas.vocabulary import Role

pytestmark = pytest.mark.one_database
DETAILS = {"legal_name": "Example Refining Oy", "country": "fi"}


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The pages of the small battery's ledger."""
    return open_pages(chain)


@pytest.fixture
def client(house: House) -> TestClient:
    """A browser of a firm without registration."""
    return log_in(house, "nemo")


def states(client: TestClient) -> list[str]:
    """The chips of the task list."""
    page = client.get("/supplier/registration").text
    words = {"done", "next", "waits for the registrar", "cannot start yet"}
    parts = [part.partition("</span>")[0] for part in page.split('">')]
    return [part for part in parts if part in words]


def registration(chain: BatteryChain, folder: Path) -> Submission:
    """What the signing page makes of the details."""
    world, keys = chain.world, create_identity(folder)
    profile = Profile(legal_name="Example Refining Oy", country="FI")
    registrar = world.registrar.id
    return sign_registration(keys, world.ledger.origin, profile, [Role.SUPPLIER], registrar)


def test_five_tasks_lead_from_the_account_to_the_registration(
    house: House, client: TestClient, chain: BatteryChain, tmp_path: Path
) -> None:
    """Each step shows what is done and who owes the next one."""
    assert states(client) == ["done", "next", *["cannot start yet"] * 3]
    answer = client.post("/supplier/registration", data=DETAILS)
    sign = answer.headers["location"]
    page = client.get(sign)
    assert (page.status_code, "Example Refining Oy" in page.text) == (200, True)
    left = registration(chain, tmp_path / "keys")
    statement = {"statement": format_submission(left).decode()}
    answer = client.post(sign.replace("/sign", "/statement"), data=statement)
    assert answer.headers["location"] == "/supplier/registration"
    assert states(client) == [*["done"] * 4, "waits for the registrar"]
    assert left.id in client.get("/supplier/registration").text
    assert client.get("/supplier/submit.json").json()["items"] == []
    signed = on_the_wire(countersign(left, chain.world.registrar.working))
    house.client.post("/v1/participants", json=signed, headers=house.as_("registrar"))
    house.clock.time += 1
    assert states(client) == ["done"] * 5
    assert client.get("/supplier/registration.json").json() == {"participant": left.id}


def test_a_country_that_is_none_is_told_at_its_field(client: TestClient) -> None:
    """What was typed is shown again."""
    answer = client.post("/supplier/registration", data={**DETAILS, "country": "Finland"})
    assert answer.status_code == 422
    assert '<a href="#country"' in answer.text
    assert 'value="Example Refining Oy"' in answer.text


def test_a_refused_registration_leaves_the_draft(client: TestClient) -> None:
    """The way back leads to the signing page."""
    sign = client.post("/supplier/registration", data=DETAILS).headers["location"]
    answer = client.post(sign.replace("/sign", "/statement"), data={"statement": "{}"})
    assert (answer.status_code, f'href="{sign}"' in answer.text) == (422, True)
    assert client.get(sign).status_code == 200


def test_a_registered_firm_registers_no_second_time(house: House) -> None:
    """The page shows its id instead of a form."""
    client = log_in(house, "anna")
    assert client.post("/supplier/registration", data=DETAILS).status_code == 422
    assert states(client) == ["done"] * 5


def test_the_page_of_the_first_visit_follows_from_the_first_page(client: TestClient) -> None:
    """A firm without registration is told so where it begins."""
    assert 'href="/supplier/registration"' in followed(client, client.get("/")).text
