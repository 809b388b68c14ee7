"""The first visit of a firm, from its details to its registration, for each role that registers."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from support.auditor_pages import login_of
from support.http_api import House, on_the_wire
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate
from support.supplier_pages import followed, log_in, open_pages

from ledger.cli.keys.identity import create_identity, sign_registration
from ledger.cli.keys.passphrases import unprotected
from ledger.service.access.engagements import engage
from ledger.state.drafting import countersign
from ledger.trust.submission import Submission, format_submission
from schemas.signed.participant import Participant, Profile
from schemas.vocabulary import Role

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
    page = client.get("/registration").text
    words = {"done", "next", "waits for the registrar", "cannot start yet"}
    parts = [part.partition("</span>")[0] for part in page.split('">')]
    return [part for part in parts if part in words]


def registration(chain: BatteryChain, folder: Path, role: Role = Role.SUPPLIER) -> Submission:
    """What the signing page makes of the details."""
    world, keys = chain.world, create_identity(folder, unprotected)
    profile = Profile(legal_name="Example Refining Oy", country="FI")
    registrar = world.registrar.id
    return sign_registration(keys, world.ledger.origin, profile, [role], registrar)


def countersigned(house: House, chain: BatteryChain, left: Submission) -> None:
    """Let the registrar countersign and submit a registration."""
    signed = on_the_wire(countersign(left, chain.world.registrar.working))
    answer = house.client.post("/v1/participants", json=signed, headers=house.as_("registrar"))
    assert answer.status_code == 201, answer.text
    house.clock.time += 1


def test_five_tasks_lead_from_the_account_to_the_registration(
    house: House, client: TestClient, chain: BatteryChain, tmp_path: Path
) -> None:
    """Each step shows what is done and who owes the next one."""
    assert states(client) == ["done", "next", *["cannot start yet"] * 3]
    answer = client.post("/registration", data=DETAILS)
    sign = answer.headers["location"]
    page = client.get(sign)
    assert (page.status_code, "Example Refining Oy" in page.text) == (200, True)
    left = registration(chain, tmp_path / "keys")
    statement = {"statement": format_submission(left).decode()}
    answer = client.post(sign.replace("/sign", "/statement"), data=statement)
    assert answer.headers["location"] == "/registration"
    assert states(client) == [*["done"] * 4, "waits for the registrar"]
    assert left.id in client.get("/registration").text
    assert client.get("/supplier/submit.json").json()["items"] == []
    countersigned(house, chain, left)
    assert states(client) == ["done"] * 5
    assert client.get("/registration.json").json() == {"participant": left.id}


def test_a_country_that_is_none_is_told_at_its_field(client: TestClient) -> None:
    """What was typed is shown again."""
    answer = client.post("/registration", data={**DETAILS, "country": "Finland"})
    assert answer.status_code == 422
    assert '<a href="#country"' in answer.text
    assert 'value="Example Refining Oy"' in answer.text


def test_a_refused_registration_leaves_the_draft(client: TestClient) -> None:
    """The way back leads to the signing page."""
    sign = client.post("/registration", data=DETAILS).headers["location"]
    answer = client.post(sign.replace("/sign", "/statement"), data={"statement": "{}"})
    assert (answer.status_code, f'href="{sign}"' in answer.text) == (422, True)
    assert client.get(sign).status_code == 200


def test_a_registered_firm_registers_no_second_time(house: House) -> None:
    """The page shows its id instead of a form."""
    client = log_in(house, "anna")
    assert client.post("/registration", data=DETAILS).status_code == 422
    assert states(client) == ["done"] * 5


def test_the_page_of_the_first_visit_follows_from_the_first_page(client: TestClient) -> None:
    """A firm without registration is told so where it begins."""
    assert 'href="/registration"' in followed(client, client.get("/")).text


@pytest.fixture
def inspector(house: House) -> TestClient:
    """A browser of an auditor without registration."""
    house.open_account("inspector", Role.AUDITOR)
    house.open_person("ines", "inspector", Role.AUDITOR)
    return log_in(house, "ines")


def test_an_auditor_registers_as_an_auditor(
    house: House, inspector: TestClient, chain: BatteryChain, tmp_path: Path
) -> None:
    """The page is in the frame of its workspace; draft, registration and participant have the role auditor."""
    page = inspector.get("/registration").text
    tabs = re.findall(r'class="tabs".*?</nav>', page, re.DOTALL)[0]
    assert re.findall(r'href="([^"]+)"', tabs) == ["/auditor"]
    sign = inspector.post("/registration", data=DETAILS).headers["location"]
    draft = inspector.get(sign.replace("/sign", "/draft.json")).json()
    assert draft["roles"] == ["auditor"]
    signing = inspector.get(sign)
    assert (signing.status_code, 'href="/registration"' in signing.text) == (200, True)
    left = registration(chain, tmp_path / "keys", Role.AUDITOR)
    statement = {"statement": format_submission(left).decode()}
    answer = inspector.post(sign.replace("/sign", "/statement"), data=statement)
    assert answer.headers["location"] == "/registration"
    countersigned(house, chain, left)
    done = inspector.get("/registration").text
    assert "can sign attestations" in done
    assert 'class="button" href="/auditor"' in done
    with chain.world.ledger.view() as view:
        participant = view.statement(left.id, Participant)
    assert participant is not None
    assert participant.roles == (Role.AUDITOR,)


def test_an_auditor_without_registration_is_led_to_it(
    house: House, inspector: TestClient, chain: BatteryChain
) -> None:
    """By the list of cases, by the pages that sign, and by the refusal; a registered auditor is not."""
    register = 'href="/registration"'
    assert register in inspector.get("/auditor").text
    olga = login_of(chain, "operator", Role.OPERATOR)
    subject = calculate(chain)
    engage(chain.world.ledger, olga, "inspector", subject, "case", house.clock())
    root = f"/auditor/cases/{subject[7:]}"
    inspector.post(f"{root}/recompute", data={"whose": "server"})
    for page in ("sample", "sign-off"):
        shown = inspector.get(f"{root}/{page}")
        assert (shown.status_code, register in shown.text) == (200, True)
        assert f'action="{root}/{page}"' not in shown.text
        refused = inspector.post(f"{root}/{page}", data={"outcome": "verified", "scope": "All"})
        assert (refused.status_code, "access.unregistered" in refused.text) == (403, True)
        assert register in refused.text
    house.open_person("otto", "auditor", Role.AUDITOR)
    assert register not in log_in(house, "otto").get("/auditor").text
