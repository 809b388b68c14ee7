"""Registrations over HTTP: leaving one, and whose participant a firm becomes."""

from pathlib import Path

import pytest
from support.http_api import House, furnished, on_the_wire
from support.ledger_battery import BatteryChain

from ledger.cli.keys.identity import create_identity, sign_registration
from ledger.cli.keys.passphrases import unprotected
from ledger.state.drafting import countersign
from ledger.trust.submission import Submission
from schemas.signed.participant import Profile
from schemas.vocabulary import Role

pytestmark = pytest.mark.one_database


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The parties of the small battery; `stranger` has an account and no registration."""
    return furnished(chain)


@pytest.fixture
def left(chain: BatteryChain, tmp_path: Path) -> Submission:
    """A registration that its firm has signed."""
    keys = create_identity(tmp_path / "keys", unprotected)
    profile = Profile(legal_name="Example Refining Oy", country="FI")
    world = chain.world
    return sign_registration(
        keys, world.ledger.origin, profile, [Role.SUPPLIER], world.registrar.id
    )


def participant(house: House, name: str) -> object:
    """The participant that a login has."""
    return house.client.get("/v1/session", headers=house.as_(name)).json().get("participant")


def test_a_firm_leaves_its_registration_and_the_registrar_submits_it(
    house: House, chain: BatteryChain, left: Submission
) -> None:
    """The firm is the participant from then on, without another step."""
    client = house.client
    body = on_the_wire(left)
    answer = client.post("/v1/registrations", json=body, headers=house.as_("stranger"))
    assert (answer.status_code, answer.json()) == (201, {"id": left.id})
    (item,) = client.get("/v1/registrations", headers=house.as_("registrar")).json()["items"]
    assert (item["firm"], item["organisation"]) == ("Example Refining Oy", "stranger")
    assert item["submission"] == body
    signed = on_the_wire(countersign(left, chain.world.registrar.working))
    done = client.post("/v1/participants", json=signed, headers=house.as_("registrar"))
    assert done.status_code == 201
    house.clock.time += 1
    assert participant(house, "stranger") == left.id


def test_a_firm_does_not_become_the_participant_of_a_registration_that_it_read(
    house: House, chain: BatteryChain, left: Submission
) -> None:
    """Sending what is in the log already returns the receipt, and binds nobody."""
    signed = on_the_wire(countersign(left, chain.world.registrar.working))
    client = house.client
    client.post("/v1/participants", json=signed, headers=house.as_("registrar"))
    read = client.get(f"/v1/participants/{left.id}", headers=house.as_("stranger")).json()
    assert read["envelope"] == signed["envelope"]
    answer = client.post("/v1/participants", json=signed, headers=house.as_("stranger"))
    assert (answer.status_code, answer.json()["id"]) == (201, left.id)
    house.clock.time += 1
    assert participant(house, "stranger") is None
    again = client.post("/v1/registrations", json=signed, headers=house.as_("stranger"))
    assert (again.status_code, again.json()["code"]) == (422, "signature.unknown")


def test_a_rival_lists_none(house: House, left: Submission) -> None:
    """The waiting registration of another firm is not shown."""
    client = house.client
    client.post("/v1/registrations", json=on_the_wire(left), headers=house.as_("stranger"))
    for name in ("mine", "auditor"):
        listed = client.get("/v1/registrations", headers=house.as_(name))
        assert listed.json() == {"items": []}
