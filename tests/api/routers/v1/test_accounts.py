"""The operator opens organisations and credentials, and secrets are shown once."""

import pytest
from support.http_api import House
from support.ledger_battery import BatteryChain

from schemas.vocabulary import Role

UNKNOWN = "sha256:" + "0" * 64


def asked(house: House, path: str, body: object) -> tuple[int, dict[str, object]]:
    """Status and body of the response to the operator."""
    answer = house.client.post(path, json=body, headers=house.as_("operator"))
    return answer.status_code, answer.json()


def test_from_an_organisation_to_a_login_and_its_end(house: House, chain: BatteryChain) -> None:
    """A registered firm gets an account and a script, which logs in as that participant until it is ended."""
    party = chain.world.register("smelter", Role.SUPPLIER)
    new = {"id": "smelter", "name": "The Smelter", "participant": party.id}
    status, told = asked(house, "/v1/organisations", new)
    assert (status, told["participant"]) == (201, party.id)
    script = {"id": "smelter.script", "kind": "script", "roles": ["supplier"]}
    status, told = asked(house, "/v1/organisations/smelter/credentials", script)
    assert status == 201
    login = {"Authorization": f"Bearer {told['secret']}"}
    assert house.client.get("/v1/session", headers=login).json()["participant"] == party.id
    path = "/v1/organisations/smelter/credentials"
    listed = house.client.get(path, headers=house.as_("operator"))
    assert str(told["secret"]) not in listed.text
    assert [row["id"] for row in listed.json()["items"]] == ["smelter.script"]
    end = "/v1/credentials/smelter.script"
    assert house.client.delete(end, headers=house.as_("operator")).status_code == 204
    assert house.client.get("/v1/session", headers=login).status_code == 401
    assert "ended" in house.client.get(path, headers=house.as_("operator")).json()["items"][0]


def test_a_person_has_no_secret_to_show(house: House) -> None:
    """Its password is in the request and not in the response; a short one is refused."""
    path = "/v1/organisations/mine/credentials"
    new = {"id": "ann", "kind": "person", "roles": ["supplier"], "password": "a long password"}
    status, told = asked(house, path, new)
    assert status == 201
    assert "secret" not in told
    assert "password" not in str(told)
    status, told = asked(house, path, {**new, "id": "bob", "password": "short"})
    assert (status, told["code"]) == (422, "password.length")


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("organisations", {"id": "mine", "name": "Again"}, 409, "account.exists"),
        ("organisations", {"id": "Mine", "name": "A"}, 422, "account.name"),
        ("organisations", {"id": "new", "name": "A\x00"}, 422, "account.title"),
        (
            "organisations",
            {"id": "new", "name": "A", "participant": UNKNOWN},
            404,
            "participant.unknown",
        ),
        ("organisations/none/credentials", None, 404, "organisation.unknown"),
        ("organisations/mine/credentials", {"roles": []}, 422, "schema.too_short"),
        ("organisations/mine/credentials", {"id": "mine.script"}, 409, "account.exists"),
        ("engagements", {"auditor": "auditor", "subject": UNKNOWN}, 404, "export.subject"),
    ],
)
def test_refused(house: House, path: str, body: dict[str, object], status: int, code: str) -> None:
    """Each mistake has its status and code, and changes nothing."""
    if path.endswith("credentials"):
        body = {"id": "erp", "kind": "machine", "roles": ["supplier"], **(body or {})}
    told = asked(house, f"/v1/{path}", body)
    assert (told[0], told[1]["code"]) == (status, code)
    listed = house.client.get("/v1/organisations", headers=house.as_("operator")).json()["items"]
    assert len(listed) == 8


def test_a_participant_is_one_organisation(house: House, chain: BatteryChain) -> None:
    """A second organisation of the same registration is refused, and is not opened."""
    new = {"id": "twin", "name": "The Twin", "participant": chain.mine.id}
    status, told = asked(house, "/v1/organisations", new)
    assert (status, told["code"]) == (409, "organisation.bound")
    path = "/v1/organisations/twin/credentials"
    assert house.client.get(path, headers=house.as_("operator")).json()["items"] == []
