"""A registrar reads what a registration says, has the firm confirm its keys, and countersigns or declines it."""

import re

import pytest
from fastapi.testclient import TestClient
from support.http_api import House, on_the_wire
from support.ledger_battery import BatteryChain
from support.operator_pages import journal_of, leave, open_operator
from support.supplier_pages import log_in
from support.supplier_reading import words

from ledger.service.access.registration_review import key_fingerprint, resembles
from ledger.state.drafting import countersign, sign_draft
from ledger.trust.submission import format_submission
from schemas.signed.participant import Participant
from schemas.vocabulary import Role

PAGE = "/operator/registrations"
Opened = tuple[House, TestClient]


@pytest.fixture
def opened(chain: BatteryChain) -> Opened:
    """The server, and a client that the registrar's person is logged in with."""
    house, client = open_operator(chain)
    log_in(house, "rega")
    return house, client


def test_a_registrar_reaches_this_page_alone(opened: Opened) -> None:
    """It is led there, sees one tab, and is refused everything else of the workspace."""
    _, client = opened
    assert client.get("/").headers["location"] == PAGE
    page = client.get(PAGE)
    assert page.status_code == 200
    tabs = re.findall(r'class="tabs".*?</nav>', page.text, re.DOTALL)[0]
    assert re.findall(r'href="([^"]+)"', tabs) == [PAGE]
    for path in ("/operator", "/operator/engagements", "/operator/logins/anna"):
        assert client.get(path).status_code == 403, path


def test_the_page_shows_all_that_is_signed(opened: Opened, chain: BatteryChain) -> None:
    """Name, roles, keys with fingerprints, account and registrar; the firm sees the same fingerprints."""
    house, client = opened
    left = leave(house, chain)
    statement = Participant.parse(left.parsed_envelope.payload)
    shown = words(client.get(f"{PAGE}/{left.id[7:]}"))
    keys = [row.key for row in (*statement.root_keys, *statement.working_keys)]
    for expected in ("Smelter Ltd", "Stranger", "Registrar Ltd", left.id, "Supplier", *keys):
        assert expected in shown, expected
    log_in(house, "nemo")
    firm = words(client.get("/registration"))
    for key in keys:
        assert key_fingerprint(key) in shown
        assert key_fingerprint(key) in firm


def test_a_name_like_a_registered_one_is_pointed_out(opened: Opened, chain: BatteryChain) -> None:
    """A firm that calls itself almost as the mine is shown beside the mine, in the list too."""
    house, client = opened
    left = leave(house, chain, "míne")
    review = client.get(f"{PAGE}/{left.id[7:]}.json").json()
    assert [row["name"] for row in review["resembling"]] == ["Mine Ltd"]
    assert "Similar to a registered name" in words(client.get(PAGE))


@pytest.mark.parametrize(
    ("name", "other", "alike"),
    [
        ("Süd Erz GmbH", "SUD ERZ", True),
        ("Example Mining Oy", "Example Minning Ltd", True),
        ("Example Mining Oy", "Other Smelting Oy", False),
        ("GmbH", "Ltd", False),
        ("电池材料有限公司", "电池材料有限公司", True),
    ],
)
def test_names_resemble_each_other(name: str, other: str, *, alike: bool) -> None:
    """Case, accents and legal forms do not tell firms apart; one letter hardly does."""
    assert resembles(name, other) == resembles(other, name) == alike


def test_a_key_of_another_participant_bars_it(opened: Opened, chain: BatteryChain) -> None:
    """A registration whose keys were registered meanwhile is marked, before anybody countersigns it."""
    house, client = opened
    left = leave(house, chain)
    world = chain.world
    draft, party = world.registration("smelter", (Role.MANUFACTURER,), world.registrar.id)
    world.submit(draft, party.root, party.working, world.registrar.working)
    review = client.get(f"{PAGE}/{left.id[7:]}.json").json()
    assert {row["holder"]["id"] for row in review["keys"]} == {party.id}
    assert "bars it" in words(client.get(f"{PAGE}/{left.id[7:]}"))


def test_the_countersigned_one_is_submitted_and_binds_the_firm(
    opened: Opened, chain: BatteryChain
) -> None:
    """The registrar's signature makes the firm a participant; its account is bound, and nothing waits any more."""
    house, client = opened
    left = leave(house, chain)
    path = f"{PAGE}/{left.id[7:]}"
    signed = countersign(left, chain.world.registrar.working)
    answer = client.post(
        f"{path}/statement", data={"statement": format_submission(signed).decode()}
    )
    assert answer.headers["location"] == f"/statements/{left.id[7:]}"
    assert client.get(answer.headers["location"]).status_code == 200
    assert client.get(f"{PAGE}.json").json()["items"] == []
    assert client.get(path).status_code == 404
    session = house.client.get("/v1/session", headers=house.as_("stranger")).json()
    assert session["participant"] == left.id


def test_nothing_but_the_registrars_signature_registers(
    opened: Opened, chain: BatteryChain
) -> None:
    """An operator that sends it unsigned, signed by another key, or another registration, registers nobody."""
    house, client = opened
    log_in(house, "olga")
    left, path = leave(house, chain), ""
    world, path = chain.world, f"{PAGE}/{left.id[7:]}/statement"
    draft, party = world.registration("other", (Role.SUPPLIER,), world.registrar.id)
    other = sign_draft(draft, [party.root, party.working, world.registrar.working])
    for tried in (left, countersign(left, chain.mine.working), other):
        answer = client.post(path, data={"statement": format_submission(tried).decode()})
        assert answer.status_code == 422, answer.text
    assert len(client.get(f"{PAGE}.json").json()["items"]) == 1


def test_a_declined_firm_reads_why_and_may_leave_another(
    opened: Opened, chain: BatteryChain
) -> None:
    """The reason is on the firm's page until another registration waits; the declined one cannot be left again."""
    house, client = opened
    left = leave(house, chain)
    path = f"{PAGE}/{left.id[7:]}/decline"
    assert client.post(path, data={"reason": " "}).status_code == 422
    reason = "The keys are <not> yours."
    assert client.post(path, data={"reason": reason}).headers["location"] == PAGE
    assert client.post(path, data={"reason": reason}).status_code == 404
    assert journal_of(house)[-1].action == "decline registration"
    log_in(house, "nemo")
    shown = words(client.get("/registration"))
    assert reason in shown
    assert "Legal name" in shown
    again = {"json": on_the_wire(left), "headers": house.as_("stranger")}
    refused = client.post("/v1/registrations", **again)
    assert (refused.status_code, refused.json()["code"]) == (409, "registration.declined")
    leave(house, chain, "second")
    assert reason not in words(client.get("/registration"))


def test_a_supplier_neither_reads_nor_declines(opened: Opened, chain: BatteryChain) -> None:
    """The firm itself and other suppliers are refused, on pages and over the API."""
    house, client = opened
    left = leave(house, chain)
    for person in ("nemo", "anna", "otto"):
        log_in(house, person)
        for path in (PAGE, f"{PAGE}/{left.id[7:]}", f"{PAGE}/{left.id[7:]}/sign"):
            assert client.get(path).status_code == 403
        assert client.post(f"{PAGE}/{left.id[7:]}/decline", data={"reason": "x"}).status_code == 403
    path = f"/v1/registrations/{left.id}/decline"
    denied = client.post(path, json={"reason": "x"}, headers=house.as_("stranger"))
    assert (denied.status_code, denied.json()["code"]) == (403, "access.denied")
    done = client.post(path, json={"reason": "x"}, headers=house.as_("registrar"))
    assert done.status_code == 204
