"""The way from a calculation to its declaration: who acts next, and the form once an auditor has attested it."""

import re
from urllib.parse import urlencode

import orjson
import pytest
from fastapi.testclient import TestClient
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.ledger_declared import attest, calculate, declare
from support.manufacturer_pages import open_plant
from support.supplier_pages import log_in

from ledger.store.access.engagements import Engagement
from ledger.store.rows import put

TYPED = {"conformity": "EU-1", "study": "https://study.example/1"}


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The server, with paul of the plant logged in."""
    return open_plant(chain)


@pytest.fixture
def client(house: House) -> TestClient:
    """The browser of paul."""
    return house.client


def path_of(calculation: str) -> str:
    """The address of the declaration of a calculation."""
    return f"/manufacturer/figures/{calculation[7:]}/declare"


def test_before_an_attestation_the_page_says_who_acts_next(
    client: TestClient, house: House, chain: BatteryChain
) -> None:
    """First the operator, who engages an auditor; then the auditor. No form is offered."""
    name = calculate(chain)
    page = client.get(path_of(name)).text
    assert "Next: the operator" in page
    assert 'name="conformity"' not in page
    with house.context.ledger.store.write() as connection:
        row = Engagement(
            id="e",
            auditor="auditor",
            subject=name,
            granted_by="operator.script",
            created=house.clock.time,
        )
        put(connection, row)
    page = client.get(path_of(name)).text
    assert "Auditor, since 2025-10-09." in page
    assert "Next: the auditor" in page


def test_a_form_without_an_attestation_is_refused(client: TestClient, chain: BatteryChain) -> None:
    """Sending the form anyway makes no draft."""
    name = calculate(chain)
    answer = client.post(path_of(name), data=TYPED)
    assert answer.status_code == 422
    assert "declaration.attestation" in answer.text
    assert client.get("/manufacturer/calculate.json").json()["items"] == []


def test_an_attested_figure_is_declared(client: TestClient, chain: BatteryChain) -> None:
    """The preview is the declaration document; the draft names calculation and attestation."""
    name = calculate(chain)
    attestation = attest(chain, name)
    page = client.get(f"{path_of(name)}/preview?{urlencode(TYPED)}")
    assert page.status_code == 200
    assert "EU-1" in page.text
    sign = client.post(path_of(name), data=TYPED).headers["location"]
    header = orjson.loads(client.get(sign.replace("/sign", "/draft.json")).content)["header"]
    assert (header["calculation"], header["attestation"]) == (name, attestation)
    assert client.get(sign).status_code == 200


def test_the_form_states_who_issued_it_and_when(client: TestClient, chain: BatteryChain) -> None:
    """Chemistry, day and signatory are signed; half a signatory is refused at the field that is empty."""
    name = calculate(chain)
    attest(chain, name)
    typed = {**TYPED, "chemistry": "NMC811", "date": "2026-03-09", "signatory": "A. Example"}
    half = client.get(f"{path_of(name)}/preview?{urlencode(typed)}")
    assert (half.status_code, 'id="function-wrong"' in half.text) == (422, True)
    whole = {**typed, "function": "Head of Compliance"}
    page = client.get(f"{path_of(name)}/preview?{urlencode(whole)}").text
    assert "A. Example, Head of Compliance" in page
    sign = client.post(path_of(name), data=whole).headers["location"]
    header = orjson.loads(client.get(sign.replace("/sign", "/draft.json")).content)["header"]
    assert header["signatory"] == {"name": "A. Example", "function": "Head of Compliance"}
    assert (header["chemistry"], header["date"]) == ("NMC811", "2026-03-09")


def test_empty_fields_have_a_sentence_each(client: TestClient, chain: BatteryChain) -> None:
    """What was typed stays."""
    name = calculate(chain)
    attest(chain, name)
    page = client.get(f"{path_of(name)}/preview?town=Kotka")
    assert page.status_code == 422
    assert {'id="conformity-wrong"', 'id="study-wrong"'} <= set(
        re.findall(r'id="[a-z]+-wrong"', page.text)
    )
    assert 'value="Kotka"' in page.text


def test_details_without_a_contact_are_refused_at_their_field(
    client: TestClient, chain: BatteryChain
) -> None:
    """Address and contact belong together."""
    name = calculate(chain)
    attest(chain, name)
    page = client.get(f"{path_of(name)}/preview?{urlencode({**TYPED, 'address': 'Street 1'})}")
    assert 'id="contact-wrong"' in page.text


def test_a_refused_figure_cannot_be_declared(client: TestClient, chain: BatteryChain) -> None:
    """The page leads to the correction, and the form refuses as the ledger would."""
    name = calculate(chain)
    attest(chain, name, outcome="refused")
    page = client.get(path_of(name)).text
    assert f"/manufacturer/calculate?supersedes={name[7:]}" in page
    answer = client.post(path_of(name), data=TYPED)
    assert "declaration.refused" in answer.text


def test_a_declared_figure_leads_to_its_public_page(
    client: TestClient, chain: BatteryChain
) -> None:
    """All states are done."""
    name = calculate(chain)
    declaration = declare(chain, name)
    page = client.get(path_of(name)).text
    assert f"/declarations/{declaration[7:]}" in page
    assert "Next:" not in page


def test_a_second_declaration_of_the_same_days_replaces_the_first_for_a_reason(
    client: TestClient, chain: BatteryChain
) -> None:
    """The lower of two figures cannot stand beside the other: the page supersedes, and asks for the reason."""
    first = declare(chain, calculate(chain))
    name = calculate(chain, capacity_kwh="3")
    attest(chain, name)
    found = client.get(f"{path_of(name)}.json").json()
    assert found["replaces"] == first
    refused = client.post(path_of(name), data=TYPED)
    assert 'id="reason-wrong"' in refused.text
    sign = client.post(path_of(name), data={**TYPED, "reason": "new_data"}).headers["location"]
    header = orjson.loads(client.get(sign.replace("/sign", "/draft.json")).content)["header"]
    assert header["supersedes"] == {"id": first, "reason": "new_data"}


def test_another_firms_figure_is_unknown(house: House, chain: BatteryChain) -> None:
    """A supplier has no such page at all."""
    name = calculate(chain)
    client = log_in(house, "anna")
    assert client.get(path_of(name)).status_code == 403
    assert log_in(house, "paul").get(path_of("sha256:" + "0" * 64)).status_code == 404
